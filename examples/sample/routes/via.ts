import { any, HttpError, readBody, type Call, type Route } from "../http";
import type { Context } from "./context";

/** Milliseconds that a neighbour may take. */
const patience = 10_000;

/**
 * Hands a request on to a neighbour, as services call each other: `/via/NAME/PATH` asks the service that the contract calls NAME for
 * PATH, with the trace and the correlation ID of the request. `/via/aggregator/via/syfthub/health` passes through three services.
 */
export function viaRoutes({ settings, tracer }: Context): readonly Route[] {
  const { contract, environment, role } = settings;
  const neighbours = Object.entries(contract.checks).flatMap(([name, check]): [string, string][] => {
    const address = check.kind === "http" ? (environment[check.variable] ?? "") : "";
    return address === "" ? [] : [[name, address.replace(/\/$/, "")]];
  });
  const known = new Map(neighbours);

  async function pass(call: Call): Promise<void> {
    const [, name = "", path = "/"] = /^\/via\/([^/]+)(\/.*)?$/.exec(call.url.pathname) ?? [];
    const base = known.get(name);
    if (base === undefined) {
      throw new HttpError(404, `${role} knows no "${name}"; it knows ${[...known.keys()].join(", ")}`);
    }
    const { method, url, request } = call;
    const body = method === "GET" || method === "HEAD" ? undefined : await readBody(call);
    const span = tracer.start("client", call.span?.context);
    const attributes = { "http.request.method": method, "server.address": new URL(base).hostname };
    try {
      const answer = await fetch(`${base}${path}${url.search}`, {
        method,
        headers: {
          traceparent: span.traceparent,
          "x-correlation-id": String(request.headers["x-correlation-id"]),
          ...(request.headers["content-type"] === undefined
            ? {}
            : { "content-type": request.headers["content-type"] }),
        },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(patience),
      });
      const text = await answer.text();
      const { status } = answer;
      span.end(method, {
        failed: status >= 400,
        attributes: { ...attributes, "http.response.status_code": status },
      });
      call.response.writeHead(status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
      call.response.end(text);
    } catch (error) {
      const { message, cause } = error as Error;
      span.end(method, { failed: true, attributes: { ...attributes, "error.type": message } });
      throw new HttpError(
        502,
        `${name} does not answer: ${cause instanceof Error ? cause.message : message}`,
      );
    }
  }

  return known.size === 0 ? [] : [any("/via/*", pass)];
}
