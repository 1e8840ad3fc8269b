import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, normalize, relative, resolve } from "node:path";
import dockerignore from "@balena/dockerignore";
import { imageKey, originOf, type Image, type Problem, type System } from "../../components/model";
import type { ImageSource } from "../../components/shared/platform";
import { roleOf, type Sample } from "../systems/sample";
import { samples } from "../systems/samples";
import { imageMode } from "./environments";
import type { StackConfig } from "./schema";

/** Base image of the sample application. */
export const sampleBase = "node:22-alpine";

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
  const mode = imageMode(config);
  const images = new Map<string, Image>(
    [...system.services, ...system.jobs, ...system.sites].map(({ image }) => [imageKey(image), image]),
  );
  const sources: Record<string, ImageSource> = {};
  const problems: Problem[] = [];
  const made = new Set(
    [...system.services, ...system.jobs]
      .filter(({ name }) => originOf(system, name) !== undefined)
      .map(({ image }) => imageKey(image)),
  );
  for (const [key, image] of images) {
    // What a feature runs is nobody's own: its maker's image is pulled.
    const foreign = made.has(key) || (mode === "sample" && isForeign(system, image));
    const pulled = mode === "registry" || foreign ? image.reference : publishedImage(system, image, mode);
    if (pulled !== undefined) sources[key] = { from: "registry", reference: pulled };
    else if (mode === "sample") {
      const role = roleOf(samples, system.name, image.name);
      sources[key] = sampleImage(role, image.release ?? config.imageTag, options);
    } else {
      const found = fromCheckout(image, resolve(options.root, config.sources ?? "."), config.environment);
      if ("from" in found) sources[key] = found;
      else problems.push(found);
    }
  }
  return { sources, problems };
}

/** What its maker publishes, where that and not the sample application runs in the place of a system's image. */
export function publishedImage(
  { name: system }: Pick<System, "name">,
  { name }: Pick<Image, "name">,
  mode: ReturnType<typeof imageMode>,
): string | undefined {
  const sample: Sample = samples[system] ?? {};
  const played = mode === "sample" ? sample[name] : undefined;
  return played !== undefined && "reference" in played ? played.reference : undefined;
}

/** Whether an image is another's, such as that of Node-RED: nothing builds it, and the sample application does not stand in for it. */
function isForeign(system: System, { name, build }: Image): boolean {
  return build === undefined && !(name in (samples[system.name] ?? {}));
}

function sampleImage(
  role: string,
  release: string | undefined,
  options: { readonly root: string; readonly substitutes: Readonly<Record<string, string>> },
): ImageSource {
  const context = join(options.root, "examples", "sample");
  const args = {
    BASE: options.substitutes[sampleBase] ?? sampleBase,
    ROLE: role,
    // It says which release it stands in for.
    ...(release === undefined ? {} : { VERSION: release }),
  };
  return {
    from: "build",
    context,
    dockerfile: "Dockerfile",
    args,
    hash: contextHash(context, { dockerfile: "Dockerfile", args }),
    watch: {},
  };
}

function fromCheckout(
  image: Image,
  checkout: string,
  environment: StackConfig["environment"],
): ImageSource | Problem {
  const { build } = image;
  if (build === undefined) return { from: "registry", reference: image.reference };
  const context = join(checkout, build.context);
  const dockerfile = build.dockerfile ?? "Dockerfile";
  if (!existsSync(join(context, dockerfile)))
    return {
      path: "sources",
      message: `image "${image.name}" is built from ${join(context, dockerfile)}, which does not exist; clone it there, or set trireme:sources to the checkout that has it`,
    };
  const watch = Object.entries(environment === "development" ? (build.watch ?? {}) : {}).filter(([path]) =>
    existsSync(join(context, path)),
  );
  const args = build.args ?? {};
  const recipe = { dockerfile, ...(build.target === undefined ? {} : { target: build.target }), args };
  return {
    from: "build",
    context,
    ...recipe,
    hash: contextHash(context, { ...recipe, mounted: watch.map(([path]) => path) }),
    watch: Object.fromEntries(watch.map(([path, mounted]) => [join(context, path), mounted])),
  };
}

export interface Recipe {
  readonly dockerfile: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  /** Paths below the context that are mounted over the image's own. @default none */
  readonly mounted?: readonly string[];
}

/**
 * Hash of what the engine would see of a build context. Mounted folders do not count: a change in them is
 * in the running container at once.
 */
export function contextHash(context: string, { dockerfile, target, args, mounted = [] }: Recipe): string {
  const ignored = ignoredBy(join(context, ".dockerignore"));
  const skipped = new Set([
    ".git",
    "node_modules",
    ...mounted.map((path) => normalize(path).replace(/\/$/, "")),
  ]);
  const hash = createHash("sha256").update(JSON.stringify([target, Object.entries(args).sort()]));
  const add = (name: string, mode: number, content: string | Buffer): void => {
    hash.update(`${name}\0${mode & 0o111}\0${content.length}\0`).update(content);
  };
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      const below = relative(context, path);
      if (skipped.has(below)) continue;
      const status = lstatSync(path);
      if (status.isDirectory()) {
        if (!ignored.folder(below)) visit(path);
      } else if (!ignored.file(below)) {
        if (status.isFile()) add(below, status.mode, readFileSync(path));
        else if (status.isSymbolicLink()) add(below, 0, readlinkSync(path));
      }
    }
  };
  // The engine always gets the Dockerfile, ignored or not.
  add("", 0, readFileSync(join(context, dockerfile)));
  visit(context);
  return hash.digest("hex");
}

interface Ignored {
  file(path: string): boolean;
  /** Whether nothing below it counts. */
  folder(path: string): boolean;
}

function ignoredBy(file: string): Ignored {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const ignore = dockerignore({ ignorecase: false }).add(text);
  const exceptions = /^\s*!/m.test(text);
  return {
    file: (path) => ignore.ignores(path),
    folder: (path) => !exceptions && ignore.ignores(path),
  };
}
