import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { cacheEntry, contentKey } from "../../setup/cache";
import { PlainError } from "../../setup/errors";
import { projectRoot } from "../../setup/workspace";
import { localSubstitutes } from "../../stacks/config/substitutes";
import { run } from "../../setup/processes";
import type { Progress, Step } from "../../setup/progress";
import type { Init } from "./namespaces";
import { writeProgramImage } from "./program-image";
import type { RunningCluster } from "./record";
import { ctr } from "./runtime";

const ARCHIVE = "image.tar";

/** The digest of each image's manifest, by the names it has. */
export function imageDigests(listing: string): ReadonlyMap<string, string> {
  return new Map(
    listing.split("\n").flatMap((line): readonly (readonly [string, string])[] => {
      const [name, , digest] = line.trim().split(/\s+/);
      return name !== undefined && digest?.startsWith("sha256:") === true ? [[name, digest]] : [];
    }),
  );
}

/**
 * A reference with all that Docker leaves out, as containerd wants it: `redis:7` becomes `docker.io/library/redis:7`.
 */
export function fullReference(reference: string): string {
  const tagged = /[:@][^/]+$/.test(reference) ? reference : `${reference}:latest`;
  const first = tagged.includes("/") ? tagged.slice(0, tagged.indexOf("/")) : "";
  if (/[.:]|^localhost$/.test(first)) return tagged;
  return first === "" ? `docker.io/library/${tagged}` : `docker.io/${tagged}`;
}

/**
 * True if a node has just this image under this name: the runtime lists an image by the digest of its configuration, too,
 * which is what Docker calls its id.
 */
export function holdsImage(digests: ReadonlyMap<string, string>, reference: string, id: string): boolean {
  const digest = digests.get(fullReference(reference));
  return digest !== undefined && digest === digests.get(id);
}

/** The name of an image with one program of the cluster's own, by its content. */
export function programReference(program: string): string {
  return `trireme.local/${basename(program)}:${contentKey({ program })}`;
}

/** Puts an image with each program into a node that has it not. */
export async function loadPrograms(init: Init, programs: readonly string[], step: Step): Promise<void> {
  const held = imageDigests(await ctr(init, ["images", "ls"]));
  for (const program of programs) {
    const reference = programReference(program);
    if (held.has(reference)) continue;
    const folder = await cacheEntry("program-image", contentKey({ program }), step, (target) =>
      writeProgramImage({ reference, program }, join(target, ARCHIVE)),
    );
    await ctr(init, ["images", "import", join(folder, ARCHIVE)]);
  }
}

/** An image of the engine, and the name that pods know it by. */
export interface NamedImage {
  readonly name: string;
  /** What the engine calls it. */
  readonly source: string;
}

/** What `NAME` or `NAME=SOURCE` means; without a source the engine knows the image by the same name. */
export function namedImage(text: string): NamedImage {
  const [name = "", source = name] = text.split("=");
  return { name, source };
}

/** An official image as `namedImage` reads it: from the local one where set-up made one in its place. */
export function official(name: string): string {
  const local = localSubstitutes(projectRoot)[name];
  return local === undefined ? name : `${name}=${local}`;
}

/** The id of an image, which is pulled if the engine has not got it. */
async function engineId(reference: string, env: NodeJS.ProcessEnv): Promise<string> {
  const inspect = async () =>
    await run("docker", ["image", "inspect", "--format", "{{.Id}}", reference], { env, allowFailure: true });
  const present = await inspect();
  if (present.code === 0) return present.stdout.trim();
  const pulled = await run("docker", ["pull", "--quiet", reference], { env, allowFailure: true });
  if (pulled.code !== 0)
    throw new PlainError(
      `The Docker engine has no image ${reference}, so it cannot be loaded into the cluster, and it cannot pull it: ${pulled.stderr.trim()}`,
    );
  return (await inspect()).stdout.trim();
}

/**
 * Copies images of the Docker engine into every node of our cluster, where pods find them under the names that are given. An
 * image that a node has already is left alone.
 *
 * @param images as `namedImage` reads them: `redis:7`, or `redis:7=my/redis:7` where pods know it by another name
 * @param env reaches the engine
 * @returns how many were copied
 * @throws PlainError naming an image that the engine neither has nor can pull
 */
export async function loadImages(
  { record }: RunningCluster,
  images: readonly string[],
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  const wanted = [...new Set(images)].map(namedImage);
  const ids = new Map<string, string>();
  for (const { source } of wanted) ids.set(source, ids.get(source) ?? (await engineId(source, env)));
  const missing = new Set<NamedImage>();
  const nodes = new Set<Init>();
  for (const init of record.inits) {
    const digests = imageDigests(await ctr(init, ["images", "ls"]));
    for (const image of wanted)
      if (!(await holds(init, digests, image, ids.get(image.source) ?? ""))) {
        nodes.add(init);
        missing.add(image);
      }
  }
  if (missing.size === 0) return 0;
  const lacking = wanted.filter((image) => missing.has(image));
  const sources = [...new Set(lacking.map(({ source }) => source))];
  await progress.step(`Loading ${sources.join(", ")} into the cluster`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "trireme-image-"));
    try {
      // One archive: what images share is in it once.
      const archive = join(folder, ARCHIVE);
      await run("docker", ["save", "--output", archive, ...sources], { env });
      await Promise.all([...nodes].map((init) => importAs(init, archive, lacking)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return lacking.length;
}

/** Whether a node has the image under the name; one that it has under the engine's name gets the other one as well. */
async function holds(
  init: Init,
  digests: ReadonlyMap<string, string>,
  image: NamedImage,
  id: string,
): Promise<boolean> {
  if (holdsImage(digests, image.name, id)) return true;
  if (image.name === image.source || !holdsImage(digests, image.source, id)) return false;
  await rename(init, image);
  return true;
}

async function importAs(init: Init, archive: string, images: readonly NamedImage[]): Promise<void> {
  await ctr(init, ["images", "import", archive]);
  for (const image of images) if (image.name !== image.source) await rename(init, image);
}

async function rename(init: Init, { name, source }: NamedImage): Promise<void> {
  await ctr(init, ["images", "tag", "--force", fullReference(source), fullReference(name)]);
}
