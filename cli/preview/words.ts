import { masked, unknown } from "./masking";
import type { PropertyChange } from "./properties";
import type { Report, Row, Section, Verdict } from "./rows";
import { sections } from "./rows";

/** How a section is called. */
const titles: Readonly<Record<Section, string>> = {
  data: "DATA AT RISK",
  exposure: "Who can reach what",
  secrets: "Secrets regenerated",
  replace: "Replaced",
  update: "Updated",
  create: "Created",
  delete: "Deleted",
};

/** How a section is called in a report: what others did is not what an `up` would do. */
export function titleOf(section: Section, about: Report["about"]): string {
  if (about === "preview") return titles[section];
  const others = { replace: "Replaced", update: "Changed", create: "Appeared", delete: "Gone" } as const;
  return section === "data" || section === "exposure" || section === "secrets"
    ? titles[section]
    : others[section];
}

/** The sign before a row. */
export function markOf({ section, danger }: Row): string {
  if (section === "data") return danger === "pause" ? "!" : "!!";
  const marks = { exposure: ">", secrets: "*", replace: "±", update: "~", create: "+", delete: "-" } as const;
  return marks[section];
}

const counted: Readonly<Record<Section, string>> = {
  data: "at risk",
  exposure: "reached otherwise",
  secrets: "secrets regenerated",
  replace: "replaced",
  update: "updated",
  create: "created",
  delete: "deleted",
};

/** One line that says how much changes: `1 at risk, 5 replaced; 60 unchanged`; or that it could not be found out. */
export function summary({ rows, unchanged, about, failure }: Report): string {
  const what = about === "drift" ? "the comparison" : "the preview";
  if (failure === "failed")
    return `${what} FAILED; ${about === "drift" ? "what was changed" : "what would change"} is not known`;
  const parts = sections.flatMap((section) => {
    const own = rows.filter((row) => row.section === section);
    const count = section === "exposure" ? own.length : own.reduce((sum, row) => sum + row.resources, 0);
    return count === 0 ? [] : [`${count} ${counted[section]}`];
  });
  const nothing = about === "drift" ? "nothing changed outside of Trireme" : "no changes";
  if (failure === "refused") return `${what} FAILED: it deletes what is protected; ${parts.join(", ")}`;
  return `${parts.length === 0 ? nothing : parts.join(", ")}; ${unchanged} unchanged`;
}

/** What a row shouts, for its first line. */
export function shout({ section, danger }: Row): string {
  if (section !== "data") return "";
  switch (danger) {
    case "lost":
      return "DATA IS LOST";
    case "apart":
      return "DATA IS LEFT BEHIND";
    case "format":
      return "FILES THAT THE NEW SERVER DOES NOT READ";
    case "version":
      return "ANOTHER MAJOR VERSION";
    case "pause":
    case undefined:
      return "";
    default:
      return danger satisfies never;
  }
}

/** A change in one line: `image: a → b`; of a long text only what it is. */
export function changeText({ what, before, after, lines }: PropertyChange): string {
  if (lines !== undefined) return `${what}:`;
  if (what.startsWith("network ") && before === undefined) return `${what}: joined`;
  if (what.startsWith("network ") && after === undefined) return `${what}: left`;
  if (before === masked && after === masked) return `${what}: a secret value is another one`;
  if (after === unknown) return `${what}: ${unknown}`;
  if (before === undefined) return after === undefined ? what : `${what}: new: ${after}`;
  if (after === undefined) return `${what}: gone (was ${before})`;
  return `${what}: ${before} → ${after}`;
}

/**
 * `mandatory pin-images (web): message`. The CLI puts a policy's description before what it has to say of a resource;
 * where there is such, it is enough.
 */
export function verdictText({ policy, level, subjects, message }: Verdict): string {
  const [description = "", ...rest] = message.split("\n").filter((line) => line.trim() !== "");
  const said = rest.length === 0 ? description : rest.map((line) => line.trim()).join(" ");
  const few = subjects.slice(0, 3).join(", ");
  const about = subjects.length > 3 ? `${few} and ${subjects.length - 3} more` : few;
  return `${level} ${policy}${about === "" ? "" : ` (${about})`}: ${said}`;
}

/** What the policies found, in one line; undefined where none were asked. */
export function policyLine({ packs, verdicts, failure }: Report): string | undefined {
  if (packs.length === 0 && verdicts.length === 0) return undefined;
  if (failure !== undefined && verdicts.length === 0) return undefined;
  const count = (level: string): number => verdicts.filter((one) => one.level === level).length;
  const [stop, warn] = [count("mandatory"), count("advisory")];
  const found = [
    ...(stop === 0 ? [] : [`${stop} violated`]),
    ...(warn === 0 ? [] : [`${warn} ${warn === 1 ? "warning" : "warnings"}`]),
  ];
  return `Policies${packs.length === 0 ? "" : ` of ${packs.join(", ")}`}: ${found.length === 0 ? "no violations" : found.join(", ")}`;
}
