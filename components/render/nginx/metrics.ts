import { proxyMetricsPort, type Ingress } from "../../model";
import { gatewayModule, loadScripts } from "./gateway";
import { metricsScript } from "./metrics-script";
import { certificateFile, type NginxOptions } from "./options";
import { block } from "./text";
import { upstreamNames } from "./upstreams";

/** Beside the check of tokens: one folder for all scripts, which the reload brings. */
const scriptFile = "gateway/metrics.js";

/** Above everything else: the module by which tokens are checked and requests are counted, once. */
export function modules(ingress: Ingress, { measured = false }: NginxOptions): readonly string[] {
  return measured ? loadScripts : gatewayModule(ingress);
}

/** The services behind the upstreams, sorted: a service with several ports is one. */
function services(options: NginxOptions): readonly string[] {
  return [...new Set(upstreamNames(options).map((name) => name.split(".")[0] ?? name))].sort();
}

/** The files beside nginx's own, by their paths below the configuration's folder. */
export function metricsFiles(
  { tls, hosts }: Pick<Ingress, "tls" | "hosts">,
  options: NginxOptions,
): Readonly<Record<string, string>> {
  const { measured = false, expiry = false, folder } = options;
  if (!measured) return {};
  const certificate =
    expiry && tls !== undefined ? { path: `${folder}/${certificateFile}`, hosts } : undefined;
  return { [scriptFile]: metricsScript(services(options), certificate) };
}

/**
 * Counts each request when it is logged, and shows the counters on a port that the host does not publish. They are in shared memory,
 * which a reload keeps.
 */
export function measuring({ folder, measured = false }: NginxOptions): readonly string[] {
  if (!measured) return [];
  return [
    `js_import metrics from ${folder}/${scriptFile};`,
    "js_shared_dict_zone zone=requests:1m type=number;",
    // Scripts see no `$proxy_host`, for nginx keeps it for its own lines: the upstream, with the port of a service that has several.
    ...block("map $proxy_host $counted_service", ['"~^(?<counted_name>[^.]+)" $counted_name;', "default -;"]),
    "js_set $counted metrics.count;",
    // A log that has no lines, for nothing else runs when a request has ended: the variable is empty.
    "log_format counted '';",
    "access_log /dev/null counted if=$counted;",
  ];
}

/** Where Prometheus asks. */
export function metricsServer({ measured = false }: NginxOptions): readonly string[] {
  if (!measured) return [];
  return block("server", [
    `listen ${proxyMetricsPort};`,
    "access_log off;",
    ...block("location = /metrics", ["default_type text/plain;", "js_content metrics.show;"]),
    ...block("location /", ["return 404;"]),
  ]);
}
