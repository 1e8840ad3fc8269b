import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { offsiteScript } from "../../../../../components/render/backup";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trireme-offsite-"));
  for (const folder of ["backup", "tmp", "metrics"]) mkdirSync(join(root, folder));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const settings =
  "BACKUP=daily BUCKET=b PREFIX=daily/ ENDPOINT= REGION=r CLASS=STANDARD EXPIRE_DAYS=30 RULE=r";

interface Pool {
  /** Contents in the bucket that are older than two days. */
  readonly old: readonly string[];
  /** Lists of files, by backup. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** How many of them come when they are fetched. @default all */
  readonly fetched?: number;
}

/** Runs `prune_pool` with a bucket that has these; what it told the bucket to remove, and what it said. */
function prune(
  { old, lists, fetched }: Pool,
  expireDays = "30",
): { code: number | null; removed: string; out: string } {
  const names = Object.keys(lists);
  for (const [name, sums] of Object.entries(lists)) {
    mkdirSync(join(root, "lists-there", name), { recursive: true });
    writeFileSync(join(root, "lists-there", name, "files.tsv"), sums.map((sum) => `${sum}  ./a\n`).join(""));
  }
  const given = names.slice(0, fetched ?? names.length).map((name) => `'${root}/lists-there/${name}'`);
  const aws = `aws() {
    case "$*" in
      *list-objects-v2*.pool/*) printf '%s\\t' ${old.length === 0 ? "None" : old.map((sum) => `daily/.pool/${sum.slice(0, 2)}/${sum}`).join(" ")} ;;
      *list-objects-v2*files.tsv*) printf '%s\\t' ${names.length === 0 ? "None" : names.map((name) => `daily/${name}/files.tsv`).join(" ")} ;;
      "s3 cp"*--recursive*) ${given.length === 0 ? ":" : `cp -R ${given.join(" ")} ${root}/tmp/lists/`} ;;
      *delete-objects*) cat "\${6#file://}" >> ${root}/removed ;;
      *) echo "aws $*" ;;
    esac
  }`;
  const text = offsiteScript
    .replaceAll("/tmp/", `${root}/tmp/`)
    .replaceAll("=/tmp\n", `=${root}/tmp\n`)
    .replaceAll("root=/backup", `root=${root}/backup`)
    .replace(
      ". /opt/offsite/settings.sh",
      `${settings.replace("EXPIRE_DAYS=30", `EXPIRE_DAYS=${expireDays}`)}\n${aws}`,
    );
  const { status, stdout, stderr } = spawnSync("sh", ["-c", text, "sh", "prune_pool"], { encoding: "utf8" });
  const file = join(root, "removed");
  return { code: status, removed: existsSync(file) ? readFileSync(file, "utf8") : "", out: stdout + stderr };
}

