import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { savedFolder, volumeScript } from "../../../../../components/render/backup/volume";

describe("files that are put back", () => {
  let root: string;
  const at = (...path: readonly string[]) => join(root, ...path);
  const files = () => readdirSync(at("saved")).sort();

  /** Runs lines after the script, whose volume is a folder here. */
  function sh(lines: string): void {
    const script = [
      "set -eu",
      `FOLDER=.; folder_of() { echo ${at("backup")}; }; check() { :; }; flush() { :; }`,
      volumeScript.replaceAll(savedFolder, at("saved")),
      lines,
    ].join("\n");
    execFileSync("sh", ["-c", script], { stdio: "pipe" });
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "trireme-volume-"));
    for (const folder of ["saved", "backup", "archived/below"]) mkdirSync(at(folder), { recursive: true });
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
