import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { format, resolveConfig } from "prettier";
import { command } from "../../cli/command-line/declaration";
import { allCommands, page, tableModule } from "../../cli/command-line/reference";
import { projectRoot } from "../../setup/workspace";
import { priceListText } from "../prices/list";
import { projectFile, registries, systemDefinitions } from "../reference/systems";

type Texts = Readonly<Record<string, string>>;

async function formatted(texts: Texts): Promise<Texts> {
  const style = await resolveConfig(join(projectRoot, "package.json"));
  const all = Object.entries(texts).map(async ([file, text]) => [
    file,
    await format(text, { ...style, filepath: file }),
  ]);
  return Object.fromEntries(await Promise.all(all)) as Texts;
}

/** Every generated file, by its path in the checkout, as it should be. */
export async function generated(): Promise<Texts> {
  // What reads the registry is loaded here, when that is written.
  const { stackFileSchema } = await import("../../stacks/config/json-schema");
  const { withMatrix } = await import("../reference/matrix");
  const commands = await allCommands();
  const names = (await systemDefinitions()).map(({ name }) => name);
  return await formatted({
    ...registries(),
    "Pulumi.yaml": projectFile(readFileSync(join(projectRoot, "Pulumi.yaml"), "utf8"), names),
    "README.md": withMatrix(readFileSync(join(projectRoot, "README.md"), "utf8")),
    "schema/stack.schema.json": JSON.stringify(stackFileSchema()),
    "components/aws/cost/price-list.json": await priceListText(),
    "cli/command-line/table.ts": tableModule(commands),
    "docs/commands.md": page(commands),
  });
}

function write(texts: Texts): void {
  for (const [file, text] of Object.entries(texts)) {
    const path = join(projectRoot, file);
    writeFileSync(path, text);
    console.log(`Wrote ${relative(process.cwd(), path)}.`);
  }
}

export const declaration = command({
  name: "reference",
  group: "Develop Trireme",
  summary: "Write what is generated: lists of systems and commands",
  description:
    "From the folders of stacks/systems: the registry, Pulumi.yaml, the README's table and the JSON Schema of a stack's file. From the files in cli/commands and lab/commands: the table of commands and docs/commands.md.",
  stack: false,
  examples: [["reference", "after a change of a system's or a command's declaration, or of the settings"]],
  async run() {
    write(await formatted(registries()));
    write(await generated());
    return 0;
  },
});
