import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isAlive, withLock } from "../../setup/lock";
import type { Progress, Step } from "../../setup/progress";
import { ClusterApi, until } from "./api";
import { baseObjects } from "./base-objects";
import { makeCgroup } from "./cgroups";
import { nodeFiles, podLogsOf } from "./configuration";
import { loadPrograms, programReference } from "./images";
import { clusterId, type Layout, layoutOf, type Node } from "./layout";
import { makeNetwork } from "./links";
import { absentFolders, type Init, logTail, podLogs, startDaemon, startInit, within } from "./namespaces";
import { makePki } from "./pki";
import { type ClusterRecord, type RunningCluster, runningCluster, writeRecord } from "./record";
import { readyRuntime, runtimeAnswers } from "./runtime";
import * as servers from "./servers";
import { removeCluster } from "./stop";
import { type ClusterTools, obtainClusterTools } from "./tools";

const RUNTIME_MS = 30_000;
const READY_MS = 120_000;
/** @default for a cluster that is started with no number given: a node can be drained, and pods find another. */
export const DEFAULT_NODES = 2;

/** What a start builds up; written down after each step, so that a stop finds everything. */
class Start {
  #record: ClusterRecord;

  constructor(
    readonly layout: Layout,
    readonly tools: ClusterTools,
    readonly step: Step,
  ) {
    this.#record = { id: layout.id, inits: [], daemons: [], made: absentFolders(), complete: false };
    writeRecord(layout, this.#record);
  }

  get record(): ClusterRecord {
    return this.#record;
  }

  note(more: Partial<ClusterRecord>): void {
    this.#record = { ...this.#record, ...more };
    writeRecord(this.layout, this.#record);
  }

  init(node: Node): Init {
    const init = this.#record.inits[this.layout.nodes.indexOf(node)];
    if (init === undefined) throw new RangeError(`${node.name} has not been started`);
    return init;
  }

  async run(node: Node, { name, command }: servers.Server): Promise<void> {
    const daemon = await startDaemon(this.init(node), `${node.name}-${name}`, command, this.layout.logs);
    this.note({ daemons: [...this.#record.daemons, daemon] });
  }

  /** Why the cluster cannot come up any more: one of its servers has ended. */
  readonly broken = (): string | undefined => {
    const ended = this.#record.daemons.find(({ process }) => !isAlive(process));
    return ended && `${ended.name} ended. The end of ${ended.log}:\n${logTail(ended)}`;
  };
}

async function makeNodes(start: Start): Promise<void> {
  const { layout, tools } = start;
  for (const node of layout.nodes) {
    makeCgroup(node.cgroup);
    const init = await startInit();
    start.note({ inits: [...start.record.inits, init] });
    for (const [name, text] of Object.entries(nodeFiles(layout, node, programReference(tools.pause)))) {
      const path = join(node.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    // The kubelet writes to a folder of its node, and pods find it at the usual place.
    const logs = podLogsOf(node);
    mkdirSync(logs, { recursive: true });
    await within(init, ["mount", "--bind", logs, podLogs]);
  }
  mkdirSync(layout.volumes, { recursive: true });
  mkdirSync(join(layout.folder, "etcd"), { mode: 0o700 });
  await makeNetwork(layout, start.record.inits);
}

async function startRuntime(start: Start, node: Node): Promise<void> {
  const init = start.init(node);
  await readyRuntime(init, node);
  await start.run(node, servers.containerRuntime(start.tools, node));
  await until(
    `containerd of ${node.name} did not answer`,
    RUNTIME_MS,
    () => runtimeAnswers(init),
    start.broken,
  );
  const { pause, coredns, metricsServer } = start.tools;
  await loadPrograms(init, [pause, coredns, metricsServer], start.step);
}

async function startControlPlane(start: Start, api: ClusterApi): Promise<void> {
  const { layout, tools } = start;
  const [first] = layout.nodes;
  await start.run(first, servers.store(tools, layout));
  await start.run(first, servers.apiServer(tools, layout));
  await until("The API server did not get ready", READY_MS, () => api.isReady(), start.broken);
  for (const server of servers.controlPlane(tools, layout)) await start.run(first, server);
}

interface Conditions {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

function holds(object: Conditions | undefined, type: string): boolean {
  return object?.status?.conditions?.some((one) => one.type === type && one.status === "True") === true;
}

async function joinNodes(start: Start, api: ClusterApi): Promise<void> {
  const { layout, tools } = start;
  for (const node of layout.nodes) {
    for (const server of servers.nodeServers(tools, layout, node)) await start.run(node, server);
    await start.run(node, servers.controllers(tools, layout, node));
  }
  const ready = async (path: string, type: string) => holds(await api.read<Conditions>(path), type);
  for (const { name } of layout.nodes) {
    start.step.say(`waiting for ${name}`);
    await until(
      `${name} did not get ready`,
      READY_MS,
      () => ready(`/api/v1/nodes/${name}`, "Ready"),
      start.broken,
    );
  }
  for (const name of ["coredns", "metrics-server"]) {
    start.step.say(`waiting for ${name}`);
    const path = `/apis/apps/v1/namespaces/kube-system/deployments/${name}`;
    await until(`${name} did not get ready`, READY_MS, () => ready(path, "Available"), start.broken);
  }
  const account = "/api/v1/namespaces/default/serviceaccounts/default";
  await until("No service account was made", READY_MS, async () => (await api.read(account)) !== undefined);
}

async function startOurs(layout: Layout, tools: ClusterTools, step: Step): Promise<void> {
  const start = new Start(layout, tools, step);
  step.say("making certificates and nodes");
  await Promise.all([makePki(layout), makeNodes(start)]);
  const api = new ClusterApi(layout);
  step.say("starting the API server");
  await Promise.all([
    startControlPlane(start, api),
    ...layout.nodes.map((node) => startRuntime(start, node)),
  ]);
  const images = {
    coredns: programReference(tools.coredns),
    metricsServer: programReference(tools.metricsServer),
  };
  for (const { collection, manifest } of baseObjects(images)) await api.apply(collection, manifest);
  await joinNodes(start, api);
  start.note({ complete: true });
}

/**
 * Makes our cluster run: one that runs is left as it is, what a crashed one left is removed first.
 *
 * @param nodes 1 to 3, of one that is started again
 * @throws PlainError when it does not come up, with the end of the log of the server at fault
 */
export async function startCluster(
  progress: Progress,
  nodes: number = DEFAULT_NODES,
): Promise<RunningCluster> {
  const id = clusterId();
  const running = runningCluster();
  if (running) return running;
  const tools = await obtainClusterTools(progress);
  const layout = layoutOf(id, nodes);
  return await withLock(layout.lock, async () => {
    const meanwhile = runningCluster();
    if (meanwhile) return meanwhile;
    await progress.step(
      `Starting Kubernetes on ${nodes === 1 ? "one node" : `${nodes} nodes`}`,
      async (step) => {
        await removeCluster(id, step);
        try {
          await startOurs(layout, tools, step);
        } catch (error) {
          await removeCluster(id, step);
          throw error;
        }
      },
    );
    const started = runningCluster();
    if (!started) throw new RangeError("the cluster that was started does not run");
    return started;
  });
}
