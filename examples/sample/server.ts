import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { findRoute, HttpError, sendJson } from "./http";
import { loadIdentity } from "./identity";
import type { Log } from "./log";
import { Metrics } from "./metrics";
import { routesOf } from "./routes";
import type { Settings } from "./settings";
import type { Stores } from "./stores";
import { echoSockets, type OpenStreams } from "./streams";
import { parseTraceparent, Tracer, untraced, type Span } from "./traces";

export interface Running {
  readonly port: number;
  /**
   * Leaves as a release asks: for `lingerSeconds` still answers, telling each client to connect again; then
   * finishes what is in flight, and at `drainSeconds` ends whatever is still open.
   */
  drain(): Promise<void>;
}

/** Serves the role's contract. `root` is the folder of the mounted sources. */
export async function serve(settings: Settings, stores: Stores, log: Log, root: string): Promise<Running> {
  const { role, contract } = settings;
  if (settings.fault === "start") throw new Error("SAMPLE_FAIL asks for a failing start");
  const identity = contract.checks.identity ? loadIdentity(settings.environment) : undefined;
  if (identity?.given === false)
    log("warning", "RSA keys are not configured: this process made a pair that its replicas do not know");

  const metrics = new Metrics(contract.measures, settings.budget);
  const streams: OpenStreams = new Set();
  const tracer = new Tracer(settings.environment, role, settings.version, log);
  const routes = routesOf({ settings, stores, identity, metrics, tracer, streams, root });
  const unseen = untraced(contract);
  let draining = false;

  const correlationOf = (request: IncomingMessage) =>
    String((request.headers["x-correlation-id"] ??= request.headers["x-request-id"] ?? randomUUID()));

  const headersOf = (request: IncomingMessage): Record<string, string> => ({
    "X-Sample": role,
    "X-Sample-Version": settings.version,
    "X-Sample-Instance": hostname(),
    "X-Correlation-ID": correlationOf(request),
  });

  /** A log whose entries name the request, and its trace. */
  function logOf(request: IncomingMessage, path: string, span?: Span): Log {
    const correlation_id = correlationOf(request);
    const trace = { trace_id: span?.context.traceId, span_id: span?.context.spanId };
    const about = { correlation_id, ...trace, method: request.method, path };
    return (level, message, fields) => log(level, message, { ...about, ...fields });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    // Joined by hand: resolved against a base, a path that begins with // would replace the host.
    const target = request.url ?? "/";
    const address = target.startsWith("/") ? `http://localhost${target}` : target;
    const url = new URL(URL.canParse(address) ? address : "http://localhost/");
    const method = request.method ?? "GET";
    for (const [name, value] of Object.entries(headersOf(request))) response.setHeader(name, value);
    if (draining) response.setHeader("Connection", "close");
    const parent = parseTraceparent(String(request.headers.traceparent));
    const span = unseen.has(url.pathname) ? undefined : tracer.start("server", parent);
    const entry = logOf(request, url.pathname, span);
    const route = findRoute(routes, method, url.pathname);
    let error: string | undefined;

    metrics.inFlight += 1;
    entry("info", "request.started");
    response.once("close", () => {
      metrics.inFlight -= 1;
      // A connection that falls idle after the last moment for new requests would be held for nothing.
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
      // As nginx has it: 499 is a client that left before its answer was complete.
      const status = response.writableFinished ? response.statusCode : 499;
      const seconds = (performance.now() - began) / 1000;
      metrics.observe({ method, route: route?.path ?? "none", path: url.pathname, status, seconds });
      span?.end(`${method} ${route?.path ?? "none"}`, {
        failed: status >= 500,
        attributes: {
          "http.request.method": method,
          "http.route": route?.path,
          "url.path": url.pathname,
          "http.response.status_code": status,
          "correlation.id": correlationOf(request),
        },
      });
      const fields = { duration_ms: Math.round(seconds * 1000), status_code: status, error };
      if (status >= 500 || error !== undefined) entry("error", "request.failed", fields);
      else entry(status >= 400 ? "warning" : "info", "request.completed", fields);
    });

    const call = { request, response, method, url, span };
    try {
      if (!URL.canParse(address)) throw new HttpError(400, `"${target}" is not a path`);
      if (route === undefined) throw new HttpError(404, `${role} has no ${method} ${url.pathname}`);
      await route.handle(call);
    } catch (thrown) {
      const { message } = thrown as Error;
      if (!(thrown instanceof HttpError)) error = message;
      if (response.headersSent) response.destroy();
      else sendJson(call, thrown instanceof HttpError ? thrown.status : 500, { detail: message });
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  // Longer than a proxy keeps an idle connection (60 s in nginx and ALB), or it would send into a closing one.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  if (contract.features.includes("websocket")) {
    const accept = echoSockets(streams, headersOf);
    server.on("upgrade", (request: IncomingMessage, socket, head: Buffer) => {
      logOf(request, request.url?.replace(/\?.*/, "") ?? "/")("info", "websocket.opened");
      accept(request, socket, head);
    });
  }
  server.listen(settings.port);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  log("info", "service.started", { role, port, version: settings.version });

  return {
    port,
    async drain() {
      draining = true;
      log("info", "service.draining", { streams: streams.size, requests: metrics.inFlight });
      const deadline = delay(settings.drainSeconds * 1000, undefined, { ref: false });
      await Promise.race([delay(settings.lingerSeconds * 1000), deadline]);

      const closed = once(server.close(), "close");
      await Promise.race([closed, deadline]);
      for (const end of streams) end();
      // Time for the farewell of each stream to be sent.
      await Promise.race([closed, delay(500)]);
      server.closeAllConnections();
      log("info", "service.stopped", { streams: streams.size, requests: metrics.inFlight });
      await tracer.stop();
      await stores.database?.close();
      stores.cache?.close();
    },
  };
}
