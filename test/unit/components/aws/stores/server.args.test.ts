import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { consul, engineContainer, qdrant } from "../../../../../components/model";
import {
  datagramPorts,
  diskFolders,
  diskOf,
  gaugeScript,
  machineScript,
  nodeEngine,
  nodePorts,
  nodesOf,
  peerPorts,
  serverPorts,
} from "../../../../../components/aws/stores/server.args";
import { awsSettings } from "../../../../support/aws-stores";

const registry = consul("registry", { version: "1.21" });
const single = qdrant("vectors", { version: "v1.17.0", size: "20Gi" });
const cluster = qdrant("vectors", { version: "v1.17.0", nodes: 3 });

describe("the servers of a store", () => {
  it("have the store's own name where there is one, and names below it where there are several", () => {
    expect(nodesOf("shop-prod", single)).toEqual([{ name: "vectors", host: "vectors.shop-prod.internal" }]);
    expect(nodesOf("shop-prod", cluster).map(({ host }) => host)).toEqual([
      "vectors-0.vectors.shop-prod.internal",
      "vectors-1.vectors.shop-prod.internal",
      "vectors-2.vectors.shop-prod.internal",
    ]);
  });

  it("answer their consumers on all ports, Consul's DNS over UDP too, and each other on one", () => {
    expect([serverPorts(registry), datagramPorts(registry), peerPorts(registry)]).toEqual([
      [8500, 8600],
      [8600],
      [],
    ]);
    expect([serverPorts(cluster), datagramPorts(cluster), peerPorts(cluster)]).toEqual([
      [6333, 6334],
      [],
      [6335],
    ]);
    expect(peerPorts(single)).toEqual([]);
    expect(nodePorts(engineContainer(registry))).toEqual([
      { name: "port-dns", number: 8600, http: false },
      { name: "port-main", number: 8500, http: false },
      { name: "port-dns-udp", number: 8600, http: false, protocol: "udp" },
    ]);
  });

  it("have disks as large as the stack says, else the system, else the engine", () => {
    expect(diskOf(single, awsSettings())).toBe(20);
    expect(diskOf(registry, awsSettings())).toBe(5);
    expect(diskOf(single, awsSettings("production", { stores: { vectors: { size: "1500Mi" } } }))).toBe(2);
  });

  it("make a cluster, of which the first is the first", () => {
    const nodes = nodesOf("shop-prod", cluster);
    const [first, second] = [0, 1].map((index) => nodeEngine(cluster, nodes, index));
    expect(first?.command).toEqual(["./entrypoint.sh", "--uri", `http://${nodes[0]?.host ?? ""}:6335`]);
    expect(second?.command?.slice(-4)).toEqual([
      "--uri",
      `http://${nodes[1]?.host ?? ""}:6335`,
      "--bootstrap",
      `http://${nodes[0]?.host ?? ""}:6335`,
    ]);
    expect(second?.env.QDRANT__CLUSTER__ENABLED).toBe(true);
    expect(second?.ports.peers).toBe(6335);
    expect(nodeEngine(single, nodesOf("shop-prod", single), 0)).toEqual(engineContainer(single));
  });
});

describe("the start of a machine", () => {
  const engine = engineContainer(single);
  const script = machineScript({
    cluster: "shop-prod",
    node: "vectors",
    volume: "vol-0a1b2c3d",
    owner: engine.user,
    folders: diskFolders(engine),
  });

  it("is valid shell", () => {
    execFileSync("bash", ["-n"], { input: script });
    execFileSync("sh", ["-n"], { input: gaugeScript("shop-prod", "vectors") });
  });

  it("waits for its own disk, and makes a file system on one that holds nothing", () => {
    expect(script).toContain("disk=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0a1b2c3d\n");
    expect(script).toContain('until [ -e "$disk" ]; do sleep 1; done\n');
    expect(script).toContain('blkid -p "$disk" >/dev/null || mkfs.xfs -q "$disk"\n');
  });

  it("never lets the agent run without the disk", () => {
    expect(script).toContain("RequiresMountsFor=/srv/trireme\n");
    expect(script.indexOf("mount /srv/trireme\n")).toBeLessThan(script.indexOf("ECS_CLUSTER=shop-prod\n"));
  });

  it("gives the engine's user data and what it writes beside it", () => {
    expect(script).toContain(
      "install -d -m 0750 -o 1000 -g 1000 /srv/trireme/data /srv/trireme/scratch-qdrant-snapshots\n",
    );
  });

  it("says which server's task it takes", () => {
    expect(script).toContain('ECS_INSTANCE_ATTRIBUTES={"dev.trireme.node":"vectors"}\n');
  });
});

it("tells CloudWatch how full a disk is, as a line that is JSON", () => {
  // One turn: `sleep` ends it.
  const folder = execFileSync("mktemp", ["-d"], { encoding: "utf8" }).trim();
  const script = gaugeScript("shop-prod", "vectors").replace("/data", folder).replace("sleep 60", "exit 0");
  const told: unknown = JSON.parse(execFileSync("sh", ["-c", script], { encoding: "utf8" }));
  expect(told).toMatchObject({
    System: "shop-prod",
    Store: "vectors",
    DiskUsedPercent: expect.any(Number) as number,
    _aws: { CloudWatchMetrics: [{ Namespace: "Trireme/Stores", Dimensions: [["System", "Store"]] }] },
  });
});
