import type { Ingress, Route } from "../../model";
import { corsHeaders, hiddenCors } from "./gateway";
import { quoted } from "./text";

function addHeader(name: string, value: string, always: boolean): string {
  return `add_header ${name} ${quoted(value)}${always ? " always" : ""};`;
}

/** Browsers believe HSTS over TLS alone, and the standard forbids it elsewhere. */
function isForTlsAlone(name: string): boolean {
  return name.toLowerCase() === "strict-transport-security";
}

/** The headers of every response of a server. */
export function serverHeaders(ingress: Ingress, { secure }: { readonly secure: boolean }): readonly string[] {
  const { headers, correlationHeader } = ingress;
  return [
    ...Object.entries(headers ?? {})
      .filter(([name]) => !(isForTlsAlone(name) && !secure))
      .map(([name, value]) => addHeader(name, value, true)),
    ...(correlationHeader === undefined ? [] : [`add_header ${correlationHeader} $correlation_id always;`]),
    ...corsHeaders(ingress),
  ];
}

/** The headers of a location that has some of its own: such a one inherits none from the server. */
export function locationHeaders(
  ingress: Ingress,
  route: Route,
  { secure, caching }: { readonly secure: boolean; readonly caching?: string },
): readonly string[] {
  const own = Object.entries(route.headers ?? {}).map(([name, value]) => addHeader(name, value, true));
  // Not on errors: a file that is missing today may be there tomorrow.
  const cached = caching === undefined ? [] : [addHeader("Cache-Control", caching, false)];
  if (own.length === 0 && cached.length === 0) return [];
  return [...own, ...cached, ...serverHeaders(ingress, { secure })];
}

/** The headers that a service may send as well: the ingress's own take their place, for two would contradict. */
export function hiddenHeaders(ingress: Ingress, route: Route): readonly string[] {
  const own = [...Object.keys(ingress.headers ?? {}), ...Object.keys(route.headers ?? {})];
  const names = [...own, ...hiddenCors(ingress)];
  return [...new Set(names)].map((name) => `proxy_hide_header ${name};`);
}
