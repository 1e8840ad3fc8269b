import type { System } from "../../components/model";
import { scriptCommand } from "../../components/render/backup";
import { PlainError } from "../../setup/errors";
import { runPiped } from "../../setup/processes";
import { containersOf } from "../runtime";
import type { ContainerRuntime } from "../runtime/runtime";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";
import type { Listed } from "./listing";
import { fetched, type Site } from "./restore";
import { ask, listOf, savedOf, type Saved } from "./saved";

/** Another stack of the same system, on whatever target, whose backups are restored. */
export interface Origin {
  readonly stack: string;
  readonly system: System;
  readonly all: readonly Saved[];
  /** What it has in its volumes and its bucket, without what it fetched from elsewhere itself. */
  readonly listed: readonly Listed[];
  readonly runtime: ContainerRuntime;
  /** The environment in which its containers are reached. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Opens the stack that backups come from.
 *
 * @param into the stack that they are restored in
 * @param wanted the name of one backup; absent: all
 * @throws PlainError where it is the same stack, or one of another system
 */
export async function originOf(
  stack: string,
  into: Pick<Site, "stack" | "system" | "progress">,
  wanted: string | undefined,
): Promise<Origin> {
  if (stack === into.stack)
    throw new PlainError(
      `--of ${stack} names the stack itself. Its own backups are restored without --of; name another stack of system ${into.system.name}.`,
    );
  const system = systemOf(stack);
  if (system.name !== into.system.name)
    throw new PlainError(
      `--of ${stack} names a stack of system ${system.name}; ${into.stack} runs ${into.system.name}. Name another stack of system ${into.system.name}.`,
    );
  const env = await prepareFor(stack, ["cli", "engine"], into.progress);
  const runtime = containersOf(stack, env);
  const all = await savedOf(system, stack, wanted, runtime);
  const listed = (await Promise.all(all.map((saved) => listOf(runtime, saved)))).flat();
  return { stack, system, all, runtime, env, listed: listed.filter(({ where }) => where !== "fetched") };
}

const kindOf = ({ store, backup }: Saved): string =>
  `${store.engine}${store.engine === "volume" ? ` (form "${backup.form ?? "archive"}")` : ""}`;

/**
 * Brings a backup of another stack to where this one keeps what it fetched; checksums are asked at both ends.
 *
 * @param env in which this stack's containers are reached
 */
export async function carried(
  site: Site,
  env: NodeJS.ProcessEnv,
  origin: Origin,
  chosen: Listed,
): Promise<Listed> {
  const { saved, runtime, progress } = site;
  const source = origin.all.find(({ backup }) => backup.name === chosen.backup);
  if (source === undefined) throw new RangeError(`stack ${origin.stack} has no backup ${chosen.backup}`);
  if (kindOf(source) !== kindOf(saved))
    throw new PlainError(
      `${chosen.backup} saves a ${kindOf(source)} in stack ${origin.stack} and a ${kindOf(saved)} in ${site.stack}; a backup restores into the kind of store that it was taken of.`,
    );
  await fetched({ ...site, saved: source, runtime: origin.runtime, stack: origin.stack }, chosen);
  await progress.step(`Bringing ${chosen.name} of ${chosen.backup} from ${origin.stack}`, () =>
    runPiped(
      {
        line: origin.runtime.execCommand(source.saver, scriptCommand("carry_out", chosen.name)),
        env: origin.env,
      },
      { line: runtime.execCommand(saved.saver, scriptCommand("carry_in", chosen.name), "reads"), env },
    ),
  );
  return { ...chosen, where: "fetched" };
}

/** Removes what was brought, once it is restored. */
export async function letGo({ saved, runtime }: Site, { name }: Listed): Promise<void> {
  const { code, output } = await ask(runtime, saved, ["let_go", name]);
  if (code !== 0) throw new PlainError(`${name} is restored, and its copy could not be removed: ${output}`);
}
