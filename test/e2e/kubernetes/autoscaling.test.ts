import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { objectOf } from "./cluster";
import { ShopStack } from "./shop";

interface Deployment {
  readonly spec: { readonly replicas: number };
}

interface Pods {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

// In order: each test goes on where the one before it left the stack.
describe("a service that gets an autoscaler", { timeout: 600_000 }, () => {
  let kiosk: ShopStack;

  async function wanted(): Promise<number> {
    const { spec } = await objectOf<Deployment>("deployment", "api", "--namespace", kiosk.namespace);
    return spec.replicas;
  }

  async function pods(): Promise<readonly string[]> {
    const own = ["--namespace", kiosk.namespace, "--selector=app.kubernetes.io/name=api"];
    const { items } = await objectOf<Pods>("pods", ...own);
    return items.map(({ metadata }) => metadata.name).sort();
  }

  /** The numbers of instances that were wanted at some time while the body ran. */
  async function wantedDuring(body: () => Promise<void>): Promise<readonly number[]> {
    const seen = new Set<number>();
    const state = { goes: true };
    const watch = async (): Promise<void> => {
      for (; state.goes; await delay(500)) seen.add(await wanted());
    };
    const watching = watch();
    try {
      await body();
    } finally {
      state.goes = false;
      await watching;
    }
    return [...seen];
  }

  beforeAll(async () => {
    kiosk = await ShopStack.create("kiosk");
    await kiosk.program.set({ scale: JSON.stringify({ replicas: 6 }) });
    await kiosk.up("v1");
  });

  afterAll(async () => {
    await kiosk.remove();
  });

  it("keeps the instances that it has", async () => {
    const before = await pods();
    expect(before).toHaveLength(6);
    await kiosk.program.set({ scale: JSON.stringify({ autoscale: { min: 2, max: 12, cpu: 70 } }) });
    expect(await wantedDuring(async () => await kiosk.up("v1"))).toEqual([6]);
    expect(await pods()).toEqual(before);
  });

  // An autoscaler takes instances away when five minutes have asked for fewer.
  it("keeps the autoscaler's number through the next release, and has nothing to change after it", async () => {
    expect(await wantedDuring(async () => await kiosk.up("v2"))).toEqual([6]);
    expect(Object.keys(await kiosk.program.preview())).toEqual(["same"]);
  });
});