/** Runs a command of the script with a bucket that has these, or that does not answer. */
function run(bucket: readonly string[] | undefined, words: string): { code: number | null; out: string } {
  const keys = bucket?.map((name) => `daily/${name}/SHA256SUMS`).join("\t") ?? "";
  const aws = `aws() {
    case "$*" in
      *list-objects-v2*SHA256SUMS*) ${bucket === undefined ? "echo 'no answer' >&2; return 255" : `printf '%s\\n' '${keys === "" ? "None" : keys}'`} ;;
      *head-object*) case '${keys}' in *"\${6#daily/}"*) return 0 ;; *) return 255 ;; esac ;;
      *) echo "aws $*" ;;
    esac
  }`;
  const text = offsiteScript
    .replace(". /opt/offsite/settings.sh", `${settings}\n${aws}\nsend() { echo "sent $1"; }`)
    .replace(/^send\(\) \{ # name/m, "send_for_real() { # name")
    .replaceAll("/tmp/", `${root}/tmp/`)
    .replaceAll("=/tmp\n", `=${root}/tmp\n`)
    .replaceAll("root=/backup", `root=${root}/backup`)
    .replaceAll("sent=/tmp", `sent=${root}/tmp`)
    .replaceAll("metrics=/var/lib/metrics", `metrics=${root}/metrics`);
  const { status, stdout, stderr } = spawnSync("sh", ["-c", text, "sh", ...words.split(" ")], {
    encoding: "utf8",
  });
  return { code: status, out: stdout + stderr };
}

describe("what is newest in a bucket", () => {
  it.each([
    [["20270101T020000Z.00000003", "20260102T020000Z-release.00000004"], "20260102T020000Z-release.00000004"],
    [["20270101T020000Z", "20260102T020000Z.00000001"], "20260102T020000Z.00000001"],
    [["20260101T020000Z", "20260102T020000Z-manual"], "20260102T020000Z-manual"],
  ])("of %j is %s", (bucket, newest) => {
    expect(run(bucket, "newest").out.trim()).toBe(newest);
  });

  it.each([
    [["20270101T020000Z.00000003", "20260102T020000Z-release.00000010"], "10"],
    [["20270101T020000Z"], "0"],
    [[], "0"],
  ])("of %j has the number %s", (bucket, number) => {
    expect(run(bucket, "last_number").out.trim()).toBe(number);
  });

  it.each(["newest", "last_number", "list", "tell_number", "look"])(
    "is not told by %s where the bucket does not answer",
    (command) => {
      const { code, out } = run(undefined, command);
      expect(code).not.toBe(0);
      expect(out).toContain("the bucket does not say what it has");
    },
  );
});

describe("a backup that is not in the bucket", () => {
  const old = "20200101T020000Z.00000001";
  const later = "20200102T020000Z.00000002";
  beforeEach(() => {
    for (const name of [old, later]) mkdirSync(join(root, "backup", name));
  });

  it("is copied however old it is by the clock", () => {
    const { out } = run([], "tell_number");
    expect(out).toBe("");
    expect(run([], "copy").out).toMatch(/sent 20200101T020000Z.00000001\n[^]*sent 20200102T020000Z.00000002/);
  });

  it("is not copied again when its time there is over: a later one is there", () => {
    run([later], "tell_number");
    expect(run([later], "copy").out).not.toContain("sent");
  });

  it("is copied when a later one is there and its own time is not over", () => {
    const young = `${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}.00000001`;
    rmSync(join(root, "backup", old), { recursive: true });
    mkdirSync(join(root, "backup", young));
    writeFileSync(join(root, "backup", young, "SHA256SUMS"), "");
    run([later], "tell_number");
    expect(run([later], "copy").out).toContain(`sent ${young}`);
  });

  it("is copied again when it was removed there", () => {
    const there = [old, later];
    expect([run(there, "copy").code, run(there, "look").code]).toEqual([0, 0]);
    expect(run([], "copy").out).not.toContain("sent");
    expect(run([later], "look").code).toBe(0);
    expect(run([later], "copy").out).not.toContain("sent");
    run([], "look");
    expect(run([], "copy").out).toMatch(/sent 20200101T020000Z.00000001\n[^]*sent 20200102T020000Z.00000002/);
  });
});

describe("contents that backups share", () => {
  const sum = (digit: string): string => digit.repeat(64);
  const first = "20260101T020000Z.00000001";
  const second = "20260102T020000Z.00000002";
  const keysOf = (removed: string): readonly string[] =>
    removed
      .trim()
      .split("\n")
      .filter((line) => line !== "")
      .flatMap((line) => (JSON.parse(line) as { Objects: { Key: string }[] }).Objects.map(({ Key }) => Key));

  it("do not expire by the rule of the bucket, which names backups alone", () => {
    expect(offsiteScript).toContain('\\"Prefix\\":\\"${PREFIX}2\\"');
    expect(first.startsWith("2")).toBe(true);
  });

  it("are removed when no list names them any more, here or there", () => {
    mkdirSync(join(root, "backup", ".pool", "cc"), { recursive: true });
    writeFileSync(join(root, "backup", ".pool", "cc", sum("c")), "");
    const old = ["a", "b", "c", "d"].map(sum);
    const { code, removed, out } = prune({ old, lists: { [first]: [sum("a")], [second]: [sum("b")] } });
    expect(code, out).toBe(0);
    expect(keysOf(removed)).toEqual([`daily/.pool/dd/${sum("d")}`]);
    expect(out).toContain("removed 1 contents");
  });

  it("are removed in parts of at most 500", () => {
    const old = Array.from({ length: 1201 }, (_, index) => index.toString(16).padStart(64, "0"));
    const { code, removed, out } = prune({ old, lists: { [first]: [] } });
    expect(code, out).toBe(0);
    const parts = removed.trim().split("\n");
    expect(parts.map((part) => (JSON.parse(part) as { Objects: unknown[] }).Objects.length)).toEqual([
      500, 500, 201,
    ]);
    expect(new Set(keysOf(removed)).size).toBe(1201);
  });

  it.each([
    ["nothing is old", { old: [], lists: { [first]: [sum("a")] } }, "30"],
    ["all are named", { old: [sum("a")], lists: { [first]: [sum("a")] } }, "30"],
    ["backups never expire", { old: [sum("d")], lists: {} }, ""],
  ] as const)("stay where %s", (_, pool, days) => {
    expect(prune(pool, days)).toMatchObject({ code: 0, removed: "" });
  });

  it("stay where the bucket does not give every list", () => {
    const { code, removed, out } = prune({
      old: [sum("d")],
      lists: { [first]: [sum("a")], [second]: [sum("d")] },
      fetched: 1,
    });
    expect(code).not.toBe(0);
    expect(removed).toBe("");
    expect(out).toContain("the bucket does not give all lists of files");
  });
});
