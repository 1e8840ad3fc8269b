import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { generated } from "../../../../lab/commands/reference";

const root = join(import.meta.dirname, "../../../..");

let texts: Readonly<Record<string, string>> = {};
// Every command is loaded, with all that it imports.
beforeAll(async () => {
  texts = await generated();
}, 120_000);

it("has written every generated file as it should be: where one is stale, run npx trireme reference", () => {
  expect(Object.keys(texts).length).toBeGreaterThan(4);
  for (const [file, text] of Object.entries(texts))
    expect(readFileSync(join(root, file), "utf8"), file).toBe(text);
});
