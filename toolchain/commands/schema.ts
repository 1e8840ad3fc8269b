import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { format, resolveConfig } from "prettier";
import { stackFileSchema } from "../../stacks/json-schema";
import { PlainError } from "../errors";
import { projectRoot } from "../workspace";

const file = join(projectRoot, "schema", "stack.schema.json");

/** Writes the JSON Schema by which editors check and complete a `Pulumi.<stack>.yaml`. */
export async function run(args: string[]): Promise<number> {
  if (args.length > 0) throw new PlainError(`schema takes no arguments, but was given ${args.join(" ")}.`);
  const style = await resolveConfig(file);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await format(JSON.stringify(stackFileSchema()), { ...style, parser: "json" }));
  console.log(`Wrote ${relative(process.cwd(), file)}.`);
  return 0;
}
