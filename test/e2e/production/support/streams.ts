import { request } from "node:https";
import { WebSocket } from "../../../../lab/clients";
import type { Origin } from "./client";
import type { ContainerEvent } from "./events";

/** One stream of events or WebSocket, from its opening to its end. */
export interface Stream {
  readonly kind: "events" | "websocket";
  readonly path: string;
  /** Host name of the instance that serves it: the first digits of its container's id. */
  readonly instance: string;
  /** Milliseconds since the epoch. */
  readonly opened: number;
  ended?: number;
  /** Why it ended, in the words of the client. */
  reason?: string;
}

/** A kind of stream to hold open. */
export interface Kind {
  readonly kind: Stream["kind"];
  readonly path: string;
  readonly count: number;
}

/** How long a client waits before it connects again, in milliseconds. */
const pause = 200;
const patience = 10_000;

/** Holds streams open as browsers do: one that ends is opened again, and each is remembered. */
export class Streams {
  readonly all: Stream[] = [];
  /** Attempts to connect that failed. */
  readonly refused: string[] = [];
  private readonly closers = new Set<() => void>();
  private stopped = false;

  constructor(
    private readonly origin: Origin,
    kinds: readonly Kind[],
  ) {
    for (const kind of kinds) for (let index = 0; index < kind.count; index++) void this.hold(kind);
  }

  get open(): number {
    return this.all.filter(({ ended }) => ended === undefined).length;
  }

  /** Closes all; those that were open until now have no end. */
  stop(): void {
    this.stopped = true;
    for (const close of this.closers) close();
  }

  private async hold({ kind, path }: Kind): Promise<void> {
    while (!this.stopped) {
      try {
        await (kind === "events" ? this.events(path) : this.socket(path));
      } catch (error) {
        if (!this.stopped) this.refused.push(`${path}: ${(error as Error).message}`);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  private begin(
    kind: Stream["kind"],
    path: string,
    instance: unknown,
    close: () => void,
  ): (why: string) => void {
    const stream: Stream = { kind, path, instance: String(instance), opened: Date.now() };
    this.all.push(stream);
    this.closers.add(close);
    return (why) => {
      this.closers.delete(close);
      if (this.stopped || stream.ended !== undefined) return;
      stream.ended = Date.now();
      stream.reason = why;
    };
  }

  private events(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const { address, https, domain } = this.origin;
      const asked = request({
        host: address,
        port: https,
        path,
        servername: domain,
        headers: { host: domain, accept: "text/event-stream" },
        rejectUnauthorized: false,
        agent: false,
      });
      const late = setTimeout(() => asked.destroy(new Error("no answer in time")), patience);
      asked.on("error", reject);
      asked.on("response", (response) => {
        clearTimeout(late);
        if (response.statusCode !== 200) {
          asked.destroy(new Error(`status ${response.statusCode}`));
          return;
        }
        const instance = response.headers["x-sample-instance"];
        const end = this.begin("events", path, instance, () => asked.destroy());
        response.on("end", () => end("the server ended it"));
        response.on("error", (error) => end(error.message));
        response.on("close", () => {
          end("the connection was closed");
          resolve();
        });
        response.resume();
      });
      asked.end();
    });
  }

  private socket(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const { address, https, domain } = this.origin;
      const options = {
        servername: domain,
        headers: { host: domain },
        rejectUnauthorized: false,
        handshakeTimeout: patience,
      };
      const socket = new WebSocket(`wss://${address}:${https}${path}`, options);
      let instance: unknown;
      socket.on("upgrade", ({ headers }) => (instance = headers["x-sample-instance"]));
      socket.on("open", () => {
        const end = this.begin("websocket", path, instance, () => socket.terminate());
        socket.on("close", (code, why) => {
          end(`code ${code} ${why.toString()}`.trim());
          resolve();
        });
      });
      socket.on("error", reject);
    });
  }
}

/** When an instance was told to stop. */
export interface Stop {
  /** The container's id. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Seconds that its streams have from then on. */
  readonly deadline: number;
}

/** When services were told to stop, from what happened to their containers. */
export function stopsOf(
  events: readonly ContainerEvent[],
  deadlines: Readonly<Record<string, number>>,
): readonly Stop[] {
  return events.flatMap(({ action, id, part, role, signal, at }) => {
    const deadline = deadlines[part];
    if (action !== "kill" || role !== "service" || signal === "9" || deadline === undefined) return [];
    return [{ id, at, deadline }];
  });
}

/** Milliseconds by which the engine may note later that it has sent a signal: on a busy machine, some tenths of a second. */
const tolerance = 500;

/** The streams that ended though their instance had not been told to stop, or before its deadline; with how long before. */
export function cutEarly(streams: readonly Stream[], stops: readonly Stop[]): readonly string[] {
  return streams.flatMap(({ kind, path, instance, ended, reason }) => {
    if (ended === undefined) return [];
    const words = `${kind} ${path} of ${instance} (${reason ?? "no reason"})`;
    const stop = stops.find(({ id }) => id.startsWith(instance));
    if (stop === undefined) return [`${words} ended though its instance went on`];
    const early = stop.at + stop.deadline * 1000 - ended;
    return early > tolerance ? [`${words} ended ${early.toFixed(0)} ms before its deadline`] : [];
  });
}
