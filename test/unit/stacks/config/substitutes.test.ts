import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localFiles, projectRoot } from "../../../../setup/workspace";
import { localSubstitutes, substitutesFile } from "../../../../stacks/config/substitutes";

describe("images that stand in for those of a registry", () => {
  let root = "";
  const write = (text: string) => {
    mkdirSync(dirname(substitutesFile(root)), { recursive: true });
    writeFileSync(substitutesFile(root), text);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "trireme-substitutes-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("are read where set-up writes them", () => {
    expect(localFiles.images).toBe(substitutesFile(projectRoot));
    write('{ "redis:7": "trireme.local/redis:7" }');
    expect(localSubstitutes(root)).toEqual({ "redis:7": "trireme.local/redis:7" });
  });

  it("are none where the registry answers", () => expect(localSubstitutes(root)).toEqual({}));

  it("are told of where their file is not valid, with the way to a valid one", () => {
    write('{ "redis:7": ');
    expect(() => localSubstitutes(root)).toThrow(
      `${substitutesFile(root)} cannot be read: Unexpected end of JSON input. Delete it; the next npx trireme up writes it again.`,
    );
  });
});
