import { createHash } from "node:crypto";
import { imageKey } from "../../../../components/model";
import { loadImages, official } from "../../../../lab/cluster/images";
import { runningCluster } from "../../../../lab/cluster/record";
import { run } from "../../../../setup/processes";
import { progressOn } from "../../../../setup/progress";
import { resolveImages } from "../../../../stacks/config/images";
import type { StackConfig } from "../../../../stacks/config/schema";
import { localSubstitutes } from "../../../../stacks/config/substitutes";
import type { SystemName } from "../../../../stacks/systems";
import { root } from "../../../support/sources";
import { described, type Environment } from "./stacks";

/** The images that a preview's objects name, `pulumi preview --json`. */
function imagesIn(value: unknown, key = ""): readonly string[] {
  if (typeof value === "string") return key === "image" ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) => imagesIn(below, name));
}

/**
 * The images of a system's own by the names that the stack's file gives them, built from the sample application, as
 * `NAME=SOURCE` of `loadImages`.
 */
async function ownImages(
  system: SystemName,
  environment: Environment,
  named: { readonly repository: string; readonly tag: string },
): Promise<readonly string[]> {
  const substitutes = localSubstitutes(root);
  const description = described({ system }, environment, named);
  const config = { system, environment, target: "docker", images: "sample" } as StackConfig;
  const { sources } = resolveImages(description, config, { root, substitutes });
  const images = [...description.services, ...description.jobs, ...description.sites].map(
    ({ image }) => image,
  );
  const built = new Map<string, string>();
  for (const image of images) {
    const source = sources[imageKey(image)];
    if (source === undefined || built.has(image.reference)) continue;
    if (source.from === "registry") {
      built.set(image.reference, substitutes[source.reference] ?? source.reference);
      continue;
    }
    const args = Object.entries(source.args ?? {}).flatMap(([name, value]) => [
      "--build-arg",
      `${name}=${value}`,
    ]);
    const tag = `trireme.local/suite/${createHash("sha256").update(args.join(" ")).digest("hex").slice(0, 12)}`;
    await run("docker", ["build", "--quiet", ...args, "--tag", tag, source.context]);
    built.set(image.reference, `${tag}:latest`);
  }
  return [...built].map(([name, source]) => `${name}=${source}`);
}

/** Puts what a stack runs into every node, under the names that its pods say: nodes of ours reach no registry. */
export async function provide(
  system: SystemName,
  environment: Environment,
  named: { readonly repository: string; readonly tag: string },
  preview: unknown,
): Promise<void> {
  const own = await ownImages(system, environment, named);
  const names = new Set(own.map((image) => image.slice(0, image.indexOf("="))));
  const others = [...new Set(imagesIn(preview))].filter((image) => !names.has(image));
  await load([...own, ...others.map(official)]);
}

export async function load(images: readonly string[]): Promise<void> {
  const cluster = runningCluster();
  if (cluster === undefined) throw new Error("the cluster does not run");
  await loadImages(cluster, images, process.env, progressOn());
}
