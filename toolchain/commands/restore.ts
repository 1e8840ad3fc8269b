import { parseArgs } from "node:util";
import { choose, renderList, type Listed } from "../backup/listing";
import {
  fetched,
  forget,
  restoreBeside,
  restoreInPlace,
  restoreToMoment,
  type Site,
} from "../backup/restore";
import { listOf, savedOf, writersOf, type Saved } from "../backup/saved";
import { agreed } from "../confirm";
import { prepare } from "../environment";
import { PlainError } from "../errors";
import { progressOn } from "../progress";
import { runtimeOf } from "../runtime";
import { needsOf } from "../stack-needs";
import { stackRequest, systemOf } from "../stack-system";
import { run as verify } from "./verify";

const usage =
  "restore STACK [--backup NAME] [--from TIME|latest [--to scratch] | --at MOMENT | --forget NAME] [--yes]";

interface Request {
  readonly backup?: string;
  readonly from?: string;
  readonly scratch: boolean;
  readonly at?: Date;
  readonly forget?: string;
  readonly yes: boolean;
}

/**
 * Reads the arguments that follow the stack's name.
 *
 * @throws PlainError on what the command does not know
 */
export function restoreRequest(args: readonly string[]): Request {
  const options = {
    backup: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    at: { type: "string" },
    forget: { type: "string" },
    yes: { type: "boolean", short: "y", default: false },
  } as const;
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw new PlainError(`${(error as Error).message}\n${usage}`);
  }
  const { backup, from, to, at, forget: name, yes } = values;
  const chosen = Object.entries({ from, at, forget: name }).filter(([, value]) => value !== undefined);
  if (chosen.length > 1)
    throw new PlainError(`Only one of ${chosen.map(([key]) => `--${key}`).join(" and ")}: ${usage}`);
  if (to !== undefined && to !== "scratch")
    throw new PlainError(`--to takes "scratch", not "${to}"; without it the store itself is restored.`);
  if (to !== undefined && from === undefined)
    throw new PlainError(`--to scratch needs --from, which says what is restored: ${usage}`);
  return { backup, from, scratch: to === "scratch", at: moment(at), forget: name, yes };
}

/** A moment of the operator's: ISO 8601, and UTC where it names no zone. */
function moment(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`;
  const date = new Date(zoned.replace(" ", "T"));
  if (Number.isNaN(date.getTime()))
    throw new PlainError(`"${text}" is no moment; write 2026-01-31T13:45:00Z (without a zone it is UTC).`);
  return date;
}

/** Lists what there is, or restores it: into the store, beside it, or to a moment. */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackRequest(args);
  const request = restoreRequest(rest);
  const system = systemOf(stack);
  const progress = progressOn();
  const env = await prepare(needsOf(stack, ["cli", "engine"]), progress);
  const runtime = runtimeOf(stack, env);
  const all = await savedOf(system, stack, request.backup, runtime);
  const site = (saved: Saved): Site => ({ stack, system, saved, runtime, progress });
  if (request.forget !== undefined) {
    await forget(site(only(all, ({ store }) => store.engine === "postgres")), request.forget);
    return 0;
  }
  if (request.at !== undefined) {
    const saved = only(all, ({ backup }) => backup.pointInTime !== undefined);
    announce(site(saved), `the state of ${request.at.toISOString()}`);
    if (!(await agreed("Restore?", request.yes))) return 1;
    console.log(await restoreToMoment(site(saved), request.at, new Date()));
    return await verify([stack]);
  }
  const listed = (await Promise.all(all.map((saved) => listOf(runtime, saved)))).flat();
  if (request.from === undefined) {
    show(all, listed, stack);
    return 0;
  }
  const chosen = chosenOf(listed, request.from);
  const saved = only(all, ({ backup }) => backup.name === chosen.backup);
  if (!request.scratch) {
    announce(site(saved), `the backup ${chosen.name} of ${chosen.backup}`);
    if (!(await agreed("Restore?", request.yes))) return 1;
  }
  await fetched(site(saved), chosen);
  const restore = request.scratch ? restoreBeside : restoreInPlace;
  console.log(await restore(site(saved), chosen, new Date()));
  return request.scratch ? 0 : await verify([stack]);
}

function chosenOf(listed: readonly Listed[], from: string): Listed {
  try {
    return choose(listed, from);
  } catch (error) {
    if (error instanceof RangeError) throw new PlainError(error.message);
    throw error;
  }
}

function only(all: readonly Saved[], wanted: (saved: Saved) => boolean): Saved {
  const found = all.length === 1 ? all : all.filter(wanted);
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw new PlainError(`Say which with --backup: ${all.map(({ backup }) => backup.name).join(", ")}.`);
  return first;
}

function announce({ system, saved }: Site, what: string): void {
  const writers = writersOf(system, saved.store.name);
  console.log(
    `${saved.store.name} gets ${what}. Meanwhile ${writers.join(", ")} are stopped; what is in it now is kept beside it.`,
  );
}

function show(all: readonly Saved[], listed: readonly Listed[], stack: string): void {
  console.log(listed.length === 0 ? "There are no backups yet." : renderList(listed));
  for (const { backup } of all.filter((saved) => saved.backup.pointInTime !== undefined)) {
    const bases = listed.flatMap(({ backup: of, base }) => (of === backup.name && base ? [base] : []));
    const [oldest] = bases.sort();
    if (oldest !== undefined)
      console.log(
        `\nAny moment since ${oldest}: npm run restore -- ${stack} --at MOMENT --backup ${backup.name}`,
      );
  }
  console.log(`\nRestore one: npm run restore -- ${stack} --from NAME [--to scratch]`);
}
