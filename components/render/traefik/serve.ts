import { patience } from "../nginx/upstreams";
import { exportMetric } from "../proxy/serve";
import { acmeFolder } from "../acme/acme";
import { certificateFile } from "../nginx";
import { certificateFolder, gatewayFolder, metricsFolder } from "../proxy/reload";
import { durationBuckets } from "../nginx/metrics-script";
import { proxyMetricsPort, type Duration, type Ingress } from "../../model";
import { plugin } from "./plugin";
import { generationMark } from "./routers";

/** Where the live configuration lies, a volume of Traefik's container; Traefik watches `dynamic` below it. */
export const traefikFolder = "/var/lib/traefik";

const heartbeat = "/tmp/watching";

export interface TraefikPlaces {
  /** Ports inside the container: of the public, and of Traefik's own loopback. */
  readonly listen: { readonly http: number; readonly https: number; readonly internal: number };
  readonly logs: "json" | "console";
  readonly drain: Duration;
  /** Seconds that Traefik may finish what it holds when it stops, at most. @default 25 */
  readonly longestGrace?: number;
  /** Whether Prometheus asks for its requests. @default false */
  readonly measured?: boolean;
}

/** Seconds for a whole request: an upload of a slow client. */
const longestRequest = 3600;

/** Its own metrics (https://doc.traefik.io/traefik/observability/metrics/prometheus/) on a port that the host does not publish. */
const measuring: readonly string[] = [
  `--entryPoints.metrics.address=:${proxyMetricsPort}`,
  "--entryPoints.metrics.observability.accessLogs=false",
  "--entryPoints.metrics.observability.metrics=false",
  "--entryPoints.internal.observability.metrics=false",
  "--metrics.prometheus=true",
  "--metrics.prometheus.entryPoint=metrics",
  `--metrics.prometheus.buckets=${durationBuckets.join(",")}`,
];

/** Options that Traefik starts with; everything else comes by the configuration that it watches. */
export function traefikArguments(
  ingress: Ingress,
  { listen, logs, drain, longestGrace = 25, measured = false }: TraefikPlaces,
): readonly string[] {
  const { trustedProxies = [], tls, correlationHeader } = ingress;
  const entry = (name: string, port: number): readonly string[] => {
    const own = `--entryPoints.${name}`;
    return [
      `${own}.address=:${port}`,
      `${own}.transport.respondingTimeouts.readTimeout=${longestRequest}s`,
      `${own}.transport.lifeCycle.graceTimeOut=${Math.min(patience(ingress, { drain }), longestGrace)}s`,
      // What a service would take for another path than the one that was looked at.
      ...["Slash", "BackSlash", "NullCharacter"].map(
        (character) => `${own}.http.encodedCharacters.allowEncoded${character}=false`,
      ),
      // As nginx does: a service may take X_A for X-A.
      `${own}.http.aliasHeadersStrategy=delete`,
      ...(trustedProxies.length === 0
        ? []
        : [`${own}.forwardedHeaders.trustedIPs=${trustedProxies.join(",")}`]),
    ];
  };
  const fields = ["ClientHost", "Duration", "RequestMethod", "RequestPath", "DownstreamStatus", "ServiceURL"];
  return [
    ...entry("web", listen.http),
    ...(tls === undefined ? [] : entry("websecure", listen.https)),
    `--entryPoints.internal.address=127.0.0.1:${listen.internal}`,
    "--entryPoints.internal.http.aliasHeadersStrategy=delete",
    "--entryPoints.internal.observability.accessLogs=false",
    ...(measured ? measuring : []),
    "--ping=true",
    "--ping.manualRouting=true",
    `--providers.file.directory=${traefikFolder}/dynamic`,
    "--providers.file.watch=true",
    "--providers.providersThrottleDuration=100ms",
    `--experimental.localPlugins.${plugin.name}.moduleName=${plugin.module}`,
    "--experimental.abortOnPluginFailure=true",
    "--global.checkNewVersion=false",
    "--global.sendAnonymousUsage=false",
    "--log.level=WARN",
    `--log.format=${logs === "json" ? "json" : "common"}`,
    "--accessLog=true",
    // Who is refused is logged as well.
    "--accessLog.addInternals=true",
    ...(logs === "json"
      ? [
          "--accessLog.format=json",
          "--accessLog.fields.defaultMode=drop",
          ...fields.map((name) => `--accessLog.fields.names.${name}=keep`),
          ...(correlationHeader === undefined
            ? []
            : [`--accessLog.fields.headers.names.${correlationHeader}=keep`]),
        ]
      : []),
    // Never the query: it may hold a secret.
    "--accessLog.fields.queryParameters.defaultMode=drop",
  ];
}

