import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clockScript } from "../../../../../components/render/backup/order";
import { archiveForm, filesForm, savedFolder } from "../../../../../components/render/backup/volume";

describe("files that are put back", () => {
  let root: string;
  const at = (...path: readonly string[]) => join(root, ...path);
  const files = () => readdirSync(at("saved")).sort();

  /** Runs lines after the script, whose volume is a folder here. */
  function sh(lines: string): void {
    const script = [
      "set -eu",
      `FOLDER=.; folder_of() { echo ${at("backup")}; }; check() { :; }; flush() { :; }`,
      clockScript,
      archiveForm.replaceAll(savedFolder, at("saved")).replaceAll("/scratch", at("scratch")),
      lines,
    ].join("\n");
    execFileSync("sh", ["-c", script], { stdio: "pipe" });
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "trireme-volume-"));
    for (const folder of ["saved", "backup", "scratch", "archived/below"])
      mkdirSync(at(folder), { recursive: true });
    writeFileSync(at("archived/kept"), "saved");
    writeFileSync(at("archived/.hidden"), "saved");
    execFileSync("tar", ["-C", at("archived"), "-czf", at("backup/archive.tar.gz"), "."]);
    writeFileSync(at("saved/kept"), "new");
    writeFileSync(at("saved/later"), "new");
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("take the place of what is there, which stays beside them", () => {
    sh("engine_replace run before_1");
    expect(files()).toEqual([".before_1", ".hidden", "below", "kept"]);
    expect(readFileSync(at("saved/kept"), "utf8")).toBe("saved");
    expect(readdirSync(at("saved/.before_1")).sort()).toEqual(["kept", "later"]);
  });

  it("are none where nobody has made their folder yet", () => {
    const folder =
      "FOLDER=unmade; say() { echo $*; }; started=1; GAP=100; put() { :; }; age_of() { echo 1; }";
    sh(
      `${folder}; cd ${at("backup")}; engine_take scheduled; engine_drill ${at("backup")}; engine_replace run before_1`,
    );
    expect(readFileSync(at("backup/facts"), "utf8")).toContain('"files":0,"bytes":0');
    expect(readdirSync(at("saved/unmade"))).toEqual([".before_1"]);
  });

  it("have the permissions that they had, also where their folder is gone", () => {
    chmodSync(at("archived/kept"), 0o644);
    execFileSync("tar", ["-C", at("archived"), "-czf", at("backup/archive.tar.gz"), "."]);
    rmSync(at("saved"), { recursive: true });
    sh("umask 077; engine_replace run before_1");
    expect(statSync(at("saved/kept")).mode & 0o777).toBe(0o644);
  });

  it.each(["..hidden", "...", "..a b", "-rf", ".-"])("may be called %s at the top", (name) => {
    writeFileSync(at("archived", name), "saved");
    writeFileSync(at("saved", name), "new");
    execFileSync("tar", ["-C", at("archived"), "-czf", at("backup/archive.tar.gz"), "."]);
    sh("engine_replace run before_1");
    expect(readFileSync(at("saved", name), "utf8")).toBe("saved");
    expect(readFileSync(at("saved/.before_1", name), "utf8")).toBe("new");
    sh("engine_putback before_1");
    expect(readFileSync(at("saved", name), "utf8")).toBe("new");
    expect(files()).toEqual(["kept", "later", name].sort());
  });

  it("leave the file by which an engine keeps the volume where it is, and do not bring it elsewhere", () => {
    writeFileSync(at("saved/.trireme"), "the engine's");
    const engine = "started=1; say() { :; }";
    sh(`${engine}; mkdir ${at("taken")}; cd ${at("taken")}; engine_take scheduled`);
    expect(readFileSync(at("taken/files.tsv"), "utf8")).not.toContain(".trireme");
    expect(execFileSync("tar", ["-tzf", at("taken/archive.tar.gz")], { encoding: "utf8" })).not.toContain(
      ".trireme",
    );
    // A backup of before has it.
    writeFileSync(at("archived/.trireme"), "of before");
    execFileSync("tar", ["-C", at("archived"), "-czf", at("backup/archive.tar.gz"), "."]);
    sh("engine_replace run before_1");
    expect(files()).toEqual([".before_1", ".hidden", ".trireme", "below", "kept"]);
    expect(readdirSync(at("saved/.before_1")).sort()).toEqual(["kept", "later"]);
    sh("engine_putback before_1");
    expect(files()).toEqual([".trireme", "kept", "later"]);
  });

  it("go again when the restore is given up after it", () => {
    sh("engine_replace run before_1");
    sh("engine_putback before_1");
    expect(files()).toEqual(["kept", "later"]);
    expect(readFileSync(at("saved/kept"), "utf8")).toBe("new");
  });

  it.each([
    ["the archive cannot be read", "tar() { return 1; }"],
    [
      "an old file cannot be moved",
      'away() { case $1 in */later) return 1 ;; *) mv "$1" "./.$old/" ;; esac; }',
    ],
    ["a saved file cannot be moved", 'here() { case $1 in */kept) return 1 ;; *) mv "$1" . ;; esac; }'],
  ])("leave every old file when %s", (_, fault) => {
    expect(() => {
      sh(`${fault}\nengine_replace run before_1`);
    }).toThrow();
    sh("engine_putback before_1");
    expect(files()).toEqual(["kept", "later"]);
    expect(readFileSync(at("saved/kept"), "utf8")).toBe("new");
  });
});

