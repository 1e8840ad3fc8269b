/** One backup, as the container that takes them lists it. */
export interface Listed {
  /** The backup of the system that it belongs to. */
  readonly backup: string;
  /** Its own name: the time it was taken by the clock of then, its kind, and its number. */
  readonly name: string;
  /** `snapshot`: a service of the provider keeps it. */
  readonly where: "volume" | "fetched" | "bucket" | "snapshot";
  /** What is wrong with it; absent where every checksum is right. */
  readonly fault?: string;
  readonly time?: string;
  /** In bytes. */
  readonly size?: number;
  /** Rows or keys in all. */
  readonly rows?: number;
  readonly version?: string;
  /** From when on a restore to a moment can start from it (ISO 8601). */
  readonly base?: string;
}

interface Manifest {
  readonly time?: string;
  readonly size?: number;
  readonly version?: string;
  readonly rows?: Readonly<Record<string, number>>;
  readonly base?: { readonly until?: string };
}

const places: Readonly<Record<string, Listed["where"]>> = {
  "/backup": "volume",
  "/fetched": "fetched",
  bucket: "bucket",
};

function read(manifest: string): Manifest | undefined {
  try {
    return JSON.parse(manifest) as Manifest;
  } catch {
    return undefined;
  }
}

/** What a backup's manifest says of it, or what is wrong with the manifest. */
export function readManifest(
  text: string,
): Pick<Listed, "fault" | "time" | "size" | "rows" | "version" | "base"> {
  const manifest = read(text);
  if (manifest === undefined) return { fault: "its manifest is not JSON" };
  return {
    time: manifest.time,
    size: manifest.size,
    version: manifest.version,
    rows: Object.values(manifest.rows ?? {}).reduce((sum, rows) => sum + rows, 0),
    base: manifest.base?.until,
  };
}

/** Reads the lines of the scripts' command `list`: name, place, verdict, manifest. */
export function parseList(backup: string, output: string): readonly Listed[] {
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", place = "", verdict = "", ...rest] = line.split("\t");
      return {
        backup,
        name,
        where: places[place] ?? "volume",
        ...readManifest(rest.join("\t")),
        ...(verdict === "ok" ? {} : { fault: verdict }),
      };
    });
}

/** The number of a backup's name, which counts up whatever the clock says; names of before there were numbers come first. */
function numberOf(name: string): number {
  return Number(/\.(\d{8})$/.exec(name)?.[1] ?? -1);
}

/** Compares the names of two backups: the one that was taken first stands first. */
export function byAge(a: string, b: string): number {
  const earlier = numberOf(a) - numberOf(b);
  if (earlier !== 0) return earlier;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Bytes for people: `4.2 MB`. */
export function readableSize(size: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, size)) / 3)));
  const value = size / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power] ?? ""}`;
}

/** Who looks at the checksums of what is not here. */
const checked: Readonly<Partial<Record<Listed["where"], string>>> = {
  bucket: "checked when fetched",
  snapshot: "by its service",
};

const header = ["backup", "name", "taken (UTC)", "where", "size", "rows", "version", "checksum"];

/** A table of backups, newest last. */
export function renderList(listed: readonly Listed[]): string {
  const rows = listed.map(({ backup, name, time, where, size, rows: count, version, fault }) => [
    backup,
    name,
    time?.replace("T", " ").replace("Z", "") ?? "?",
    where,
    size === undefined ? "?" : readableSize(size),
    count === undefined ? "?" : String(count),
    version ?? "?",
    fault === undefined ? (checked[where] ?? "right") : `✗ ${fault.trim()}`,
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/**
 * The backup that `--from` names: a name (with its number or without), or `latest` for the newest whose checksums are right.
 *
 * @throws RangeError with what there is, where none or several are meant
 */
export function choose(listed: readonly Listed[], from: string): Listed {
  const among =
    from === "latest"
      ? listed.filter(({ fault }) => fault === undefined)
      : listed.filter(({ name }) => name === from || name.startsWith(`${from}.`));
  const backups = [...new Set(among.map(({ backup }) => backup))];
  if (backups.length > 1)
    throw new RangeError(
      `"${from}" names a backup of each of ${backups.join(" and ")}; say which: --backup NAME`,
    );
  // Of one that is in several places, the nearest.
  const nearness = ["bucket", "fetched", "volume"];
  const [chosen] = [...among].sort((a, b) =>
    a.name === b.name ? nearness.indexOf(b.where) - nearness.indexOf(a.where) : byAge(b.name, a.name),
  );
  if (chosen === undefined)
    throw new RangeError(
      `there is no backup "${from}"; ${listed.length === 0 ? "there are none yet" : `there are ${listed.map(({ name }) => name).join(", ")}`}`,
    );
  return chosen;
}
