import type { Ingress } from "../ingress";
import { list, repeated, type Problem } from "./problem";

const headerPattern = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,98}[A-Za-z0-9])?$/;
/** Headers that belong to a connection or to how a body is sent: a proxy that sets one breaks its own answers. */
const framing = [
  "connection",
  "content-length",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];
/** nginx reads words of up to 4096 bytes. */
const longestValue = 4000;

function headerProblems(path: string, headers: Readonly<Record<string, string>>): readonly Problem[] {
  const names = Object.keys(headers);
  const rendered = (value: string): number =>
    value.length + (value.match(/["\\]/g) ?? []).length + 8 * (value.match(/\$/g) ?? []).length;
  return [
    ...names
      .filter((name) => !headerPattern.test(name))
      .map((name) => ({
        path,
        message: `"${name}" is not a valid header name; allowed are up to 100 letters, digits and inner hyphens, e.g. "X-Frame-Options"`,
      })),
    ...names
      .filter((name) => framing.includes(name.toLowerCase()))
      .map((name) => ({
        path,
        message: `"${name}" is a header of the connection, which the proxy sets itself; remove it`,
      })),
    ...repeated(names, (name) => name.toLowerCase()).map((group) => ({
      path,
      message: `${list(group)} are the same header; keep one`,
    })),
    ...Object.entries(headers).flatMap(([name, value]) => [
      ...(/^[\x20-\x7e\t]*$/.test(value)
        ? []
        : [
            {
              path: `${path}.${name}`,
              message: `${JSON.stringify(value)} has line breaks or characters that are not allowed in headers; allowed are printable ASCII, spaces and tabs`,
            },
          ]),
      ...(rendered(value) <= longestValue
        ? []
        : [
            {
              path: `${path}.${name}`,
              message: `it has ${rendered(value)} characters as nginx reads it ("$" counts nine, quotes and backslashes two); the most is ${longestValue}: shorten it`,
            },
          ]),
    ]),
  ];
}

/** Request headers that the proxy sets itself. */
const ownHeaders = /^(?:host|connection|upgrade|x-real-ip|x-forwarded-.*|forwarded|proxy)$/i;

function checkCorrelation({ correlationHeader, headers, routes }: Ingress): readonly Problem[] {
  if (correlationHeader === undefined) return [];
  const path = "ingress.correlationHeader";
  const same = [headers ?? {}, ...routes.map((route) => route.headers ?? {})].some((own) =>
    Object.keys(own).some((name) => name.toLowerCase() === correlationHeader.toLowerCase()),
  );
  return [
    ...(headerPattern.test(correlationHeader) && !ownHeaders.test(correlationHeader)
      ? []
      : [
          {
            path,
            message: `"${correlationHeader}" is not a valid name for it; allowed are letters, digits and inner hyphens, and no header that a proxy sets: write for example "X-Correlation-ID"`,
          },
        ]),
    ...(same ? [{ path, message: `headers set "${correlationHeader}" as well; remove it there` }] : []),
  ];
}

/** The headers of responses, and the one that carries the correlation ID. */
export function checkHeaders(ingress: Ingress): readonly Problem[] {
  return [
    ...headerProblems("ingress.headers", ingress.headers ?? {}),
    ...ingress.routes.flatMap(({ headers = {}, path, host }, index) =>
      headerProblems(`ingress.routes[${index}] "${host ?? ""}${path}".headers`, headers),
    ),
    ...checkCorrelation(ingress),
  ];
}
