import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { format, resolveConfig } from "prettier";
import { stackFileSchema } from "../../stacks/config/json-schema";
import { projectRoot } from "../../setup/workspace";
import { command } from "../../cli/command-line/declaration";

const file = join(projectRoot, "schema", "stack.schema.json");

export const declaration = command({
  name: "schema",
  group: "Develop Trireme",
  summary: "Write the JSON Schema of a stack's file, for editors",
  stack: false,
  examples: [["schema", "after a change of the configuration's schema"]],
  async run() {
    const style = await resolveConfig(file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await format(JSON.stringify(stackFileSchema()), { ...style, parser: "json" }));
    console.log(`Wrote ${relative(process.cwd(), file)}.`);
    return 0;
  },
});
