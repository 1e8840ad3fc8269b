import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Pod } from "../../../../components/kubernetes/runtime/objects";
import { prefixOf } from "../../../../components/model/values/naming";
import { runningCluster } from "../../../../lab/cluster/record";
import { ctr } from "../../../../lab/cluster/runtime";
import type { Sample } from "../../production/support/attack";
import { targets } from "../../production/support/live";
import { faultsOf, Load, ratesOn } from "../../production/support/load";
import { Streams } from "../../production/support/streams";
import { KubernetesDriver } from "../../../support/drivers/kubernetes";

const subject = inject("subject");
const driver = new KubernetesDriver(prefixOf("syfthub", subject.stack));
/** Milliseconds before and after what is done, in which requests are sent as well. */
const settled = 3_000;
const stateless = "app.kubernetes.io/component in (service,proxy)";
const deployments = ["backend", "aggregator", "mcp", "proxy"];

interface Placed extends Pod {
  readonly spec: Pod["spec"] & { readonly nodeName?: string };
  readonly status?: Pod["status"] & {
    readonly containerStatuses?: readonly { readonly containerID?: string }[];
  };
}

async function pods(part: string): Promise<readonly Placed[]> {
  const selector = `app.kubernetes.io/name=${part},${stateless}`;
  const { items } = await driver.get<{ readonly items: readonly Placed[] }>("pods", "--selector", selector);
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

async function allReady(): Promise<void> {
  for (const name of deployments)
    await driver.kubectl(["rollout", "status", `deployment/${name}`, "--timeout=240s"]);
}

/** Until the pods that leave are gone: theirs are the last requests that could fail. */
async function settle(): Promise<void> {
  await allReady();
  const names = async (): Promise<readonly Placed[]> => {
    const { items } = await driver.get<{ readonly items: readonly Placed[] }>(
      "pods",
      "--selector",
      stateless,
    );
    return items.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  };
  const end = Date.now() + 240_000;
  while ((await names()).length > 0) {
    if (Date.now() > end) throw new Error("pods that were told to leave are still there after 240 s");
    await delay(1_000);
  }
}

/** What became of the requests that were sent while something happened. */
async function underLoad(happens: () => Promise<void>): Promise<readonly Sample[]> {
  const load = await Load.start(subject, targets, ratesOn.kubernetes);
  let samples: readonly Sample[];
  try {
    await delay(settled);
    await happens();
    await settle();
    await delay(settled);
  } finally {
    await driver.kubectl(["uncordon", "node2"]);
    samples = await load.stop();
  }
  return samples;
}

describe("under load", { timeout: 600_000 }, () => {
  let streams: Streams;
  beforeAll(() => {
    streams = new Streams(subject, [
      { kind: "events", path: "/mcp", count: 5 },
      { kind: "events", path: "/aggregator/stream?events=100000&every=500", count: 5 },
    ]);
  });
  afterAll(() => streams.stop());

  it("a pod of each service, and of the proxy, is deleted: no request fails", async () => {
    const samples = await underLoad(async () => {
      for (const part of deployments) {
        const [first] = await pods(part);
        await driver.kubectl(["delete", "pod", first?.metadata.name ?? "", "--wait=false"]);
      }
    });
    console.log(`${samples.length} requests while ${deployments.length} pods were deleted`);
    expect(samples.length).toBeGreaterThan(1000);
    expect(faultsOf(samples)).toEqual([]);
  });

  it("a node is drained: no request fails, and nothing of the application is left on it", async () => {
    let left: readonly Placed[] = [];
    const samples = await underLoad(async () => {
      // A store of one server has a pause when its node goes; operators run stores in several.
      const options = ["--ignore-daemonsets", "--delete-emptydir-data", "--timeout=300s"];
      await driver.kubectl(["drain", "node2", "--pod-selector", stateless, ...options]);
      await allReady();
      left = (await Promise.all(deployments.map((part) => pods(part))))
        .flat()
        .filter(({ spec }) => spec.nodeName === "node2");
    });
    console.log(`${samples.length} requests while a node was drained`);
    expect(left.map(({ metadata }) => metadata.name)).toEqual([]);
    expect(samples.length).toBeGreaterThan(1000);
    expect(faultsOf(samples)).toEqual([]);
  });

  it("a container is killed: what can be sent again is, and it comes back", async () => {
    const cluster = runningCluster();
    const samples = await underLoad(async () => {
      for (const part of ["backend", "mcp"]) {
        const [pod] = await pods(part);
        const node = cluster?.layout.nodes.findIndex(({ name }) => name === pod?.spec.nodeName) ?? 0;
        const init = cluster?.record.inits[node];
        const id = pod?.status?.containerStatuses?.[0]?.containerID?.replace("containerd://", "") ?? "";
        if (init === undefined) throw new Error("the cluster has ended");
        await ctr(init, ["tasks", "kill", "--signal", "SIGKILL", id]);
      }
    });
    // A request that writes and was being answered is not sent twice: nobody knows whether it was carried out.
    const lost = samples.filter(({ code, method }) => method === "POST" && code === 502);
    console.log(
      `${samples.length} requests while two containers were killed; ${lost.length} writes were cut`,
    );
    expect(lost.length).toBeLessThanOrEqual(3);
    expect(faultsOf(samples.filter((sample) => !lost.includes(sample)))).toEqual([]);
  });

  it("no stream that connects again was refused", () => {
    expect(streams.all.length).toBeGreaterThanOrEqual(10);
    expect(streams.refused).toEqual([]);
  });
});
