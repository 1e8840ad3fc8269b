import { certificateScript, type MeasuredCertificate } from "./certificate-script";

/** Upper bounds of the answer times that are told apart, in seconds. */
export const durationBuckets: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 5, 10, 30, 60,
];

/**
 * Statuses that each service has from the start: a counter that begins with a failure would hide the first ones from `rate`, and a graph of
 * failures would be empty while there are none.
 */
const expected = ["200", "404", "500", "502", "503", "504"];

/**
 * The script of nginx's own scripting language (njs, https://nginx.org/en/docs/njs/reference.html#ngx_shared) that counts requests by
 * service and status, and how long services take to begin their answers. A key of the shared memory is `requests api 200`,
 * `bucket api 0.25`, `sum api` or `count api`.
 *
 * @param services those that routes lead to
 * @param certificate what it tells the end of. @default none
 */
export function metricsScript(services: readonly string[], certificate?: MeasuredCertificate): string {
  return `${certificate === undefined ? "function certificate() { return []; }\n" : certificateScript(certificate)}const services = ${JSON.stringify(services)};
const bounds = ${JSON.stringify(durationBuckets)};
const statuses = ${JSON.stringify(expected)};

// One or more tries: "0.001, 0.250", "-" for one that had no answer.
function seconds(r) {
  const ends = String(r.variables.upstream_response_time || "").split(/[,:] */);
  return String(r.variables.upstream_header_time || "").split(/[,:] */).reduce((sum, begun, index) => {
    const took = parseFloat(begun === "-" ? ends[index] : begun);
    return isNaN(took) ? sum : (sum || 0) + took;
  }, undefined);
}

function count(r) {
  const all = ngx.shared.requests;
  const service = r.variables.counted_service;
  try {
    all.incr("requests " + service + " " + r.variables.status, 1, 0);
    const took = service === "-" ? undefined : seconds(r);
    if (took !== undefined) {
      const bound = bounds.find((one) => took <= one);
      if (bound !== undefined) all.incr("bucket " + service + " " + bound, 1, 0);
      all.incr("sum " + service, took, 0);
      all.incr("count " + service, 1, 0);
    }
  } catch (error) {
    ngx.log(ngx.ERR, "a request was not counted: " + error.message);
  }
  return "";
}

function labels(service, more) {
  // What no service answered has the proxy's own label, which Prometheus gives it.
  return "{" + (service === "-" ? [] : ['service="' + service + '"']).concat(more).join(",") + "}";
}

function show(r) {
  const all = ngx.shared.requests;
  const found = {};
  services.concat("-").forEach((service) => {
    found[service] = {};
    statuses.forEach((status) => { found[service][status] = 0; });
  });
  all.keys(100000).forEach((key) => {
    const parts = key.split(" ");
    if (parts[0] !== "requests") return;
    found[parts[1]] = found[parts[1]] || {};
    found[parts[1]][parts[2]] = all.get(key);
  });
  const names = Object.keys(found).sort();
  const lines = ["# HELP proxy_requests_total Requests that were answered.", "# TYPE proxy_requests_total counter"];
  names.forEach((service) => {
    Object.keys(found[service]).sort().forEach((status) => {
      lines.push("proxy_requests_total" + labels(service, ['status="' + status + '"']) + " " + found[service][status]);
    });
  });
  const histogram = "proxy_request_duration_seconds";
  lines.push("# HELP " + histogram + " Time until the service began its answer.", "# TYPE " + histogram + " histogram");
  names.filter((service) => service !== "-").forEach((service) => {
    let sofar = 0;
    bounds.forEach((bound) => {
      sofar += all.get("bucket " + service + " " + bound) || 0;
      lines.push(histogram + "_bucket" + labels(service, ['le="' + bound + '"']) + " " + sofar);
    });
    const total = all.get("count " + service) || 0;
    lines.push(histogram + "_bucket" + labels(service, ['le="+Inf"']) + " " + total);
    lines.push(histogram + "_sum" + labels(service, []) + " " + (all.get("sum " + service) || 0));
    lines.push(histogram + "_count" + labels(service, []) + " " + total);
  });
  r.headersOut["Content-Type"] = "text/plain; version=0.0.4";
  r.return(200, lines.concat(certificate()).join("\\n") + "\\n");
}

export default { count, show };
`;
}
