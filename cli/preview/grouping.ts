import { dangers } from "./risk";
import { sections, type Row } from "./rows";

/** What happens to a resource. */
export type Kind = "create" | "update" | "replace" | "delete";

const past: Readonly<Record<Kind, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
};

/** What only serves others, and is told in one line where it says nothing of its own. */
const helpers: ReadonlySet<string> = new Set([
  "files",
  "handover",
  "volume",
  "reload",
  "credentials",
  "buckets",
  "image",
  "network",
  "password",
  "random bytes",
  "key",
  "certificate",
]);

/** What helpers are called in that line, one and several. */
const helperNames: Readonly<Record<string, readonly [string, string]>> = {
  files: ["set of files", "sets of files"],
  handover: ["volume handed over to its user", "volumes handed over to their users"],
  reload: ["reload of the proxy", "reloads of the proxy"],
  buckets: ["making of buckets", "makings of buckets"],
  credentials: ["password in a store", "passwords in stores"],
  image: ["image", "images"],
  "random bytes": ["random value", "random values"],
};

/** One row with what tells its group apart. */
export interface Grouped extends Row {
  readonly role?: string;
  readonly kind?: Kind;
}

/** The rows of a table: alike ones together, in the order that a reviewer thinks. */
export function tableOf(rows: readonly Grouped[]): readonly Row[] {
  return ordered(withHelpers(grouped(rows)));
}

/** Rows of resources that change alike become one. */
function grouped(rows: readonly Grouped[]): readonly Grouped[] {
  const groups = new Map<string, Grouped>();
  rows.forEach((row, index) => {
    const { section, subject, role, kind, told, changes, danger } = row;
    const key =
      role === undefined && section !== "exposure"
        ? String(index)
        : JSON.stringify([
            section,
            subject,
            role,
            kind,
            told,
            danger,
            role === "site" ? [] : changes,
            row.what,
          ]);
    const known = groups.get(key);
    groups.set(key, known === undefined ? row : { ...known, resources: known.resources + row.resources });
  });
  return [...groups.values()].map((row) => ({ ...row, what: row.what === "" ? whatOf(row) : row.what }));
}

function whatOf({ role = "resource", kind = "update", resources }: Grouped): string {
  const done = past[kind];
  switch (role) {
    case "service":
      if (resources === 1 && kind !== "replace") return `service: instance ${done}`;
      return `service: ${resources === 1 ? "instance" : `${resources} instances`} ${done}${kind === "replace" ? ", new before old" : ""}`;
    case "job":
      return kind === "replace" ? "job: runs again" : kind === "create" ? "job: runs" : `job ${done}`;
    case "site":
      return kind === "replace" ? "site: published again" : `site ${done}`;
    case "store":
      return kind === "replace" ? "store: container replaced" : `store: container ${done}`;
    case "reload":
      return "proxy: loads its configuration again";
    case "proxy":
      return kind === "replace"
        ? "proxy: replaced; NOTHING IS SERVED between the old one and the new"
        : `proxy ${done}`;
    default:
      return `${role}${resources > 1 ? `: ${resources} ${done}` : ` ${done}`}`;
  }
}

/** What only serves others is counted in one row for each section, unless it says something of its own. */
function withHelpers(rows: readonly Grouped[]): readonly Row[] {
  const silent = (row: Grouped): boolean =>
    row.role !== undefined &&
    helpers.has(row.role) &&
    row.section !== "data" &&
    (row.kind === "create" ||
      row.kind === "delete" ||
      row.changes.every(isMechanical) ||
      row.role === "image");
  const rest = rows.filter((row) => !silent(row));
  const counted = sections.flatMap((section): readonly Row[] => {
    const own = rows.filter((row) => row.section === section && silent(row));
    if (own.length === 0) return [];
    const roles = new Map<string, number>();
    for (const { role = "", resources } of own) roles.set(role, (roles.get(role) ?? 0) + resources);
    const parts = [...roles]
      .sort(([a], [b]) => compareText(a, b))
      .map(([role, count]) => counting(role, count));
    return [
      {
        section,
        subject: "with them",
        what: parts.join(", "),
        told: [],
        changes: [],
        resources: own.reduce((sum, { resources }) => sum + resources, 0),
      },
    ];
  });
  return [...rest, ...counted];
}

function counting(role: string, count: number): string {
  const [one, several] = helperNames[role] ?? [role, `${role}s`];
  return count === 1 ? `1 ${one}` : `${count} ${several}`;
}

/** A change that follows from another row's. */
function isMechanical({
  what,
  lines,
}: {
  readonly what: string;
  readonly lines?: readonly string[];
}): boolean {
  return (
    lines === undefined && /^(?:image|mount |network|env STORE_CONTAINER|networkMode|pidMode)/.test(what)
  );
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** In the order that a reviewer thinks; what counts others stands last in its section. */
function ordered(rows: readonly Row[]): readonly Row[] {
  const rank = ({ section, danger, subject }: Row): readonly number[] => [
    sections.indexOf(section),
    danger === undefined ? dangers.length : dangers.indexOf(danger),
    subject === "with them" ? 1 : 0,
  ];
  return [...rows].map(plain).sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    const index = x.findIndex((value, at) => value !== y[at]);
    if (index >= 0) return (x[index] ?? 0) - (y[index] ?? 0);
    return compareText(a.subject, b.subject) !== 0
      ? compareText(a.subject, b.subject)
      : compareText(a.what, b.what);
  });
}

function plain({ section, subject, what, danger, told, changes, resources }: Row): Row {
  return { section, subject, what, ...(danger === undefined ? {} : { danger }), told, changes, resources };
}
