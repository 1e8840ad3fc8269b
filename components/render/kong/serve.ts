import { certificateFile } from "../nginx";
import { exportMetric } from "../proxy/serve";
import { certificateFolder, gatewayFolder, metricsFolder } from "../proxy/reload";
import { proxyMetricsPort, type Ingress } from "../../model";
import { kongGeneration, kongInside } from ".";
import { greatestBody } from "./plugins";

/** Where the live configuration lies, a volume of Kong's container. */
export const kongFolder = "/var/lib/kong";

/** Kong's own settings that an ingress may have (https://docs.konghq.com/gateway/3.9.x/reference/configuration/). */
export const kongSettings: readonly string[] = [
  "log_level",
  "mem_cache_size",
  "nginx_events_worker_connections",
  "nginx_main_worker_rlimit_nofile",
  "nginx_worker_processes",
  "upstream_keepalive_idle_timeout",
  "upstream_keepalive_max_requests",
  "upstream_keepalive_pool_size",
];

export interface KongPlaces {
  readonly listen: { readonly http: number; readonly https: number; readonly internal: number };
  /** Whether Prometheus asks for its requests. @default false */
  readonly measured?: boolean;
  /** Whether its health is asked from outside the container, as a kubelet does. @default false */
  readonly probed?: boolean;
  /**
   * Whom a server's name stands for: of a balancer's connections none is kept, unless the ingress's settings say so, for one that is
   * always busy would lead to the same instance until that one stops. @default "instance"
   */
  readonly names?: "instance" | "balancer";
}

/** The variables that Kong starts with: no database, no Admin API, no web interface, and its state for the container alone. */
export function kongEnvironment(
  ingress: Ingress,
  { listen, measured = false, probed = false, names = "instance" }: KongPlaces,
): Readonly<Record<string, string>> {
  const { tls, trustedProxies = [], settings = {}, gzip = [] } = ingress;
  const pair = `${kongFolder}/${certificateFile}`;
  return {
    KONG_DATABASE: "off",
    KONG_DECLARATIVE_CONFIG: `${kongFolder}/live.yml`,
    KONG_PREFIX: `${kongFolder}/prefix`,
    KONG_NGINX_DAEMON: "off",
    KONG_ADMIN_LISTEN: "off",
    KONG_ADMIN_GUI_LISTEN: "off",
    KONG_STATUS_LISTEN: [
      `${probed ? "0.0.0.0" : "127.0.0.1"}:${listen.internal}`,
      // The Status API can only be read, and no port of the host leads to it.
      ...(measured ? [`0.0.0.0:${proxyMetricsPort}`] : []),
    ].join(", "),
    KONG_PROXY_LISTEN: [
      `0.0.0.0:${listen.http} backlog=4096`,
      ...(tls === undefined ? [] : [`0.0.0.0:${listen.https} http2 ssl backlog=4096`]),
    ].join(", "),
    KONG_PROXY_ACCESS_LOG: "/dev/stdout",
    KONG_PROXY_ERROR_LOG: "/dev/stderr",
    KONG_STATUS_ACCESS_LOG: "off",
    KONG_STATUS_ERROR_LOG: "/dev/stderr",
    KONG_ANONYMOUS_REPORTS: "off",
    // Nothing that tells which version this is.
    KONG_HEADERS: "off",
    // An instance that the engine restarts may come back under another address.
    KONG_DNS_VALID_TTL: "1",
    ...(names === "balancer" ? { KONG_UPSTREAM_KEEPALIVE_POOL_SIZE: "0" } : {}),
    KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE: String(greatestBody(ingress)),
    ...(tls === undefined
      ? {}
      : { KONG_SSL_CERT: pair, KONG_SSL_CERT_KEY: pair, KONG_SSL_CIPHER_SUITE: "intermediate" }),
    ...(trustedProxies.length === 0
      ? {}
      : {
          KONG_TRUSTED_IPS: trustedProxies.join(","),
          KONG_REAL_IP_HEADER: "X-Forwarded-For",
          KONG_REAL_IP_RECURSIVE: "on",
        }),
    ...(gzip.length === 0 ? {} : { KONG_NGINX_HTTP_GZIP: "on", KONG_NGINX_HTTP_GZIP_TYPES: gzip.join(" ") }),
    ...Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [`KONG_${name.toUpperCase()}`, value]),
    ),
  };
}

