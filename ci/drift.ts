/**
 * Compares a stack with what runs and keeps one issue about the difference: `tsx ci/drift.ts STACK`. The issue is
 * opened, edited while the difference lasts, and closed when it is gone.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forgeOf, publishIssue } from "./forge";

/** How `npx trireme drift` ends where something differs. */
const DIFFERS = 2;

const [stack, ...more] = process.argv.slice(2);

async function main(): Promise<number> {
  if (stack === undefined || more.length > 0) throw new Error("Name one stack: tsx ci/drift.ts STACK");
  const file = join(mkdtempSync(join(tmpdir(), "trireme-drift-")), "drift.md");
  const { status } = spawnSync("npm", ["run", "-s", "drift", "--", stack, "--markdown", file], {
    stdio: "inherit",
  });
  if (status !== 0 && status !== DIFFERS) return status ?? 1;
  const done = await publishIssue(
    forgeOf(process.env),
    `Stack ${stack} is not what its description says`,
    readFileSync(file, "utf8"),
    { over: status === 0 },
  );
  console.log(`The issue: ${done}.`);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
