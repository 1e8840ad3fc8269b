import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import dockerignore from "@balena/dockerignore";
import type { Image, Problem, System } from "../components/model";
import type { ImageSource } from "../components/platform";
import { environments } from "./environments";
import type { StackConfig } from "./schema";

/** Base image of the stand-in application. */
export const standInBase = "node:22-alpine";

export interface ResolvedImages {
  readonly sources: Readonly<Record<string, ImageSource>>;
  readonly problems: readonly Problem[];
}

/** Where the bytes of each of the system's own images come from. */
export function resolveImages(
  system: System,
  config: StackConfig,
  options: { readonly root: string; readonly substitutes: Readonly<Record<string, string>> },
): ResolvedImages {
  const mode =
    config.images ?? (config.sources === undefined ? environments[config.environment].images : "sources");
  const images = new Map(
    [...system.services, ...system.jobs, ...system.sites].map(({ image }) => [image.name, image]),
  );
  const sources: Record<string, ImageSource> = {};
  const problems: Problem[] = [];
  for (const image of images.values()) {
    if (mode === "registry") sources[image.name] = { from: "registry", reference: image.reference };
    else if (mode === "stand-in") sources[image.name] = standIn(system, image, options);
    else {
      const found = fromCheckout(image, resolve(options.root, config.sources ?? "."));
      if ("from" in found) sources[image.name] = found;
      else problems.push(found);
    }
  }
  return { sources, problems };
}

function standIn(
  system: System,
  image: Image,
  options: { readonly root: string; readonly substitutes: Readonly<Record<string, string>> },
): ImageSource {
  const context = join(options.root, "examples", "stand-in");
  const args = {
    BASE: options.substitutes[standInBase] ?? standInBase,
    ROLE: image.name,
  };
  return {
    from: "build",
    context,
    dockerfile: "Dockerfile",
    args,
    hash: contextHash(context, args, []),
    watch: {},
  };
}

function fromCheckout(image: Image, checkout: string): ImageSource | Problem {
  const { build } = image;
  if (build === undefined) return { from: "registry", reference: image.reference };
  const context = join(checkout, build.context);
  const dockerfile = build.dockerfile ?? "Dockerfile";
  if (!existsSync(join(context, dockerfile)))
    return {
      path: "sources",
      message: `image "${image.name}" is built from ${join(context, dockerfile)}, which does not exist; clone it there, or set trireme:sources to the checkout that has it`,
    };
  const watch = Object.entries(build.watch ?? {}).filter(([path]) => existsSync(join(context, path)));
  const args = build.args ?? {};
  return {
    from: "build",
    context,
    dockerfile,
    ...(build.target === undefined ? {} : { target: build.target }),
    args,
    hash: contextHash(
      context,
      args,
      watch.map(([path]) => path),
    ),
    watch: Object.fromEntries(watch.map(([path, mounted]) => [join(context, path), mounted])),
  };
}

/**
 * Hash of what the engine would see of a build context. Mounted folders do not count: a change in them is
 * in the running container at once.
 */
export function contextHash(
  context: string,
  args: Readonly<Record<string, string>>,
  mounted: readonly string[],
): string {
  const ignoreFile = join(context, ".dockerignore");
  const ignore = dockerignore({ ignorecase: false });
  if (existsSync(ignoreFile)) ignore.add(readFileSync(ignoreFile, "utf8"));
  const hash = createHash("sha256").update(JSON.stringify(Object.entries(args).sort()));
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(folder, entry.name);
      const name = relative(context, path);
      if (name === ".git" || name === "node_modules" || mounted.includes(name)) continue;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile() && !ignore.ignores(name)) hash.update(`${name}\0`).update(readFileSync(path));
    }
  };
  visit(context);
  return hash.digest("hex");
}
