import type { Ingress } from "../../model";
import type { NginxOptions } from "./options";
import { block } from "./text";

/** Variable of a request header: `X-Correlation-ID` → `$http_x_correlation_id`. */
function headerVariable(header: string): string {
  return `$http_${header.toLowerCase().replaceAll("-", "_")}`;
}

/** A correlation ID that is made where none, or none that is safe to log, came with the request. */
export function correlation(header: string): readonly string[] {
  return [
    // 32 random hexadecimal digits of nginx become a UUID of version 4.
    ...block("map $request_id $new_correlation_id", [
      '"~^(?<a>.{8})(?<b>.{4}).(?<c>.{3}).(?<d>.{3})(?<e>.{12})$" "$a-$b-4$c-a$d-$e";',
    ]),
    ...block(`map ${headerVariable(header)} $correlation_id`, [
      "default $new_correlation_id;",
      `"~^[A-Za-z0-9._:-]{1,128}$" ${headerVariable(header)};`,
    ]),
  ];
}

const jsonFields = {
  timestamp: "$time_iso8601",
  level: "info",
  logger: "proxy",
  message: "request.completed",
  method: "$request_method",
  path: "$requested_path",
  status: "$status",
  bytes: "$body_bytes_sent",
  duration_s: "$request_time",
  upstream: "$upstream_addr",
  client: "$remote_addr",
};

/** Which service a request went to: behind a load balancer the line of a request is what its services are measured by. */
const askedService = block("map $proxy_host $asked_service", [
  '"~^(?<service_name>[^.]+)" $service_name;',
  "default '';",
]);

/** A line of JSON; `duration_s` is a number where its lines are measured. */
function jsonLine(fields: Readonly<Record<string, string>>, measured: boolean): string {
  const line = JSON.stringify(measured ? { ...fields, service: "$asked_service" } : fields);
  return measured ? line.replace('"$request_time"', "$request_time") : line;
}

/** A line for each request. Never the query: it may hold a secret. */
export function accessLog(ingress: Ingress, { logs, front }: NginxOptions): readonly string[] {
  if (logs === "none") return ["access_log off;"];
  const id: Readonly<Record<string, string>> =
    ingress.correlationHeader === undefined ? {} : { correlation_id: "$correlation_id" };
  const format =
    logs === "json"
      ? `escape=json '${jsonLine({ ...jsonFields, ...id }, front !== undefined)}'`
      : `'$time_iso8601 $request_method $requested_path $status ${"correlation_id" in id ? "$correlation_id " : ""}$request_time s'`;
  return [
    // As it was asked for: `$uri` is another one once a site's file was looked up.
    ...block("map $request_uri $requested_path", ['"~^(?<path>[^?]*)" $path;']),
    ...(front === undefined ? [] : askedService),
    `log_format main ${format};`,
    "access_log /dev/stdout main;",
  ];
}
