import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eventually } from "../docker/engine";
import { failed, type Sample } from "./support/attack";
import { Events, type ContainerEvent } from "./support/events";
import { lockHolder, orphansOf, withWaiters } from "./support/killing";
import { Live, targets } from "./support/live";
import { faultsOf, Load } from "./support/load";
import { thorough } from "./support/thorough";

interface Moment {
  readonly when: string;
  readonly at: (event: ContainerEvent) => boolean;
  /** Whether the commands that wait for the CLI are killed with it. */
  readonly all: boolean;
}

const is =
  (action: string, role: string, part?: string) =>
  (event: ContainerEvent): boolean =>
    event.action === action && event.role === role && (part === undefined || event.part === part);

/** The one that has the most to clear away. */
const worst = "a first old instance is told to stop";

/** In the order of a release; the short suite takes the worst alone. */
const moments: readonly Moment[] = [
  { when: "a first new instance is made", at: is("create", "service"), all: false },
  { when: "a first new instance starts", at: is("start", "service"), all: true },
  { when: "the health of a new backend is asked", at: is("exec_start", "service", "backend"), all: false },
  { when: "a new aggregator is made", at: is("create", "service", "aggregator"), all: true },
  { when: "the health of the last service is asked", at: is("exec_start", "service", "mcp"), all: true },
  { when: "the earlier reload goes", at: is("destroy", "reload"), all: false },
  { when: "the reload starts", at: is("start", "reload"), all: false },
  { when: "the reload ends", at: is("die", "reload"), all: true },
  { when: worst, at: is("kill", "service"), all: false },
  { when: "a first old instance is gone", at: is("destroy", "service"), all: true },
].filter(({ when }) => thorough || when === worst);

describe("a release that is killed", () => {
  const live = new Live(inject("production"));
  const { stack, folder } = live.production;
  let events: Events;
  let load: Load;
  let samples: readonly Sample[] | undefined;
  /** What others have left on purpose, such as an authority's certificates. */
  let known: readonly string[] = [];

  beforeAll(async () => {
    known = await orphansOf(live);
    events = await Events.follow(stack);
    // Twenty deployments follow: enough to notice a lost one, and room for them on a small machine.
    load = await Load.start(live.origin, targets, { kept: 30, fresh: 10 });
  });

  afterAll(async () => {
    events.end();
    if (samples === undefined) await load.stop();
    const { code, output } = await live.restore();
    expect(code, output).toBe(0);
  }, 300_000);

  it.each(moments)(
    "when $when is finished by the next up, and leaves no orphan",
    async ({ when, at, all }) => {
      const version = `killed, ${when}`;
      live.release(version);
      const made = new Set<string>();
      const moment = events.next(when, (event) => {
        if (event.action === "create") made.add(event.id);
        // The engine asks the health of the earlier instances all the time.
        return at(event) && (event.action !== "exec_start" || made.has(event.id));
      });
      const running = live.up();
      await moment;
      const pid = lockHolder(folder, stack);
      expect(pid).toBeDefined();
      for (const one of all ? withWaiters(pid ?? 0) : [pid ?? 0]) process.kill(one, "SIGKILL");
      const killed = await running;
      expect(killed.code).not.toBe(0);

      const next = await live.up();
      expect(next.code, next.output).toBe(0);
      expect((await orphansOf(live)).filter((name) => !known.includes(name))).toEqual([]);
      const served = await eventually("the version is served", async () => {
        const response = await fetch(`http://127.0.0.1:${live.production.http}/health`);
        const { version: now } = (await response.json()) as { readonly version: string };
        return now === version ? now : undefined;
      });
      expect(served).toBe(version);
    },
  );

  it("tears no file of the state: the CLI writes none in place", () => {
    const state = join(folder, ".trireme", "state", ".pulumi");
    const files = readdirSync(state, { recursive: true, encoding: "utf8" });
    expect(files.filter((name) => name.endsWith(".json")).length).toBeGreaterThan(0);
    expect(files.filter((name) => name.endsWith(".attrs"))).toEqual([]);
  });

  it("has cost no request", async () => {
    samples = await load.stop();
    console.log(`${samples.length} requests, ${samples.filter(failed).length} failed`);
    expect(samples.length).toBeGreaterThan(400 * moments.length);
    expect(faultsOf(samples)).toEqual([]);
  });
});
