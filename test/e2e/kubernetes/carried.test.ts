import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { prefixOf, referencesOf } from "../../../components/model";
import { loadImages, official } from "../../../lab/cluster/images";
import { runningCluster } from "../../../lab/cluster/record";
import { progressOn } from "../../../setup/progress";
import { DockerDriver } from "../../support/drivers/docker";
import { KubernetesDriver } from "../../support/drivers/kubernetes";
import larder from "../../support/larder";
import { Checkout } from "../docker/checkout";
import { Bucket } from "../production/support/bucket";
import { thorough } from "../production/support/thorough";
import { kinds } from "./carried/kinds";
import { LarderStack } from "./carried/stack";
import { kubectl } from "./cluster";

const engine = "carried-engine";
const cluster = "carried-cluster";
const namespace = prefixOf(larder.name, cluster);

function stackFile(target: "docker" | "kubernetes", bucket: Bucket): string {
  const own =
    target === "docker"
      ? "  trireme:images: registry\n"
      : `  trireme:kubernetes:\n    egress: ["10.0.0.0/8"]\n`;
  return `config:
  trireme:system: ${larder.name}
  trireme:environment: development
  trireme:target: ${target}
  trireme:imageRepository: registry.example.com/larder
  trireme:imageTag: v1
  trireme:settings:
    bucket: { name: ${bucket.name}, endpoint: "${bucket.endpoint}" }
${own}`;
}

describe.runIf(thorough)("a store that is moved to another target", { timeout: 900_000 }, () => {
  let checkout: Checkout;
  let bucket: Bucket;
  let docker: LarderStack;
  let kubernetes: LarderStack;
  let filled: Readonly<Record<string, string>>;
  let moved: Readonly<Record<string, string>>;
  let changed: Readonly<Record<string, string>>;
  let returned: Readonly<Record<string, string>>;

  beforeAll(async () => {
    Object.assign(process.env, inject("env"));
    const running = runningCluster();
    if (running === undefined) throw new Error("The suite's cluster does not run.");
    // Containers of the engine and pods of all nodes reach this machine by the way out of the first node.
    const [host = ""] = running.layout.nodes[0].gateway.split("/");
    bucket = await Bucket.start(19_199, "carried", host);
    checkout = Checkout.create();
    const text = checkout
      .read("test/support/larder.ts")
      .replaceAll('"../../components/', '"../../../components/')
      .replace('"../../stacks/systems/define"', '"../define"');
    checkout.write(`stacks/systems/${larder.name}/index.ts`, text);
    docker = new LarderStack(engine, checkout, new DockerDriver(engine));
    kubernetes = new LarderStack(cluster, checkout, new KubernetesDriver(namespace));
    for (const [stack, target] of [
      [engine, "docker"],
      [cluster, "kubernetes"],
    ] as const)
      checkout.write(`Pulumi.${stack}.yaml`, stackFile(target, bucket));
    const { code, output } = await checkout.trireme("reference");
    expect(code, output).toBe(0);
    for (const stack of [engine, cluster]) {
      await checkout.pulumi("stack", "init", stack);
      for (const secret of ["backup-access-key", "backup-secret-key"])
        await checkout.pulumi(
          ...["config", "set", "--stack", stack, "--secret", "--path", `settings.secrets.${secret}`, "suite"],
        );
    }
    const environment = {
      name: "development",
      domain: "x",
      repository: "r",
      tag: "v1",
      replicas: 1,
      ports: {},
    } as const;
    const described = larder.system({ ...environment, bucket: { name: bucket.name } });
    const { own, engines } = referencesOf(described, true);
    await loadImages(running, [...own, ...engines].map(official), process.env, progressOn());

    await docker.did("up", "--yes", "--skip-preview");
    await docker.each("fill");
    filled = await docker.seen();
    await docker.did("backup");
    console.log(await kubernetes.did("rebuild", "--of", engine, "--yes"));
    moved = await kubernetes.seen();
  }, 900_000);

  afterAll(async () => {
    await kubernetes?.destroy();
    await kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--wait"]);
    await docker?.destroy();
    await bucket?.stop();
    checkout?.remove();
  }, 300_000);

  it.each(Object.keys(kinds))("is on a cluster what it was on an engine: %s", (kind) => {
    expect(filled[kind]).toMatch(/\S/);
    expect(moved[kind]).toBe(filled[kind]);
  });

  it("leaves nothing behind of what was carried", async () => {
    for (const { backup } of Object.values(kinds))
      expect(await kubernetes.sh({ in: [backup, "backup"] }, "ls -A /fetched"), backup).toBe("");
    expect(await kubernetes.did("preview")).toContain(`Stack ${cluster}: no changes`);
  });

  describe("and back", () => {
    beforeAll(async () => {
      await kubernetes.each("change");
      changed = await kubernetes.seen();
      await kubernetes.did("backup");
      console.log(await docker.did("rebuild", "--of", cluster, "--yes"));
      returned = await docker.seen();
    }, 900_000);

    it.each(Object.keys(kinds))("is on an engine what it was on a cluster: %s", (kind) => {
      expect(changed[kind]).not.toBe(filled[kind]);
      expect(returned[kind]).toBe(changed[kind]);
    });
  });

  it("comes by the bucket as well, files that several backups share among it", async () => {
    const kind = kinds["volume, its files"];
    if (kind === undefined) throw new Error("there is no such kind");
    await docker.sh(kind, "cd /mirrored && echo by the bucket >bucket && rm later");
    const before = await docker.sh(kind, kind.look);
    await docker.did("backup", kind.backup);
    const name = await docker.copied(kind.backup);
    const at = (await kubernetes.listed()).find((one) => one.name === name);
    expect(at?.where).toBe("bucket");
    await kubernetes.did("restore", "--backup", kind.backup, "--from", name, "--yes");
    expect(await kubernetes.sh(kind, kind.look)).toBe(before);
  });

  it("is not taken from a stack of another system, or from itself", async () => {
    const itself = await checkout.trireme("rebuild", cluster, "--of", cluster, "--yes");
    expect([itself.code === 0, itself.output]).toEqual([
      false,
      expect.stringContaining("names the stack itself"),
    ]);
  });
});
