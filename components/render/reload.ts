export interface ReloadOptions {
  /** Folder of the live configuration, a volume of nginx's container. */
  readonly folder: string;
  /** Folder of the new configuration. */
  readonly incoming: string;
  /** nginx's port on its own loopback. */
  readonly internal: number;
  /** Seconds to wait for nginx and for each service. */
  readonly deadline: number;
}

/**
 * A POSIX shell script that puts a new nginx configuration in force without dropping a request. It runs in
 * nginx's process and network namespaces, in two steps: first the old and the new instances together, and
 * once nginx reaches the new ones, those alone. A configuration that `nginx -t` refuses changes nothing.
 */
export function renderReload({ folder, incoming, internal, deadline }: ReloadOptions): string {
  return `set -eu
live=${folder}
new=${incoming}
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

# Judge.
rm -rf /tmp/judge && cp -r "$new" /tmp/judge && cp -r /tmp/judge/servers /tmp/judge/next && chmod -R u+w /tmp/judge
echo 'return 200 judge;' > /tmp/judge/generation
sed "s#$live/#/tmp/judge/#g; s#^pid .*#pid /tmp/judge.pid;#" "$new/nginx.conf" > /tmp/judge/nginx.conf
nginx -e /dev/stderr -t -c /tmp/judge/nginx.conf

generation=$(cat "$new/nginx.conf" "$new"/servers/* | sha256sum | cut -c1-16)

apply() { # generation, folder of servers
  rm -rf "$live/incoming" && mkdir -p "$live/incoming" "$live/servers" "$live/next"
  cp "$2"/* "$live/incoming/"
  for file in "$live"/incoming/*; do mv "$file" "$live/servers/"; done
  cp -f "$new"/servers/* "$live/next/"
  echo "return 200 $1;" > "$live/generation"
  cp "$new/nginx.conf" "$live/nginx.conf.next" && mv "$live/nginx.conf.next" "$live/nginx.conf"
  wait_for "nginx has not started" is_nginx
  kill -HUP 1
  wait_for "nginx has not taken the new configuration" in_force "$1"
}

# Old and new together.
mkdir -p /tmp/both
for file in "$new"/servers/*; do
  name=\${file##*/}
  if [ -e "$live/servers/$name" ]; then sort -u "$file" "$live/servers/$name"; else cat "$file"; fi > "/tmp/both/$name"
done
apply "$generation-both" /tmp/both
for file in "$new"/servers/*; do
  wait_for "service \${file##*/} does not answer nginx" answers "\${file##*/}"
done

# The new alone.
apply "$generation" "$new/servers"
`;
}
