import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { ShopStack, type Watch } from "./shop";
import type { Order } from "./shop/system";

type Printed = Awaited<ReturnType<ShopStack["release"]>>;

/** What a person reads: the errors of the diagnostics, without what Pulumi counts. */
function messageOf({ output }: Printed): string {
  const lines = output.split("\n");
  const first = lines.findIndex((line) => line.startsWith("Diagnostics:"));
  const last = lines.findIndex((line, index) => index > first && line.startsWith("Resources:"));
  return lines.slice(Math.max(first, 0), last === -1 ? undefined : last).join("\n");
}

// In order: each test goes on where the one before it left the stack.
describe("a release that fails on a cluster", () => {
  let shop: ShopStack;
  let kiosk: ShopStack;
  let watch: Watch;
  let roomless: Promise<{ readonly printed: Printed; readonly answers: Watch["answers"] }>;

  /** One that nothing makes certain takes minutes: it is waited for beside the others. */
  async function withoutRoom() {
    await kiosk.up("v1");
    const own = await kiosk.watch("/");
    const printed = await kiosk.release("v2", "room");
    await own.stop();
    return { printed, answers: own.answers };
  }

  async function failing(release: string, fault: Order["fault"]): Promise<string> {
    const printed = await shop.release(release, fault);
    expect(printed.code, printed.output).not.toBe(0);
    const message = messageOf(printed);
    console.log(`${fault}:\n${message}`);
    return message;
  }

  beforeAll(async () => {
    [shop, kiosk] = [await ShopStack.create("shop"), await ShopStack.create("kiosk")];
    roomless = withoutRoom();
    // Looked at by the last test; until then nobody waits for it.
    roomless.catch(() => undefined);
    await shop.up("v1");
  });

  afterAll(async () => {
    await roomless.catch(() => undefined);
    await Promise.all([shop.remove(), kiosk.remove()]);
  });

  /** The old instances alone have answered, always, and all of them are there. */
  async function served(release = "v1"): Promise<void> {
    await watch.stop();
    expect([...watch.answers.keys()]).toEqual([release]);
    expect(watch.answers.get(release)).toBeGreaterThan(5);
    expect(await shop.readyInstances()).toBeGreaterThanOrEqual(2);
  }

  beforeEach(async () => {
    watch = await shop.watch("/api/");
    return () => watch.stop();
  });

  it("says what the registry answered where the image cannot be pulled", async () => {
    const message = await failing("v2", "image");
    expect(message).toMatch(
      /service "api": container api-\w+-\w+ cannot get its image trireme\.local\/shop-api:v2 \((ErrImagePull|ImagePullBackOff)\): .*pull/,
    );
    expect(message).toContain("Nothing that waits for it was changed.");
    await served();
  });

  it("says exit code and last lines where a container crashes", async () => {
    const message = await failing("v3", "crash");
    expect(message).toMatch(
      /service "api": container api of pod api-\w+-\w+ started and ended again and again, with exit code 7/,
    );
    expect(message).toMatch(/Its last lines:\s+\| reading the catalogue\s+\| no shelf 7/);
    await served();
  });

  it("says what the probe was answered where an instance does not get healthy", async () => {
    const message = await failing("v4", "probe");
    expect(message).toMatch(
      /service "api": container api of pod api-\w+-\w+ did not become healthy: Startup probe failed: HTTP probe failed with statuscode: 503/,
    );
    await served();
  });

  it("says exit code and last lines of a job that fails, before anything else is changed", async () => {
    const before = await shop.replicaSets();
    const message = await failing("v5", "job");
    expect(message).toMatch(
      /job "migrate": container migrate of pod migrate-\w+-\w+ failed, with exit code 3/,
    );
    expect(message).toMatch(/\| migrating to v5\s+\| no such column/);
    expect(await shop.replicaSets()).toEqual(before);
    await served();
  });

  it("goes back to the release before, by the instances that never left", async () => {
    const before = await shop.replicaSets();
    await shop.up("v1");
    const after = await shop.replicaSets();
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    const serving = Object.entries(after).filter(([, replicas]) => replicas > 0);
    expect(serving.map(([, replicas]) => replicas)).toEqual([2]);
    expect(before[serving[0]?.[0] ?? ""]).toBe(2);
    await served();
  });

  it("goes back from a release that came up, and finds nothing to change after that", async () => {
    const before = await shop.replicaSets();
    await shop.up("v6");
    await shop.up("v1");
    await watch.stop();
    expect([...watch.answers.keys()].sort()).toEqual(["v1", "v6"]);
    expect(await shop.program.preview()).toEqual({ same: expect.any(Number) as number });
    const again = Object.entries(await shop.replicaSets()).filter(([, replicas]) => replicas > 0);
    // What the release before was made of is made of the same again: it is the same ReplicaSet.
    expect(Object.keys(before)).toContain(again[0]?.[0]);
  });

  it("says which bound of the namespace leaves no room for the new instance", async () => {
    await shop.program.pulumi("config", "set", "--path", "quota.cpu", "3");
    await shop.program.pulumi("config", "set", "--path", "quota.memory", "100Mi");
    const message = await failing("v7", "none");
    expect(message).toMatch(
      /(service|job) "\w+": container [\w-]+ gets no pod \(FailedCreate\): .*exceeded quota: bounds, requested: .*limits.memory/,
    );
    await served();
    await shop.program.pulumi("config", "rm", "quota");
    await shop.up("v1");
  });

  it("says what the scheduler lacks where no node has room, after the time for another node", async () => {
    const { printed, answers } = await roomless;
    expect(printed.code, printed.output).not.toBe(0);
    const message = messageOf(printed);
    console.log(`room:\n${message}`);
    expect(message).toMatch(
      /service "api": container api-\w+-\w+ finds no node \(Unschedulable\): 0\/\d nodes are available: \d Insufficient cpu.*, after 1\d\d s without progress/,
    );
    expect([...answers.keys()]).toEqual(["v1"]);
    expect(await kiosk.readyInstances()).toBe(2);
    expect(inject("nodeImage")).not.toBe("");
  });
});