/** The TLS of every name as Traefik reads it. */
export function renderTraefikTls(unknownHosts: "refused" | "served"): string {
  const pair = `${traefikFolder}/${certificateFile}`;
  const certificate = { certFile: pair, keyFile: pair };
  const suites = ["ECDSA", "RSA"].flatMap((kind) =>
    ["AES_128_GCM_SHA256", "AES_256_GCM_SHA384", "CHACHA20_POLY1305"].map(
      (cipher) => `TLS_ECDHE_${kind}_WITH_${cipher}`,
    ),
  );
  return `${JSON.stringify({
    tls: {
      certificates: [certificate],
      stores: { default: { defaultCertificate: certificate } },
      options: {
        default: { minVersion: "VersionTLS12", cipherSuites: suites, sniStrict: unknownHosts === "refused" },
      },
    },
  })}\n`;
}

export interface TraefikServeOptions {
  /** Whether certificates arrive by themselves, from a certificate authority. */
  readonly renewed: boolean;
  /** Whether there is a folder for metrics, which the engine may have emptied. */
  readonly metrics: boolean;
}

/** A POSIX shell script that becomes Traefik with the words after it, and brings each renewed certificate to it. */
export function renderTraefikServe({ renewed, metrics }: TraefikServeOptions): string {
  const pair = `${traefikFolder}/${certificateFile}`;
  const watcher = `watch_certificate() {
  while :; do
    : > ${heartbeat}
    if [ -s ${acmeFolder}/pair.pem ] && [ -s ${traefikFolder}/dynamic/tls.yml ] && ! cmp -s ${acmeFolder}/pair.pem ${pair}; then
      rm -f ${pair}.next && (umask 077; cp ${acmeFolder}/pair.pem ${pair}.next) && mv -f ${pair}.next ${pair}
      # Traefik looks at a certificate when the configuration that names it changes.
      cp ${traefikFolder}/dynamic/tls.yml ${traefikFolder}/tls.next && mv -f ${traefikFolder}/tls.next ${traefikFolder}/dynamic/tls.yml
      echo "a new certificate is in force" >&2
    fi
    sleep 2
  done
}
watch_certificate &
`;
  return `set -e
mkdir -p ${traefikFolder}/dynamic
${metrics ? exportMetric(traefikFolder, metricsFolder) : ""}${renewed ? watcher : ""}exec traefik "$@"
`;
}

/** The health of Traefik, and of the watcher beside it. */
export function traefikProbe(internal: number, renewed: boolean): string {
  const url = `http://127.0.0.1:${internal}/healthz`;
  return `wget -q -T 5 -O /dev/null ${url}${renewed ? ` && [ -n "$(find ${heartbeat} -mmin -2)" ]` : ""}`;
}

export interface TraefikReloadOptions {
  /** Folder of the new configuration. */
  readonly incoming: string;
  readonly internal: number;
  /** Seconds to wait for Traefik and for each service. */
  readonly deadline: number;
  readonly tls: boolean;
  readonly tokens: boolean;
}

/**
 * A POSIX shell script that puts new routes in force without dropping a request, in Traefik's network namespace: first the old and the
 * new instances together, and once Traefik reaches the new ones, those alone. Routes that Traefik does not take are taken back.
 */
