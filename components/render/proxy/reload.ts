import { certificateFile, jwtFile, sitesFolder } from "../nginx";
import { exportMetric } from "./serve";

/** Where containers leave metrics as files, in Prometheus' text format. */
export const metricsFolder = "/var/lib/metrics";

/** Where a new certificate lies for the reload, apart from the configuration: it is the proxy's user's alone. */
export const certificateFolder = "/run/certificate";

/** Where what the check of tokens reads lies for the reload. */
export const gatewayFolder = "/run/gateway";

export interface ReloadOptions {
  /** Folder of the live configuration, a volume of nginx's container. */
  readonly folder: string;
  /** Folder of the new configuration. */
  readonly incoming: string;
  /** nginx's port on its own loopback. */
  readonly internal: number;
  /** Seconds to wait for nginx and for each service. */
  readonly deadline: number;
  /** Whether tokens are checked: their issuer and his key are brought. @default false */
  readonly tokens?: boolean;
  /** Whether requests are counted, by a script. @default false */
  readonly measured?: boolean;
}

/** Shell lines for scripts and what they read: before nginx judges the configuration, and when it is put in force. */
function scriptLines({ tokens = false, measured = false }: ReloadOptions): {
  readonly judge: string;
  readonly apply: string;
  readonly sum: string;
} {
  if (!tokens && !measured) return { judge: "", apply: "", sum: "" };
  const name = jwtFile.slice("gateway/".length);
  return {
    judge: tokens ? `cp ${gatewayFolder}/${name} "/tmp/judge/${jwtFile}"\n` : "",
    apply: `
  mkdir -p "$live/gateway"
  for file in /tmp/judge/gateway/*; do
    rm -f "$live/gateway/.next" && cp "$file" "$live/gateway/.next" && mv "$live/gateway/.next" "$live/gateway/\${file##*/}"
  done`,
    sum: tokens ? ` ${gatewayFolder}` : "",
  };
}

/**
 * A POSIX shell script that puts a new nginx configuration in force without dropping a request. It runs in
 * nginx's process and network namespaces, in two steps: first the old and the new instances together, and
 * once nginx reaches the new ones, those alone. A configuration that `nginx -t` refuses changes nothing.
 */
