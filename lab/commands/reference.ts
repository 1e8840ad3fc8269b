import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { format, resolveConfig } from "prettier";
import { command } from "../../cli/command-line/declaration";
import { allCommands, page, tableModule } from "../../cli/command-line/reference";
import { projectRoot } from "../../setup/workspace";

/** Both generated files, by their paths in the checkout, as they should be. */
export async function generated(): Promise<Readonly<Record<string, string>>> {
  const all = await allCommands();
  const texts = {
    "cli/command-line/table.ts": tableModule(all),
    "docs/commands.md": page(all),
  };
  const style = await resolveConfig(join(projectRoot, "package.json"));
  const formatted = Object.entries(texts).map(async ([file, text]) => [
    file,
    await format(text, { ...style, filepath: file }),
  ]);
  return Object.fromEntries(await Promise.all(formatted)) as Readonly<Record<string, string>>;
}

export const declaration = command({
  name: "reference",
  group: "Develop Trireme",
  summary: "Write docs/commands.md and the table of commands",
  stack: false,
  examples: [["reference", "after a change of a command's declaration"]],
  async run() {
    for (const [file, text] of Object.entries(await generated())) {
      const path = join(projectRoot, file);
      writeFileSync(path, text);
      console.log(`Wrote ${relative(process.cwd(), path)}.`);
    }
    return 0;
  },
});
