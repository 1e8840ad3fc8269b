/**
 * Prints the stacks that a change may change, as JSON: `tsx ci/changed-stacks.ts BASE` for those between a commit and
 * the present one, `tsx ci/changed-stacks.ts --all` for all. `--environment NAME` leaves those of others out.
 */
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { changedStacks, pipelineStacks, UnreadableStacks, type PipelineStack } from "./stacks";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: "boolean", default: false }, environment: { type: "string" } },
});
function stacksHere(): readonly PipelineStack[] {
  try {
    return pipelineStacks(process.cwd());
  } catch (error) {
    if (!(error instanceof UnreadableStacks)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

const stacks = stacksHere().filter(
  ({ environment }) => values.environment === undefined || environment === values.environment,
);
const [base] = positionals;

function filesSince(commit: string): readonly string[] {
  // A first push, or one that replaced history, has nothing to compare with: then everything may have changed.
  if (!isKnown(commit)) return ["Pulumi.yaml"];
  return execFileSync("git", ["diff", "--name-only", "-z", `${commit}...HEAD`])
    .toString()
    .split("\0")
    .filter((file) => file !== "");
}

function isKnown(commit: string): boolean {
  try {
    execFileSync("git", ["cat-file", "-e", `${commit}^{commit}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

if (values.all === (base !== undefined)) {
  console.error("Say which: a commit to compare with, or --all.");
  process.exit(2);
}
const found = base === undefined ? stacks : changedStacks(filesSince(base), stacks);
console.log(JSON.stringify(found.map(({ stack }) => stack)));
