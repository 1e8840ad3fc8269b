import type { TestProject } from "vitest/node";
import { loadImages, official } from "../../../lab/cluster/images";
import { runningCluster } from "../../../lab/cluster/record";
import { images as monitoring } from "../../../components/lowering/monitoring/images";
import { balancerImage, exporterImage, toolsImage } from "../../../components/model";
import { poolerImage } from "../../../components/lowering/pooler";
import { stopCluster } from "../../../lab/cluster/stop";
import { obtainClusterTools } from "../../../lab/cluster/tools";
import { prepare } from "../../../setup/environment";
import { progressOn } from "../../../setup/progress";

declare module "vitest" {
  interface ProvidedContext {
    /** The environment in which commands reach the cluster, the engine and Pulumi. */
    readonly env: Readonly<Record<string, string>>;
    readonly kubectl: string;
    /** An image with nginx, a shell and curl that every node has. */
    readonly image: string;
    /** An image with Node.js that every node has. */
    readonly nodeImage: string;
  }
}

const NGINX = "nginx:1.30-alpine";
const NODE = "node:22-alpine";
/** What the suite's own system runs on, by the names that its manifests say. */
const ENGINES = [
  ...[NGINX, NODE, "postgres:16-bookworm", "redis:7-alpine", poolerImage, balancerImage],
  // The other engine of an ingress that can be had everywhere.
  "traefik:v3.7",
  // A database with an extension, and what that is taken out of.
  ...["pgvector/pgvector:pg15-bookworm", "ghcr.io/cloudnative-pg/postgresql:15-standard-bookworm"],
];

/** What watches a system; the last ones are built from source, which takes a quarter of an hour each. */
const WATCHING = [
  ...[monitoring.prometheus, monitoring.alertmanager, exporterImage, toolsImage],
  ...[monitoring["postgres-exporter"], monitoring["redis-exporter"]],
];
const BUILT = [
  ...[monitoring["kube-state-metrics"], monitoring["otel-collector"], monitoring.jaeger],
  monitoring["victoria-logs"],
];

/** Makes a cluster run for all files, unless one does; one that was started here is stopped after. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const progress = progressOn();
  const ranBefore = runningCluster() !== undefined;
  const built = process.env["TRIREME_THOROUGH"] === "1" ? BUILT : [];
  const needs = ["cli", "plugins", "kubernetes-plugin", "images", "cluster"] as const;
  const env = await prepare(needs, progress, [], { images: built });
  const teardown = async (): Promise<void> => {
    if (!ranBefore) await stopCluster(progress);
  };
  try {
    const cluster = runningCluster();
    if (!cluster) throw new Error("The cluster ended before the first test.");
    await loadImages(cluster, [...ENGINES, ...WATCHING, ...built].map(official), env, progress);
    const { kubectl } = await obtainClusterTools(progress);
    const set = Object.entries(env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    project.provide("env", Object.fromEntries(set));
    project.provide("kubectl", kubectl);
    project.provide("image", NGINX);
    project.provide("nodeImage", NODE);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