/** A POSIX shell script that becomes Kong once there is a configuration: the reload brings it, and every later one. */
export function renderKongServe({ metrics }: { readonly metrics: boolean }): string {
  return `set -e
until [ -s "$KONG_DECLARATIVE_CONFIG" ]; do sleep 0.1; done
${metrics ? exportMetric(kongFolder, metricsFolder) : ""}kong prepare -p "$KONG_PREFIX"
exec /usr/local/openresty/nginx/sbin/nginx -p "$KONG_PREFIX" -c nginx.conf
`;
}

export interface KongReloadOptions {
  /** Folder of the new configuration. */
  readonly incoming: string;
  /** Port for plain HTTP inside the container. */
  readonly listen: number;
  /** Seconds to wait for Kong and for each service. */
  readonly deadline: number;
  readonly tls: boolean;
  readonly tokens: boolean;
}

/**
 * A POSIX shell script that puts a new configuration in force without dropping a request, in Kong's process and network namespaces:
 * first the old and the new instances together, and once Kong reaches the new ones, those alone. nginx below Kong keeps its workers
 * where they cannot read what is new, and the file is put back.
 */
export function renderKongReload({ incoming, listen, deadline, tls, tokens }: KongReloadOptions): string {
  const pair = certificateFile;
  return `set -eu
live=${kongFolder}
new=${incoming}
own=http://127.0.0.1:${listen}

get() { wget -q -S -T 5 -O /dev/null --header "Host: ${kongInside}" "$own$1" 2>&1; }

wait_for() { # what, command...
  what=$1; shift; left=$((${deadline} * 5))
  until "$@"; do
    left=$((left - 1))
    if [ "$left" -le 0 ]; then echo "after ${deadline} s $what" >&2; return 1; fi
    sleep 0.2
  done
}

is_kong() { grep -q '^nginx: master' /proc/1/cmdline; }
in_force() { get "/generation/$1/" >/dev/null; }
answers() { # any answer of the service will do; these are Kong's own
  case "$(get "/next/$1/" || true)" in *" 502"*|*" 503"*|*" 504"*|*"onnection refused"*) return 1 ;; esac
}

put() { rm -f "$live/next.part" && cp "$1" "$live/next.part" && chmod "$3" "$live/next.part" && mv -f "$live/next.part" "$2"; }

compose() { # generation, folder of servers
  sed "s#${kongGeneration}#$1#" "$new/kong.yml"
  ${tokens ? `cat ${gatewayFolder}/consumers.yml` : ":"}
  echo "upstreams:"
  for file in "$new"/upstreams/*; do cat "$file" "$2/\${file##*/}"; done
  for file in "$new"/next/*; do cat "$file" "$new/servers/\${file##*/}"; done
}

apply() { # generation, folder of servers
  compose "$1" "$2" > /tmp/kong.yml
  rm -f /tmp/before.yml
  [ ! -e "$live/live.yml" ] || cp "$live/live.yml" /tmp/before.yml
  put /tmp/kong.yml "$live/live.yml" 400
  wait_for "Kong has not started" is_kong
  kill -HUP 1
  if ! wait_for "Kong has not taken the new configuration; its log says why" in_force "$1"; then
    [ ! -e /tmp/before.yml ] || put /tmp/before.yml "$live/live.yml" 400
    exit 1
  fi
}

mkdir -p "$live/tls" "$live/servers" "$live/prefix" /tmp/both
generation=$(find "$new" ${certificateFolder} ${gatewayFolder} -type f 2>/dev/null | sort | xargs cat | sha256sum | cut -c1-16)
${tls ? `put ${certificateFolder}/pair.pem "$live/${pair}" 400` : ":"}

# Old and new together.
for file in "$new"/servers/*; do
  name=\${file##*/}
  if [ -e "$live/servers/$name" ]; then sort -u "$file" "$live/servers/$name"; else cat "$file"; fi > "/tmp/both/$name"
done
apply "$generation-both" /tmp/both
for file in "$new"/servers/*; do
  wait_for "service \${file##*/} does not answer Kong" answers "\${file##*/}"
done

# The new alone.
apply "$generation" "$new/servers"
put "$new/kong.yml" "$live/kong.yml" 444
rm -rf "$live/servers" && mkdir "$live/servers"
cp "$new"/servers/* "$live/servers/"

if [ -e ${certificateFolder}/certificate.prom ]; then put ${certificateFolder}/certificate.prom "$live/certificate.prom" 444
else rm -f "$live/certificate.prom"
fi
${exportMetric(kongFolder, metricsFolder)}`;
}
