import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const script = join(__dirname, "..", "..", "..", "ci", "deploy.sh");

/** Takes the place of npx: writes down what it is asked, and fails the calls that it is told to, by their place. */
const npx = `#!/bin/sh
echo "$*" >> "$LOG"
count=$(wc -l < "$LOG")
for place in $FAIL; do [ "$place" -eq "$count" ] && exit 1; done
exit 0
`;

describe("a deployment", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "trireme-deploy-"));
    writeFileSync(join(folder, "npx"), npx);
    chmodSync(join(folder, "npx"), 0o755);
    writeFileSync(join(folder, "Pulumi.prod.yaml"), "config:\n  trireme:imageTag: v2\n");
    writeFileSync(join(folder, "Pulumi.other.yaml"), "config: {}\n");
    writeFileSync(join(folder, "log"), "");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function deploy(fail: string, stack = "prod") {
    const { status, stderr } = spawnSync("sh", [script, stack], {
      cwd: folder,
      env: {
        PATH: `${folder}:${process.env.PATH ?? ""}`,
        LOG: join(folder, "log"),
        FAIL: fail,
      },
    });
    const asked = readFileSync(join(folder, "log"), "utf8").trim().split("\n");
    return { status, stderr: stderr.toString(), asked };
  }

  const preview = "trireme preview prod";
  const up = "trireme up prod --yes --skip-preview";
  const verify = "trireme verify prod";
  const rollback = "trireme rollback prod --settings --yes";

  it("previews, brings up and verifies", () => {
    expect(deploy("")).toMatchObject({ status: 0, asked: [preview, up, verify] });
  });

  it("changes nothing when the preview or a policy says no", () => {
    expect(deploy("1")).toMatchObject({ status: 1, asked: [preview] });
  });

  it("goes back when the stack does not pass its checklist", () => {
    expect(deploy("3")).toMatchObject({ status: 2, asked: [preview, up, verify, rollback, verify] });
  });

  it("goes back when it does not come up", () => {
    expect(deploy("2")).toMatchObject({ status: 2, asked: [preview, up, rollback, verify] });
  });

  it("calls for a person when the way back fails as well", () => {
    const { status, stderr } = deploy("3 4");
    expect(status).toBe(3);
    expect(stderr).toContain("docs/operations.md");
  });

  it("calls for a person where there are no releases to go back to", () => {
    const { status, stderr } = deploy("2", "other");
    expect(status).toBe(3);
    expect(stderr).toContain("no releases to go back to");
  });
});
