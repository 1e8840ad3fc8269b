import type { Pins } from "../../components/model";
import { PlainError } from "../../setup/errors";
import { registryOf } from "../preflight/checks";
import { run } from "../../setup/processes";
import { digestOf, type Answer } from "./registry";
import { loginOf } from "./registry-login";

/** An image as the engine has it. */
export interface LocalImage {
  readonly id: string;
  /** `repository@sha256:…`, by which it was pulled. */
  readonly digests: readonly string[];
}

/** Who is asked what a reference stands for. */
export interface Askable {
  readonly registry: (reference: string) => Promise<Answer>;
  /** Absent where nodes or tasks pull: an engine's images say nothing of them. */
  readonly engine?: (reference: string) => Promise<LocalImage | undefined>;
}

export interface Resolved {
  readonly pins: Pins;
  /** What a person must know of single ones. */
  readonly notes: readonly string[];
}

/** Asks registries with this machine's logins, and the engine that a stack runs on. */
export function askable(env: NodeJS.ProcessEnv, withEngine: boolean): Askable {
  const registry: Askable["registry"] = async (reference) =>
    await digestOf(reference, await loginOf(registryOf(reference), env));
  if (!withEngine) return { registry };
  return {
    registry,
    engine: async (reference) => {
      const words = ["image", "inspect", "--format", "{{json .}}", reference];
      const { code, stdout } = await run("docker", words, { env, allowFailure: true });
      if (code !== 0) return undefined;
      const { Id, RepoDigests } = JSON.parse(stdout) as {
        Id: string;
        RepoDigests?: readonly string[] | null;
      };
      return { id: Id, digests: RepoDigests ?? [] };
    },
  };
}

/** The digest under which an engine has pulled an image from the reference's own repository. */
function pulledDigest(reference: string, { digests }: LocalImage): string | undefined {
  const repository = reference.replace(/:[^:/]+$/, "");
  return digests.find((one) => one.startsWith(`${repository}@`))?.slice(repository.length + 1);
}

/**
 * What each reference stands for now: the digest in its registry; where that cannot be had, and a stack runs on an engine, the
 * digest by which the engine has pulled it, or else the id of the image that only the engine has.
 *
 * @throws PlainError with every reference that stands for nothing
 */
export async function resolvePins(references: readonly string[], ask: Askable): Promise<Resolved> {
  const missing: string[] = [];
  const found = await Promise.all(
    references.map(async (reference) => {
      const answer = await ask.registry(reference);
      if (answer.kind === "digest") return { reference, pin: answer.digest, note: undefined };
      const local = await ask.engine?.(reference);
      if (local === undefined) {
        missing.push(`${reference}: ${answer.why}`);
        return undefined;
      }
      const pulled = pulledDigest(reference, local);
      const what =
        pulled === undefined ? "the image that is on the engine alone" : "what the engine has pulled";
      const note = `${reference} is ${what}: ${answer.why}`;
      return { reference, pin: pulled ?? `id:${local.id}`, note };
    }),
  );
  if (missing.length > 0)
    throw new PlainError(
      `Nothing was changed: the digests of these images cannot be looked up.\n${missing.map((one) => `  ${one}\n`).join("")}Push them, log in (docker login), or release by tags alone, which may mean other images later: --unpinned`,
    );
  const resolved = found.filter((one) => one !== undefined);
  return {
    pins: Object.fromEntries(resolved.map(({ reference, pin }) => [reference, pin])),
    notes: resolved.flatMap(({ note }) => note ?? []),
  };
}

/** Each reference with what it stands for, as a person reads it; what changed is marked. */
export function pinLines(pins: Pins, before: Pins): readonly string[] {
  return Object.entries(pins)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reference, pin]) => {
      const was = Object.hasOwn(before, reference) ? before[reference] : undefined;
      const again = was === undefined || was === pin ? "" : `   PUSHED AGAIN: was ${was}`;
      return `  ${reference} = ${pin}${again}`;
    });
}