export function renderReload(options: ReloadOptions): string {
  const { folder, incoming, internal, deadline } = options;
  const { judge, apply, sum } = scriptLines(options);
  return `set -eu
live=${folder}
new=${incoming}
sites=${sitesFolder}
pair=${certificateFile}
brought=${certificateFolder}
own=http://127.0.0.1:${internal}

get() {
  if command -v curl >/dev/null; then curl -fsS -m 5 "$1" 2>&1; else wget -q -T 5 -O - "$1" 2>&1; fi
}

wait_for() { # what, command...
  what=$1; shift; left=$((${deadline} * 5))
  until "$@"; do
    left=$((left - 1))
    if [ "$left" -le 0 ]; then echo "after ${deadline} s $what" >&2; exit 1; fi
    sleep 0.2
  done
}

is_nginx() { grep -q nginx /proc/1/cmdline; }
in_force() { [ "$(get $own/generation)" = "$1" ]; }
answers() { # any answer of the service will do; 502 and 504 are nginx's own
  case "$(get "$own/next/$1" || true)" in *" 502"*|*" 504"*|*"Connection refused"*) return 1 ;; esac
}

# The files of every site are there.
for file in "$new"/sites/*; do
  [ -e "$file" ] || continue
  site=\${file##*/}; release=$(cat "$file")
  [ -d "$sites/$site/$release" ] || { echo "site $site: its release $release has not been published" >&2; exit 1; }
done

# Judge, with the certificate that will be in force.
rm -rf /tmp/judge && cp -r "$new" /tmp/judge && mkdir -p /tmp/judge/servers && cp -r /tmp/judge/servers /tmp/judge/next && chmod -R u+w /tmp/judge
echo 'return 200 judge;' > /tmp/judge/generation
mkdir -p /tmp/judge/tls
${judge}candidate=
if [ -e "$brought/pair.pem" ]; then candidate=$brought/pair.pem
elif [ -e "$live/$pair" ]; then candidate=$live/$pair # it came by itself, or will be replaced by one that does
elif [ -e "$brought/placeholder.pem" ]; then candidate=$brought/placeholder.pem
fi
[ -z "$candidate" ] || cp "$candidate" "/tmp/judge/$pair"
sed "s#$live/#/tmp/judge/#g; s#^pid .*#pid /tmp/judge.pid;#" "$new/nginx.conf" > /tmp/judge/nginx.conf
nginx -e /dev/stderr -t -c /tmp/judge/nginx.conf

generation=$(find "$new" "$brought"${sum} -type f 2>/dev/null | sort | xargs cat | sha256sum | cut -c1-16)

install_certificate() {
  case $candidate in ""|"$live/"*) return 0 ;; esac
  mkdir -p "$live/tls"
  rm -f "$live/$pair.next"
  cp "/tmp/judge/$pair" "$live/$pair.next"
  chmod 400 "$live/$pair.next"
  mv -f "$live/$pair.next" "$live/$pair"
}

apply() { # generation, folder of servers
  rm -rf "$live/incoming" && mkdir -p "$live/incoming" "$live/servers" "$live/next"
  for file in "$2"/*; do
    [ ! -e "$file" ] || { cp "$file" "$live/incoming/"; mv "$live/incoming/\${file##*/}" "$live/servers/"; }
  done
  for file in "$new"/servers/*; do [ ! -e "$file" ] || cp -f "$file" "$live/next/"; done
  echo "return 200 $1;" > "$live/generation"
  install_certificate${apply}
  cp "$new/nginx.conf" "$live/nginx.conf.next" && mv "$live/nginx.conf.next" "$live/nginx.conf"
  wait_for "nginx has not started" is_nginx
  kill -HUP 1
  wait_for "nginx has not taken the new configuration" in_force "$1"
}

# Browsers with a page of the release in force go on to find its files.
for file in "$new"/sites/*; do
  [ -e "$file" ] || continue
  site=\${file##*/}; release=$(cat "$file")
  current=$(cat "$live/sites/$site" 2>/dev/null || true)
  if [ -n "$current" ] && [ "$current" != "$release" ]; then
    ln -sfn "$current" "$sites/$site/previous.next" && mv -T "$sites/$site/previous.next" "$sites/$site/previous"
  fi
done

# Old and new together.
mkdir -p /tmp/both
for file in "$new"/servers/*; do
  [ -e "$file" ] || continue # it has sites alone
  name=\${file##*/}
  if [ -e "$live/servers/$name" ]; then sort -u "$file" "$live/servers/$name"; else cat "$file"; fi > "/tmp/both/$name"
done
apply "$generation-both" /tmp/both
for file in "$new"/servers/*; do
  [ -e "$file" ] || continue
  wait_for "service \${file##*/} does not answer nginx" answers "\${file##*/}"
done

# The new alone.
apply "$generation" "$new/servers"

# Of each site, the release and the one before it stay.
for file in "$new"/sites/*; do
  [ -e "$file" ] || continue
  site=\${file##*/}; release=$(cat "$file")
  mkdir -p "$live/sites" && cp -f "$file" "$live/sites/$site"
  previous=$(readlink "$sites/$site/previous" || true)
  for folder in "$sites/$site"/*; do
    case \${folder##*/} in "$release"|"$previous"|previous) ;; *) rm -rf "$folder" ;; esac
  done
done

# Kept as well: the engine empties the folder of metrics when it restarts.
if [ -e "$brought/certificate.prom" ]; then
  cp -f "$brought/certificate.prom" "$live/certificate.prom.next" && mv -f "$live/certificate.prom.next" "$live/certificate.prom"
else
  rm -f "$live/certificate.prom"
fi
${exportMetric(folder, metricsFolder)}`;
}
