import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocketServer } from "ws";
import type { Call } from "./http";

/** The ways to end each stream or socket that is open, for a drain that has reached its deadline. */
export type OpenStreams = Set<() => void>;

export interface StreamPlan {
  readonly events: number;
  /** Silence between two events. */
  readonly everyMs: number;
  /** Stay open and silent after the last event, until the client or a drain ends the stream. */
  readonly hold?: boolean;
  /** Ask a proxy to pass each event on at once, as most libraries for such streams do. */
  readonly unbuffered?: boolean;
  readonly event: (index: number) => { readonly name: string; readonly data: object };
}

/** Server-sent events: the first at once, then each after its silence. */
export async function sendEvents({ response }: Call, streams: OpenStreams, plan: StreamPlan): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  const end = () => stop.abort();
  streams.add(end);
  response.once("close", end);
  response.writeHead(200, {
    ...{ "content-type": "text/event-stream", "cache-control": "no-cache" },
    ...(plan.unbuffered === true ? { "x-accel-buffering": "no" } : {}),
  });
  try {
    for (let i = 0; i < plan.events && !signal.aborted; i++) {
      if (i > 0) await delay(plan.everyMs, undefined, { signal });
      const { name, data } = plan.event(i);
      response.write(`id: ${i}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    }
    if (plan.hold && !signal.aborted) await once(signal, "abort");
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    streams.delete(end);
    response.end();
  }
}

/**
 * Accepts a WebSocket on any path, with any subprotocol (`vite-hmr` among them), and sends back what it gets.
 * @returns what completes the handshake of an upgrade request.
 */
export function echoSockets(streams: OpenStreams, headersOf: (request: IncomingMessage) => object) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  sockets.on("headers", (lines, request) => {
    for (const [name, value] of Object.entries(headersOf(request))) lines.push(`${name}: ${value}`);
  });
  return (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    sockets.handleUpgrade(request, socket, head, (client) => {
      const end = () => client.close(1001, "the server is going away");
      streams.add(end);
      client.on("message", (data, isBinary) => client.send(data, { binary: isBinary }));
      client.on("close", () => streams.delete(end));
      // A breach of the protocol closes the socket; there is nobody else to tell.
      client.on("error", () => client.terminate());
    });
}
