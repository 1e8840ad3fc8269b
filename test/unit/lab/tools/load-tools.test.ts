import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { missingForLoadTools, obtainLoadTools } from "../../../../lab/tools/load-tools";

const nothing = { step: () => Promise.reject(new Error("nothing is to be done")), note: () => undefined };

describe("the load tools", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "trireme-load-"));
    vi.stubEnv("PATH", folder);
    vi.stubEnv("TRIREME_CACHE", join(folder, "cache"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  function install(...names: readonly string[]): void {
    for (const name of names) {
      writeFileSync(join(folder, name), "#!/bin/sh\n");
      chmodSync(join(folder, name), 0o755);
    }
  }

  it("are the user's own where they are on PATH", async () => {
    install("vegeta", "wrk");
    expect(await missingForLoadTools()).toEqual([]);
    expect(await obtainLoadTools(nothing)).toEqual({
      vegeta: join(folder, "vegeta"),
      wrk: join(folder, "wrk"),
    });
  });

  it("are each named as missing, with ways to get them, where they can be neither built nor installed", async () => {
    vi.spyOn(process, "getuid").mockReturnValue(1000);
    const missing = await missingForLoadTools();
    expect(missing.map(({ what }) => what.split(",")[0])).toEqual(["vegeta", "wrk"]);
    expect(missing.every(({ remedies }) => remedies.length > 0)).toBe(true);
  });
});
