import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { edgesOf } from "../../../components/model";
import { eventually, kubectl, objectOf } from "./cluster";
import { ShopStack } from "./shop";
import { shop as describeShop } from "./shop/system";

interface Pod {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly volumes: readonly {
      readonly projected?: { readonly sources: readonly { readonly serviceAccountToken?: object }[] };
    }[];
  };
  readonly status: {
    readonly phase: string;
    readonly podIP: string;
    readonly ephemeralContainerStatuses?: readonly {
      readonly name: string;
      readonly state: { readonly terminated?: { readonly exitCode: number } };
    }[];
  };
}

interface Target {
  readonly part: string;
  readonly host: string;
  readonly port: number;
}

const PROBE = "probe";
/** Everything that a part of the shop listens on. */
const ports = { db: 5432, cache: 6379, api: 8000, web: 3000, proxy: 8080 };

/**
 * Tries to connect to every target at once and prints how it went: no answer within the time, and no way there, are a
 * network's refusal; one by the target itself, which does not listen there, is none.
 */
const script = `
const { connect } = require("node:net");
const tried = (target) => new Promise((done) => {
  const end = (said) => { socket.destroy(); done({ ...target, said }); };
  const socket = connect({ host: target.host, port: target.port, timeout: 3000 });
  socket.on("connect", () => end("open"));
  socket.on("timeout", () => end("ETIMEDOUT"));
  socket.on("error", ({ code }) => end(code));
});
Promise.all(JSON.parse(process.argv[1]).map(tried)).then((all) => console.log(JSON.stringify(all)));
`;
const refusals: ReadonlySet<string> = new Set(["ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EACCES"]);

const partOf = ({ metadata }: Pod): string => metadata.labels["app.kubernetes.io/name"] ?? "";

describe("a running system's isolation", () => {
  let shop: ShopStack;
  let pods: readonly Pod[] = [];
  const folder = mkdtempSync(join(tmpdir(), "trireme-probe-"));
  const custom = join(folder, "container.json");

  beforeAll(async () => {
    // A numeric user, which Pod Security wants to be named.
    writeFileSync(custom, JSON.stringify({ securityContext: { runAsUser: 10001 } }));
    shop = await ShopStack.create("shop");
    await shop.up("v1");
    const { items } = await objectOf<{ items: Pod[] }>("pods", "--namespace", shop.namespace);
    pods = items;
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await shop.remove();
  });

  /** What a container in the pod's own network meets. */
  async function probed(pod: string, targets: readonly Target[]) {
    const own = ["--namespace", shop.namespace];
    const image = ["--image", inject("nodeImage"), "--image-pull-policy=IfNotPresent"];
    await kubectl([
      ...["debug", pod, ...own, ...image, "--profile=restricted", `--custom=${custom}`],
      ...[`--container=${PROBE}`, "--", "node", "-e", script, JSON.stringify(targets)],
    ]);
    await eventually(
      60,
      async () => (await objectOf<Pod>("pod", pod, ...own)).status.ephemeralContainerStatuses ?? [],
      (found) => found.some(({ name, state }) => name === PROBE && state.terminated !== undefined),
    );
    const { stdout } = await kubectl(["logs", pod, ...own, `--container=${PROBE}`]);
    return JSON.parse(stdout) as (Target & { readonly said: string })[];
  }

  it("lets no pair of pods connect but along the model's edges, and nobody reach the API server", async () => {
    const running = pods.filter(({ status }) => status.phase === "Running");
    const sources = [...new Map(running.map((pod) => [partOf(pod), pod])).values()];
    const api = await objectOf<{ subsets: { addresses: { ip: string }[]; ports: { port: number }[] }[] }>(
      "endpoints",
      "kubernetes",
    );
    const service = await objectOf<{ spec: { clusterIP: string } }>("service", "kubernetes");
    const outside = [
      { part: "API server", host: service.spec.clusterIP, port: 443 },
      ...api.subsets.flatMap(({ addresses, ports: open }) =>
        addresses.flatMap(({ ip }) => open.map(({ port }) => ({ part: "API server", host: ip, port }))),
      ),
    ];
    const results = await Promise.all(
      sources.map(async (source) => {
        const others = running
          .filter(({ metadata }) => metadata.name !== source.metadata.name)
          .flatMap((pod) =>
            Object.values(ports).map((port) => ({ part: partOf(pod), host: pod.status.podIP, port })),
          );
        const found = await probed(source.metadata.name, [...others, ...outside]);
        expect(found).toHaveLength(others.length + outside.length);
        return found.map((one) => ({ from: partOf(source), ...one }));
      }),
    );
    const all = results.flat();
    const line = ({ from, part, port }: (typeof all)[number]): string => `${from} → ${part}:${port}`;
    const passed = all.filter(({ said }) => !refusals.has(said));
    // The job has ended: it has no pod that could try.
    const edges = edgesOf(describeShop({ image: "", release: "", fault: "none" }))
      .filter(({ from }) => from !== "migrate")
      .map(({ from, to }) => `${from} → ${to}:${ports[to as keyof typeof ports]}`);
    expect([...new Set(passed.map(line))].sort()).toEqual([...edges].sort());
    expect(passed.every(({ said }) => said === "open")).toBe(true);
    const kept = all.filter(({ said }) => refusals.has(said));
    console.log(
      `${kept.length} of ${all.length} connections were kept from being made, ${passed.length} were let through`,
    );
    expect(kept.length).toBeGreaterThan(100);
  });

  it("gives the account of each pod no right but to ask what it may", async () => {
    const accounts = [...new Set(pods.map(({ spec }) => spec.serviceAccountName))].sort();
    expect(accounts).toEqual(["api", "cache", "db", "migrate", "proxy", "web", "worker"]);
    for (const account of accounts) {
      const { stdout } = await kubectl([
        ...["auth", "can-i", "--list", "--no-headers", "--namespace", shop.namespace],
        `--as=system:serviceaccount:${shop.namespace}:${account}`,
      ]);
      const rights = stdout
        .trimEnd()
        .split("\n")
        .map((row) => row.replace(/\s+/g, " ").trim());
      const others = rights.filter(
        (row) =>
          // Reviews of itself, and what a server tells everybody of itself: versions, kinds, health, public keys of tokens.
          !/^self(subject(access|rules)|subject)reviews\.\S+ \[\] \[\] \[create\]$/.test(row) &&
          !/^\[\/(api|apis|healthz|livez|openapi|readyz|version|openid\/v1\/jwks|\.well-known\/openid-configuration)(\/\*)?\/?\] \[\] \[get\]$/.test(
            row,
          ),
      );
      expect(others, account).toEqual([]);
      expect(rights.length).toBeGreaterThan(3);
    }
  });

  it("mounts no token into any pod", () => {
    const tokens = pods.flatMap(({ spec }) =>
      spec.volumes.flatMap(({ projected }) =>
        (projected?.sources ?? []).filter(({ serviceAccountToken }) => serviceAccountToken !== undefined),
      ),
    );
    expect(pods.length).toBeGreaterThan(6);
    expect(tokens).toEqual([]);
  });
});
