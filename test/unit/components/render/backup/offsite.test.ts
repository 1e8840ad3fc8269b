import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
