import { loadImages } from "../cluster/images";
import { MOST_NODES } from "../cluster/layout";
import { runningCluster } from "../cluster/record";
import { DEFAULT_NODES, startCluster } from "../cluster/start";
import { stopCluster } from "../cluster/stop";
import { missingForCluster } from "../cluster/tools";
import { prepare } from "../../setup/environment";
import { PlainError, SetupError, UsageError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { command, parsedAs, required, several } from "../../cli/command-line/declaration";

async function start(nodes: number): Promise<number> {
  const missing = runningCluster() ? [] : await missingForCluster();
  if (missing.length > 0) throw new SetupError(missing);
  await startCluster(progressOn(), nodes);
  return status();
}

async function stop(): Promise<number> {
  if (!(await stopCluster(progressOn())))
    console.log("Trireme has started no cluster; there is nothing to stop.");
  return 0;
}

async function load(images: readonly string[]): Promise<number> {
  const cluster = runningCluster();
  if (!cluster) throw new PlainError("No cluster of ours runs; npx trireme cluster start makes one.");
  const env = await prepare(["engine"], progressOn());
  const copied = await loadImages(cluster, images, env, progressOn());
  console.log(`${copied} of ${images.length} images were loaded; every node has them all.`);
  return 0;
}

function status(): number {
  const cluster = runningCluster();
  if (!cluster) {
    console.log("No cluster of ours runs.");
    return 1;
  }
  const { server, kubeconfig, nodes } = cluster.layout;
  console.log(`Kubernetes answers at ${server}, on ${nodes.map(({ name }) => name).join(" and ")}.`);
  console.log(`export KUBECONFIG=${kubeconfig}`);
  return 0;
}

export const declaration = command({
  name: "cluster",
  group: "This machine",
  summary: "Start, stop or look at a Kubernetes cluster of Trireme's own",
  stack: false,
  arguments: {
    action: required("[action]", "what to do", {
      choices: ["start", "stop", "status", "load"],
      default: "status",
    }),
    images: several(
      "[image...]",
      "with load: images of the Docker engine to copy to every node, as a container names them; NAME=IMAGE where the engine has another name",
    ),
  },
  options: {
    nodes: parsedAs("--nodes <number>", "with start: how many nodes, 1 to 3 (default: 2)", (text) => {
      const nodes = Number(text);
      if (/^\d+$/.test(text) && nodes >= 1 && nodes <= MOST_NODES) return nodes;
      throw new UsageError(`--nodes takes 1 to ${MOST_NODES}, not "${text}".`);
    }),
  },
  exits: { 1: "it failed; or with status: no cluster runs" },
  examples: [
    ["cluster start --nodes 1", "a small one"],
    ["cluster", "how to reach it"],
    ["cluster load redis:7", "copy an image into it"],
    ["cluster stop", "end it; nothing stays"],
  ],
  refuse({ arguments: { action, images }, options: { nodes } }) {
    if (nodes !== undefined && action !== "start") return `--nodes is for cluster start, not ${action}.`;
    if (images.length > 0 && action !== "load")
      return `cluster ${action} takes no arguments, but was given ${images.join(" ")}.`;
    if (images.length === 0 && action === "load")
      return "cluster load takes the images to load, as a container names them: redis:7, or redis:7=my/redis:7 where the engine has another name for it.";
    return undefined;
  },
  async run({ arguments: { action, images }, options: { nodes } }) {
    switch (action) {
      case "start":
        return await start(nodes ?? DEFAULT_NODES);
      case "stop":
        return await stop();
      case "load":
        return await load(images);
      default:
        return status();
    }
  },
});
