import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { accessScript } from "../../../../components/render/pooler";

/** Runs the script with a psql that ends with these codes one after the other, and then with the last one. */
function ran(...codes: readonly number[]): { readonly code: number | null; readonly times: number } {
  const folder = mkdtempSync(join(tmpdir(), "trireme-pooler-"));
  try {
    const list = codes.join(" ");
    writeFileSync(
      join(folder, "psql"),
      `#!/bin/sh\necho "$*" >> ${folder}/asked\nset -- ${list}\nshift $(($(wc -l < ${folder}/asked) > $# ? $# - 1 : $(wc -l < ${folder}/asked) - 1))\nexit $1\n`,
    );
    writeFileSync(join(folder, "sleep"), "#!/bin/sh\n");
    for (const name of ["psql", "sleep"]) chmodSync(join(folder, name), 0o755);
    const { status } = spawnSync("sh", ["-c", accessScript("/run/pooler/access.sql")], {
      env: { PATH: `${folder}:/usr/bin:/bin` },
    });
    const asked = readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
    expect(new Set(asked)).toEqual(new Set(["-Xqw -v ON_ERROR_STOP=1 -f /run/pooler/access.sql"]));
    return { code: status, times: asked.length };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("what lets the pooler ask for passwords", () => {
  it("is done once where the server takes it", () => {
    expect(ran(0)).toEqual({ code: 0, times: 1 });
  });

  it("is done again where the server was not reached, and given up in the end", () => {
    expect(ran(2, 2, 0)).toEqual({ code: 0, times: 3 });
    expect(ran(2)).toEqual({ code: 2, times: 10 });
  });

  it("is not done again where the server refuses a statement", () => {
    expect(ran(3)).toEqual({ code: 3, times: 1 });
  });
});
