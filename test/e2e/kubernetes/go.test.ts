import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasGo } from "../../../lab/build/go";
import { run } from "../../../setup/processes";
import { projectRoot } from "../../../setup/workspace";

const offered = await hasGo();

// Where there is no Go, the programs came from a cache that was filled where there is.
describe.skipIf(!offered)("the Go programs' own tests", () => {
  it("pass in lab/go/kubernetes", { timeout: 1_800_000 }, async () => {
    const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
    const cwd = join(projectRoot, "lab", "go", "kubernetes");
    const { stdout } = await run("go", ["test", "-trimpath", "-v", "./controllers/..."], { cwd, env });
    expect(stdout.match(/^--- PASS/gm)?.length).toBeGreaterThan(4);
  });
});
