import type { System } from "../../components/model";
import { scriptCommand } from "../../components/render/backup";
import { ofComponent, type Container } from "./containers";
import type { Exec } from "./migrations";
import { fails, holds, type Verdict } from "./verdict";

/** Seconds by which a backup may be late: the next one is being taken. */
const grace = 15 * 60;

/** Reads what the scripts' command `status` says: a key and a value on each line. */
export function parseStatus(output: string): ReadonlyMap<string, string> {
  return new Map(
    output
      .split("\n")
      .filter((line) => line.includes("\t"))
      .map((line) => [line.slice(0, line.indexOf("\t")), line.slice(line.indexOf("\t") + 1)]),
  );
}

/** The verdicts on one backup, from its status. */
export function checkStatus(
  name: string,
  status: ReadonlyMap<string, string>,
  { drill, stack }: { readonly drill: boolean; readonly stack: string },
): readonly Verdict[] {
  const get = (key: string): string => status.get(key) ?? "";
  const fresh = `the newest backup of ${name} is as recent as its schedule asks`;
  const again = `Take one: npx trireme backup ${stack} ${name}`;
  const why = get("result") === "0" ? ` The last run failed: ${get("reason")}.` : "";
  const age = Number(status.get("age") ?? "unknown");
  const late = !(age <= Number(get("expected")) + grace);
  const early = get("early").trim();
  const tried = `the drill of ${name} restored the newest backup`;
  return [
    get("newest") === ""
      ? fails(fresh, `there are none yet.${why} ${again}`)
      : early !== "" || age < 0
        ? fails(
            fresh,
            `${early === "" ? get("newest") : early} is dated in the future, so the clock of its host is or was wrong. Set the clock. Such backups are removed once newer ones have replaced them; their numbers say which are newer. ${again}`,
          )
        : late || why !== ""
          ? fails(fresh, `it is ${Math.round(age / 60)} minutes old.${why} ${again}`)
          : holds(fresh),
    ...(!drill || get("newest") === ""
      ? []
      : get("drill") === "1"
        ? [holds(tried)]
        : [
            fails(
              tried,
              get("drill") === ""
                ? `it has not run yet. Run it: npx trireme drill ${stack} ${name}`
                : get("drill_reason").startsWith("there is no backup yet")
                  ? `${get("drill_reason")}. ${again}, and then: npx trireme drill ${stack} ${name}`
                  : `${get("drill_reason")} (${get("drill_backup")}). List what there is: npx trireme restore ${stack}`,
            ),
          ]),
  ];
}

/** Whether each backup is as young as promised, and the last drill restored it. */
export async function checkBackups(
  system: System,
  containers: readonly Container[],
  exec: Exec,
  stack: string,
): Promise<readonly Verdict[]> {
  const verdicts = await Promise.all(
    system.backups.map(async ({ name, drill }) => {
      const claim = `backup ${name} keeps its schedule`;
      const fix = `Fix it: npx trireme up ${stack}`;
      const [saver] = ofComponent(containers, name, "backup");
      if (saver?.State.Status !== "running") return [fails(claim, `its container does not run. ${fix}`)];
      const { code, output } = await exec(saver, scriptCommand("status"));
      if (code !== 0) return [fails(claim, `${output.trim()}. ${fix}`)];
      return checkStatus(name, parseStatus(output), { drill: drill !== undefined, stack });
    }),
  );
  return verdicts.flat();
}
