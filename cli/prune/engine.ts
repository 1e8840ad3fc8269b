import { run } from "../../setup/processes";
import type { Chosen, HeldImage, Use } from "./choice";

interface Inspected {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly RepoDigests?: readonly string[] | null;
  readonly Size: number;
  readonly RootFS?: { readonly Layers?: readonly string[] | null };
}

/** A name of an image whose tag was given to another one: `<none>@<none>`. */
const isNamed = (name: string): boolean => !name.includes("<none>");

const words = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");

/** The images of an engine that have a name, or that nothing was made from. */
export async function heldImages(env: NodeJS.ProcessEnv): Promise<readonly HeldImage[]> {
  const { stdout } = await run("docker", ["image", "ls", "--quiet", "--no-trunc"], { env });
  const ids = [...new Set(words(stdout))];
  if (ids.length === 0) return [];
  // It fails when one of them has gone meanwhile, and prints the others all the same.
  const { stdout: told } = await run("docker", ["image", "inspect", ...ids], { env, allowFailure: true });
  return (JSON.parse(told) as readonly Inspected[]).map(({ Id, RepoTags, RepoDigests, Size, RootFS }) => ({
    id: Id,
    tags: (RepoTags ?? []).filter(isNamed),
    digests: (RepoDigests ?? []).filter(isNamed),
    size: Size,
    layers: RootFS?.Layers ?? [],
  }));
}

/**
 * What the containers of an engine were made from.
 *
 * @param own ids of those that are the stack's
 */
export async function usesOf(own: ReadonlySet<string>, env: NodeJS.ProcessEnv): Promise<readonly Use[]> {
  const { stdout } = await run("docker", ["ps", "--all", "--quiet", "--no-trunc"], { env });
  const ids = words(stdout);
  if (ids.length === 0) return [];
  const format = "{{.Id}}\t{{.Image}}\t{{.Config.Image}}";
  const { stdout: told } = await run(
    "docker",
    ["inspect", "--type", "container", "--format", format, ...ids],
    { env, allowFailure: true },
  );
  return words(told).map((line) => {
    const [id = "", image = "", reference = ""] = line.split("\t");
    return { image, reference, own: own.has(id) };
  });
}

/**
 * Removes images by their names, without force: an engine keeps what a container uses.
 *
 * @returns why single ones stay
 */
export async function removeImages(
  chosen: readonly Chosen[],
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const { by } of chosen) {
    const { code, stderr } = await run("docker", ["image", "rm", ...by], { env, allowFailure: true });
    if (code !== 0) kept.push(`${by[0] ?? ""} stays: ${words(stderr).at(-1) ?? "no reason was given"}`);
  }
  return kept;
}
