import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { layoutOf } from "../../../lab/cluster/layout";
import { readRecord, runningCluster } from "../../../lab/cluster/record";
import { run } from "../../../setup/processes";
import { projectRoot } from "../../../setup/workspace";

/** A cluster beside the suite's own. */
const ID = 15;
const layout = layoutOf(ID, 1);

async function cluster(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string }> {
  const env = { ...inject("env"), TRIREME_CLUSTER: String(ID) };
  return await run(process.execPath, ["cli/bootstrap.mjs", "cluster", ...args], {
    cwd: projectRoot,
    env,
    allowFailure: true,
  });
}

/** What the machine has of this cluster: its links, routes, control groups, mounts and files. */
async function traces(): Promise<readonly string[]> {
  const lines = async (...command: [string, ...string[]]) =>
    (await run(command[0], command.slice(1), { cwd: "/", allowFailure: true })).stdout.split("\n");
  const links = await lines("ip", "-o", "link", "show");
  const routes = await lines("ip", "route", "show");
  const groups = readdirSync("/sys/fs/cgroup").map(
    (hierarchy) => `/sys/fs/cgroup/${hierarchy}/trireme-cluster-${ID}-node1`,
  );
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  return [
    ...links.filter((line) => line.includes(`tri${ID}-`)),
    ...routes.filter((line) => line.includes(`10.200.${ID}.`)),
    ...groups.filter((path) => existsSync(path)),
    ...mounts.filter((line) => line.includes(`/cluster-${ID}/`)),
    ...[layout.folder, layout.record].filter((path) => existsSync(path)),
  ];
}

describe("a cluster of its own", () => {
  beforeAll(async () => {
    await cluster("stop");
    expect(await traces()).toEqual([]);
  });

  afterAll(async () => {
    await cluster("stop");
  });

  it("starts beside another, and leaves nothing when it stops", async () => {
    const started = await cluster("start", "--nodes", "1");
    expect(started.stdout).toContain(layout.kubeconfig);
    expect((await traces()).length).toBeGreaterThan(5);
    expect((await cluster("stop")).code).toBe(0);
    expect(await traces()).toEqual([]);
  });

  it("is started again after a crash, empty, and leaves nothing after that either", async () => {
    await cluster("start", "--nodes", "1");
    const env = { ...inject("env"), KUBECONFIG: layout.kubeconfig };
    await run(inject("kubectl"), ["create", "namespace", "lost"], { env });
    const [init] = readRecord(layout)?.inits ?? [];
    if (!init) throw new Error("The cluster has no node.");
    process.kill(init.pid, "SIGKILL");
    expect((await cluster("status")).code).toBe(1);

    expect((await cluster("start", "--nodes", "1")).code).toBe(0);
    const { stdout } = await run(inject("kubectl"), ["get", "namespaces", "--output=name"], { env });
    expect(stdout).toContain("namespace/kube-system");
    expect(stdout).not.toContain("lost");
    expect((await cluster("stop")).code).toBe(0);
    expect(await traces()).toEqual([]);
  });

  it("has left the suite's own cluster alone", () => {
    expect(runningCluster(inject("env"))).toBeDefined();
  });
});
