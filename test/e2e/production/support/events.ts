import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { labelNames } from "../../../../components/model";
import { engine } from "../../docker/engine";

/** Something that happened to a container of a stack. */
export interface ContainerEvent {
  /** `create`, `start`, `kill`, `die`, `destroy`, `exec_start`, … */
  readonly action: string;
  readonly id: string;
  readonly part: string;
  readonly role: string;
  /** Number of the signal of a `kill`. */
  readonly signal: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface Raw {
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly timeNano: number;
}

/** Follows what happens to the containers of a stack, as the engine tells it. */
export class Events {
  readonly all: ContainerEvent[] = [];
  private readonly listeners = new Set<(event: ContainerEvent) => void>();

  private constructor(private readonly source: Readable) {}

  static async follow(stack: string): Promise<Events> {
    const source = (await engine().getEvents({
      filters: { type: ["container"], label: [`${labelNames.stack}=${stack}`] },
    })) as Readable;
    const events = new Events(source);
    createInterface({ input: source }).on("line", (line) => events.take(JSON.parse(line) as Raw));
    return events;
  }

  /** Resolves at the next event that fits; rejects when there was none in time. */
  async next(
    what: string,
    fits: (event: ContainerEvent) => boolean,
    deadline = 120_000,
  ): Promise<ContainerEvent> {
    return await new Promise((resolve, reject) => {
      const listener = (event: ContainerEvent): void => {
        if (!fits(event)) return;
        clearTimeout(late);
        this.listeners.delete(listener);
        resolve(event);
      };
      const late = setTimeout(() => {
        this.listeners.delete(listener);
        reject(new Error(`after ${deadline / 1000} s: ${what} has not happened`));
      }, deadline);
      this.listeners.add(listener);
    });
  }

  end(): void {
    this.source.destroy();
  }

  private take({ Action, Actor, timeNano }: Raw): void {
    const { [labelNames.component]: part = "", [labelNames.role]: role = "", signal = "" } = Actor.Attributes;
    // Some actions carry their argument: `exec_start: /bin/sh -c …`.
    const action = Action.replace(/:.*/s, "");
    const event = { action, id: Actor.ID, part, role, signal, at: timeNano / 1e6 };
    this.all.push(event);
    for (const listener of this.listeners) listener(event);
  }
}