export function renderTraefikReload({
  incoming,
  internal,
  deadline,
  tls,
  tokens,
}: TraefikReloadOptions): string {
  return `set -eu
live=${traefikFolder}
new=${incoming}
pair=$live/${certificateFile}
own=http://127.0.0.1:${internal}

get() { wget -q -T 5 -O - "$1" 2>&1; }

wait_for() { # what, command...
  what=$1; shift; left=$((${deadline} * 5))
  until "$@"; do
    left=$((left - 1))
    if [ "$left" -le 0 ]; then echo "after ${deadline} s $what" >&2; return 1; fi
    sleep 0.2
  done
}

in_force() { get "$own/generation/$1" >/dev/null; }
answers() { # any answer of the service will do; these are Traefik's own
  case "$(wget -q -S -T 5 -O /dev/null "$own/next/$1/" 2>&1 || true)" in
    *" 502 "*|*" 503 "*|*" 504 "*|*"onnection refused"*) return 1 ;;
  esac
}

put() { rm -f "$live/next.part" && cp "$1" "$live/next.part" && chmod "$3" "$live/next.part" && mv -f "$live/next.part" "$2"; }

compose() { # generation, folder of servers
  sed "s#${generationMark}#$1#" "$new/routes.yml"
  for file in "$new"/services/*/*; do
    [ -e "$file" ] || continue
    cat "$file" "$2/\${file##*/}"
  done
  for file in "$new"/next/*; do
    [ -e "$file" ] || continue
    cat "$file" "$new/servers/\${file##*/}"
  done
}

apply() { # generation, folder of servers
  compose "$1" "$2" > /tmp/routes.yml
  rm -f /tmp/before.yml
  [ ! -e "$live/dynamic/routes.yml" ] || cp "$live/dynamic/routes.yml" /tmp/before.yml
  put /tmp/routes.yml "$live/dynamic/routes.yml" 444
  if ! wait_for "Traefik has not taken the new routes; its log says why" in_force "$1"; then
    [ ! -e /tmp/before.yml ] || put /tmp/before.yml "$live/dynamic/routes.yml" 444
    exit 1
  fi
}

mkdir -p "$live/dynamic" "$live/tls" "$live/servers" /tmp/both
generation=$(find "$new"${tokens ? ` ${gatewayFolder}` : ""} -type f | sort | xargs cat | sha256sum | cut -c1-16)
${
  tls
    ? `if [ -e ${certificateFolder}/pair.pem ]; then put ${certificateFolder}/pair.pem "$pair" 400
elif [ ! -e "$pair" ]; then put ${certificateFolder}/placeholder.pem "$pair" 400
fi
put "$new/tls.yml" "$live/dynamic/tls.yml" 444`
    : `rm -f "$live/dynamic/tls.yml"`
}
${tokens ? `put ${gatewayFolder}/tokens.yml "$live/dynamic/tokens.yml" 400` : `rm -f "$live/dynamic/tokens.yml"`}

# Old and new together.
for file in "$new"/servers/*; do
  [ -e "$file" ] || continue
  name=\${file##*/}
  if [ -e "$live/servers/$name" ]; then sort -u "$file" "$live/servers/$name"; else cat "$file"; fi > "/tmp/both/$name"
done
apply "$generation-both" /tmp/both
for file in "$new"/servers/*; do
  [ -e "$file" ] || continue
  wait_for "service \${file##*/} does not answer Traefik" answers "\${file##*/}"
done

# The new alone.
apply "$generation" "$new/servers"
put "$new/routes.yml" "$live/routes.yml" 444
rm -rf "$live/servers" && mkdir "$live/servers"
for file in "$new"/servers/*; do [ ! -e "$file" ] || cp "$file" "$live/servers/"; done

if [ -e ${certificateFolder}/certificate.prom ]; then put ${certificateFolder}/certificate.prom "$live/certificate.prom" 444
else rm -f "$live/certificate.prom"
fi
${exportMetric(traefikFolder, metricsFolder)}`;
}
