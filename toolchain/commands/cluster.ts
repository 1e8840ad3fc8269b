import { loadImages } from "../cluster/images";
import { MOST_NODES } from "../cluster/layout";
import { runningCluster } from "../cluster/record";
import { DEFAULT_NODES, startCluster } from "../cluster/start";
import { stopCluster } from "../cluster/stop";
import { missingForCluster } from "../cluster/tools";
import { prepare } from "../environment";
import { PlainError, SetupError } from "../errors";
import { progressOn } from "../progress";

function nodesOf(args: readonly string[]): number {
  if (args.length === 0) return DEFAULT_NODES;
  const nodes = Number(args[1]);
  if (
    args[0] !== "--nodes" ||
    args.length > 2 ||
    !/^\d+$/.test(args[1] ?? "") ||
    nodes < 1 ||
    nodes > MOST_NODES
  )
    throw new PlainError(`cluster start takes --nodes and 1 to ${MOST_NODES}, not "${args.join(" ")}".`);
  return nodes;
}

async function start(args: readonly string[]): Promise<number> {
  const nodes = nodesOf(args);
  const missing = runningCluster() ? [] : await missingForCluster();
  if (missing.length > 0) throw new SetupError(missing);
  await startCluster(progressOn(), nodes);
  return status([]);
}

async function stop(args: readonly string[]): Promise<number> {
  if (args.length > 0)
    throw new PlainError(`cluster stop takes no arguments, but was given ${args.join(" ")}.`);
  if (!(await stopCluster(progressOn())))
    console.log("Trireme has started no cluster; there is nothing to stop.");
  return 0;
}

async function load(args: readonly string[]): Promise<number> {
  const cluster = runningCluster();
  if (!cluster) throw new PlainError("No cluster of ours runs; npm run cluster -- start makes one.");
  if (args.length === 0)
    throw new PlainError(
      "cluster load takes the images to load, as a container names them: redis:7, or redis:7=my/redis:7 where the engine has another name for it.",
    );
  const env = await prepare(["engine"], progressOn());
  const copied = await loadImages(cluster, args, env, progressOn());
  console.log(`${copied} of ${args.length} images were loaded; every node has them all.`);
  return 0;
}

function status(args: readonly string[]): number {
  if (args.length > 0)
    throw new PlainError(`cluster status takes no arguments, but was given ${args.join(" ")}.`);
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

/** `start`, `stop` or `status` of our cluster, or `load` of the engine's images into it. */
export async function run(args: string[]): Promise<number> {
  const actions: Readonly<Record<string, (args: readonly string[]) => Promise<number> | number>> = {
    start,
    stop,
    status,
    load,
  };
  const [name = "status", ...rest] = args;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action)
    throw new PlainError(`cluster takes one of ${Object.keys(actions).join(", ")}, not "${args.join(" ")}".`);
  return await action(rest);
}
