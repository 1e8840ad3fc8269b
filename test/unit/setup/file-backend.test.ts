import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backendFolder, localBackend, removeTornAttributes } from "../../../setup/file-backend";
import { localFiles } from "../../../setup/workspace";

describe("the folder of a backend", () => {
  it.each([
    [localBackend, localFiles.state],
    ["file:///srv/state", "/srv/state"],
    ["file:///srv/my%20state?metadata=skip", "/srv/my state"],
    ["s3://state", undefined],
    [undefined, undefined],
  ])("of %s is %s", (url, folder) => {
    expect(backendFolder({ PULUMI_BACKEND_URL: url })).toBe(folder);
  });
});

describe("attributes that a killed run left half written", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "trireme-state-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string) => {
    const path = join(folder, ".pulumi", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };

  it("go, those of this stack alone, and nothing else goes", () => {
    const kept = [
      ["stacks/shop/prod.json", ""],
      ["stacks/shop/prod.json.bak.attrs", `{"md5":null}\n`],
      // Another's run may be writing it at this moment.
      ["stacks/shop/dev.json.attrs", ""],
      ["stacks/shop/prod-2.json.attrs", ""],
    ] as const;
    const torn = [
      ["stacks/shop/prod.json.attrs", ""],
      ["locks/organization/shop/prod/1.json.attrs", `{"user.cache`],
    ] as const;
    for (const [name, text] of [...kept, ...torn]) write(name, text);
    expect(removeTornAttributes(folder, "prod")).toBe(torn.length);
    const files = readdirSync(join(folder, ".pulumi"), { recursive: true, withFileTypes: true });
    expect(
      files
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(kept.map(([name]) => name.split("/").at(-1)).sort());
  });
});