describe("a volume that is saved as its files", () => {
  let root: string;
  const at = (...path: readonly string[]) => join(root, ...path);

  /** Runs lines after the script; a backup is a folder in `kept`, and what is dead says why. */
  function sh(lines: string): string {
    const script = [
      "set -eu",
      `FOLDER=.; GAP=100; started=1; root=${at("kept")}; die() { echo "$*" >&2; exit 1; }; put() { :; }`,
      clockScript,
      "age_of() { echo 1; }",
      'flush() { :; }; folder_of() { echo "$root/$1"; }; names() { ls "$1"; }',
      filesForm.replaceAll(savedFolder, at("saved")).replaceAll("/scratch", at("scratch")),
      'take() { mkdir "$root/$1"; cd "$root/$1"; engine_take scheduled; echo "$started" > manifest.json; sha256sum -- * > SHA256SUMS; }',
      lines,
    ].join("\n");
    return execFileSync("sh", ["-c", script], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }
  const pool = (): number =>
    execFileSync("find", [at("kept/.pool"), "-type", "f"], { encoding: "utf8" }).split("\n").length - 1;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "trireme-files-"));
    for (const folder of ["saved/below/deep", "saved/empty", "kept", "scratch"])
      mkdirSync(at(folder), { recursive: true });
    writeFileSync(at("saved/one"), "one");
    writeFileSync(at("saved/below/deep/two words"), "two");
    writeFileSync(at("saved/below/also one"), "one");
    symlinkSync("below/deep", at("saved/link"));
    chmodSync(at("saved/one"), 0o640);
    utimesSync(at("saved/one"), 1_000_000_000, 1_000_000_000);
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("has no line for the file by which an engine keeps the volume", () => {
    writeFileSync(at("saved/.trireme"), "the engine's");
    sh("take a");
    for (const list of ["files.tsv", "modes.tsv"])
      expect(readFileSync(at("kept/a", list), "utf8")).not.toContain(".trireme");
  });

  it("keeps each content once, and copies only what is new", () => {
    sh("take a");
    expect(pool()).toBe(2);
    writeFileSync(at("saved/three"), "three");
    sh("take b; cat facts > ../facts");
    expect(pool()).toBe(3);
    expect(readFileSync(at("kept/facts"), "utf8")).toContain('"files":4,"new":1');
  });

  it("comes back with its folders, links, permissions and times", () => {
    sh("take a");
    writeFileSync(at("saved/one"), "changed");
    writeFileSync(at("saved/later"), "later");
    sh("engine_drill $root/a; engine_replace a before_1");
    expect(readFileSync(at("saved/one"), "utf8")).toBe("one");
    expect(readFileSync(at("saved/link/two words"), "utf8")).toBe("two");
    expect(existsSync(at("saved/empty"))).toBe(true);
    expect(existsSync(at("saved/later"))).toBe(false);
    const { mode, mtimeMs } = statSync(at("saved/one"));
    expect([mode & 0o777, mtimeMs]).toEqual([0o640, 1_000_000_000_000]);
    expect(readFileSync(at("saved/.before_1/one"), "utf8")).toBe("changed");
  });

  it("has the permissions that it had in a volume whose folders hand on their group, as those of a cluster do", () => {
    chmodSync(at("saved/below"), 0o750);
    sh("take a");
    chmodSync(at("saved"), 0o2755);
    sh("engine_replace a before_1");
    expect(statSync(at("saved/below")).mode & 0o7777).toBe(0o750);
    expect(statSync(at("saved/below/deep")).mode & 0o7777).toBe(0o755);
  });

  it("is an empty backup where nobody has made its folder yet, which comes back as an empty folder", () => {
    const said = sh(
      "say() { echo $*; }; FOLDER=unmade; take a; cat facts; engine_drill $root/a; engine_replace a before_1",
    );
    expect(said).toContain("the volume has no folder unmade yet, so this backup is empty");
    expect(said).toContain('"files":0');
    expect(readdirSync(at("saved/unmade"))).toEqual([".before_1"]);
  });

  it("keeps what was deleted until no list names it any more", () => {
    sh("take a");
    rmSync(at("saved/below/deep/two words"));
    sh("take b; engine_prune");
    expect(pool()).toBe(2);
    rmSync(at("kept/a"), { recursive: true });
    sh("engine_prune");
    expect(pool()).toBe(1);
    sh("engine_drill $root/b");
  });

  it("does not pass a drill when a content has changed, nor a check when one is missing", () => {
    sh("take a");
    const [file = ""] = execFileSync("find", [at("kept/.pool"), "-type", "f"], { encoding: "utf8" }).split(
      "\n",
    );
    writeFileSync(file, "rotten");
    expect(() => sh("engine_drill $root/a")).toThrow(/not what was saved/);
    rmSync(file);
    expect(() => sh("check $root/a")).toThrow(/a names 1 files that are not among those kept/);
  });

  it.each(["line\nbreak", "tab\there", "back\\slash"])("refuses a name that no list can hold: %j", (name) => {
    writeFileSync(at("saved", name), "");
    expect(() => sh("take a")).toThrow(/which a list cannot hold/);
  });
});
