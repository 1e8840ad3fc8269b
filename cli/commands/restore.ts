import { carriedFrom } from "../backup/carried";
import type { Kept } from "../backup/keeper";
import { choose, renderList, type Listed } from "../backup/listing";
import { agreed } from "../stack/confirm";
import { PlainError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { keeperOf } from "../runtime";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";
import { verified } from "./verify";
import { moment } from "../command-line/moment";
import { command, flag, optional, parsedAs, yes } from "../command-line/declaration";

export const declaration = command({
  name: "restore",
  group: "Data and secrets",
  summary: "List the backups there are, or restore one",
  description:
    "Into the store, whose writers stop meanwhile; beside it; or to a moment. What was there before is kept until --forget. Without an option it lists.",
  stack: true,
  options: {
    backup: optional("--backup <name>", "the backup of the system, where there are several: db-daily"),
    from: optional("--from <name>", 'restore this one of the list, or "latest"', {
      conflicts: ["at", "forget"],
    }),
    of: optional(
      "--of <stack>",
      "of this other stack of the system, on whatever target: list its backups, or restore one of them here",
      { conflicts: ["at", "forget"] },
    ),
    to: optional("--to <place>", "restore beside the store, with --from", { choices: ["scratch"] }),
    at: parsedAs("--at <moment>", "restore the state of a moment (ISO 8601, UTC without a zone)", moment, {
      conflicts: ["forget"],
    }),
    forget: optional(
      "--forget <name>",
      "remove the earlier data that a restore has kept, by the name that it printed",
    ),
    json: flag("--json", "print the list as JSON"),
    yes,
  },
  exits: { 1: "it failed, a check failed afterwards, or the answer was no" },
  examples: [
    ["restore prod", "list what there is"],
    ["restore prod --backup db-daily --from latest", "the newest one into the database"],
    ["restore prod --backup db-daily --from latest --to scratch", "beside the database"],
    ["restore prod-k8s --of prod --backup db-daily --from latest", "the newest one of another stack"],
    ["restore prod --at 2026-01-31T13:45:00Z", "the second before an accident"],
  ],
  refuse({ options: { from, to, at, forget: name, json } }) {
    if (to !== undefined && from === undefined)
      return "--to scratch needs --from, which names the backup to restore.";
    if (json && [from, at, name].some((value) => value !== undefined))
      return "--json prints the list of backups; it cannot be combined with --from, --at or --forget.";
    return undefined;
  },
  async run({ stack, options: request }) {
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "engine"], progress);
    const all =
      request.of === undefined
        ? await keeperOf(stack, env, progress).kept(request.backup)
        : await carriedFrom({ stack, system: systemOf(stack), progress }, env, request.of, request.backup);
    if (request.forget !== undefined) {
      await only(all, ({ store }) => store.engine === "postgres").forget(request.forget);
      return 0;
    }
    if (request.at !== undefined) {
      const kept = only(all, ({ reachesMoments }) => reachesMoments);
      console.log(kept.announcement(`the state of ${request.at.toISOString()}`));
      if (!(await agreed("Restore?", request.yes))) return 1;
      console.log(await kept.restoreMoment(request.at, new Date()));
      return await verified(stack);
    }
    const listed = (await Promise.all(all.map((kept) => kept.list()))).flat();
    if (request.from === undefined) {
      if (request.json) console.log(JSON.stringify(listed, null, 2));
      else await show(all, listed, stack, request.of);
      return 0;
    }
    const chosen = chosenOf(listed, request.from);
    const kept = only(all, ({ backup }) => backup.name === chosen.backup);
    if (request.to === "scratch") {
      console.log(await kept.restoreBeside(chosen, new Date()));
      return 0;
    }
    console.log(kept.announcement(`the backup ${chosen.name} of ${chosen.backup}`));
    if (!(await agreed("Restore?", request.yes))) return 1;
    console.log(await kept.restore(chosen, new Date()));
    return await verified(stack);
  },
});

function chosenOf(listed: readonly Listed[], from: string): Listed {
  try {
    return choose(listed, from);
  } catch (error) {
    if (error instanceof RangeError) throw new PlainError(error.message);
    throw error;
  }
}

function only(all: readonly Kept[], wanted: (kept: Kept) => boolean): Kept {
  const found = all.length === 1 ? all : all.filter(wanted);
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw new PlainError(
      `The system has several backups; say which with --backup: ${all.map(({ backup }) => backup.name).join(", ")}.`,
    );
  return first;
}

async function show(
  all: readonly Kept[],
  listed: readonly Listed[],
  stack: string,
  of?: string,
): Promise<void> {
  console.log(listed.length === 0 ? "There are no backups yet." : renderList(listed));
  const elsewhere = of === undefined ? "" : ` --of ${of}`;
  for (const kept of all) {
    const oldest = await kept.since(listed);
    if (oldest !== undefined)
      console.log(
        `\nAny moment since ${oldest}: npx trireme restore ${stack} --at MOMENT --backup ${kept.backup.name}`,
      );
  }
  console.log(`\nRestore one: npx trireme restore ${stack}${elsewhere} --from NAME [--to scratch]`);
}
