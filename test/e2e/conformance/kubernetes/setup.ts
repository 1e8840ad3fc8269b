import type { TestProject } from "vitest/node";
import { prefixOf } from "../../../../components/model/values/naming";
import { runningCluster } from "../../../../lab/cluster/record";
import { stopCluster } from "../../../../lab/cluster/stop";
import { prepare } from "../../../../setup/environment";
import { run } from "../../../../setup/processes";
import { progressOn } from "../../../../setup/progress";
import { Checkout } from "../../docker/checkout";
import type { Subject } from "../../../support/drivers/driver";
import { provideImages } from "./images";

declare module "vitest" {
  interface ProvidedContext {
    readonly subject: Subject;
  }
}

/** The repository that the stack names; its images are loaded, for nodes reach no registry. */
const repository = "registry.example.com/syfthub";
const firstRelease = "v0";
/** The releases that the tests bring up. */
const releases = [firstRelease, "v1", "v2", "v3"];
const roles = ["backend", "aggregator", "mcp", "frontend"];
const engines = ["nginx:1.30-alpine", "postgres:16-bookworm", "redis:7-alpine", "prom/node-exporter:v1.9.1"];

/** Requests small enough for one node of two processors to hold all instances, while the other one is drained. */
const modest = ["backend", "aggregator", "mcp"]
  .map((name) => {
    const resources = "{ cpu: { request: 0.1, limit: 1 }, memory: { request: 128Mi, limit: 512Mi } }";
    return `      ${name}: { resources: ${resources} }`;
  })
  .join("\n");

function stackFile(
  { domain, http, https }: Pick<Subject, "domain" | "http" | "https">,
  namespace: string,
): string {
  return `config:
  trireme:system: syfthub
  trireme:environment: production
  trireme:target: kubernetes
  trireme:domain: ${domain}
  trireme:imageRepository: ${repository}
  trireme:imageTag: ${firstRelease}
  trireme:settings:
    ports: { http: ${http}, https: ${https} }
    services:
${modest}
  trireme:kubernetes:
    namespace: ${namespace}
    ingress: { kind: proxy, service: NodePort }
`;
}

/** Removes the stack with its data; throws when anything of it is left in the cluster. */
async function removeStack(checkout: Checkout, stack: string, namespace: string): Promise<void> {
  await checkout.pulumi("state", "unprotect", "--all", "--yes", "--stack", stack);
  const destroyed = await checkout.trireme("destroy", stack, "--yes", "--skip-preview");
  // It outlives its resource, with the disks in it.
  await run("kubectl", ["delete", "namespace", namespace, "--ignore-not-found", "--wait"]);
  const { stdout } = await run("kubectl", ["get", "persistentvolumes", "--output", "name"]);
  if (destroyed.code !== 0 || stdout.includes("persistentvolume/"))
    throw new Error(`The suite left ${stdout.trim()} behind.\n${destroyed.output}`);
}

/**
 * Brings SyftHub's production stack up on a cluster of ours once for all files, and removes it after.
 * TRIREME_E2E_STACK and TRIREME_E2E_PORT give it another name and other ports of the nodes.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const progress = progressOn();
  const ranBefore = runningCluster() !== undefined;
  const env = await prepare(
    ["cli", "plugins", "kubernetes-plugin", "images", "cluster", "kubectl"],
    progress,
  );
  Object.assign(process.env, env);
  const stack = process.env.TRIREME_E2E_STACK ?? "cluster-e2e";
  const http = Number(process.env.TRIREME_E2E_PORT ?? "30580");
  const namespace = prefixOf("syfthub", stack);
  let checkout: Checkout | undefined;
  const teardown = async (): Promise<void> => {
    try {
      if (checkout !== undefined) await removeStack(checkout, stack, namespace);
      checkout?.remove();
    } finally {
      if (!ranBefore) await stopCluster(progress);
    }
  };
  try {
    await provideImages({ repository, roles, tags: releases, engines }, env, progress);
    checkout = Checkout.create();
    const address = runningCluster()?.layout.nodes[0].address ?? "";
    const place = { domain: "hub.localhost", address, http, https: http + 263 };
    const file = `Pulumi.${stack}.yaml`;
    checkout.write(file, stackFile(place, namespace));
    checkout.commit(file);
    const began = Date.now();
    const started = await checkout.trireme("start", stack);
    if (started.code !== 0) throw new Error(`npm start failed:\n${started.output}`);
    progress.note(`SyftHub was up after ${Math.round((Date.now() - began) / 1000)} s.`);
    project.provide("subject", {
      ...place,
      target: "kubernetes",
      folder: checkout.folder,
      stack,
      started: started.output,
    });
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
