import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { SystemError } from "../../components/model";
import { renderMermaid, renderSvg } from "../../components/render/diagram";
import { PlainError } from "../../setup/errors";
import { systemOf } from "../stack/system";
import { localFiles, projectRoot } from "../../setup/workspace";
import { command, optional } from "../command-line/declaration";

export const declaration = command({
  name: "diagram",
  group: "Look",
  summary: "Draw the stack's system: diagram.svg and diagram.mmd",
  stack: true,
  options: {
    out: optional(
      "--out <folder>",
      "where to write, from the checkout's root; .trireme/diagrams/<stack> without it",
    ),
  },
  examples: [
    ["diagram dev", "into .trireme/diagrams/dev"],
    ["diagram prod --out docs/images", "into another folder"],
  ],
  refuse: ({ options }) =>
    options.out === "" ? "--out needs the name of a folder, such as --out docs/images." : undefined,
  async run({ stack, options: { out } }) {
    const folder = out === undefined ? join(localFiles.folder, "diagrams", stack) : resolve(projectRoot, out);
    const system = systemOf(stack);
    try {
      const drawings = { "diagram.svg": await renderSvg(system), "diagram.mmd": renderMermaid(system) };
      mkdirSync(folder, { recursive: true });
      for (const [name, text] of Object.entries(drawings)) {
        const file = join(folder, name);
        writeFileSync(file, text);
        console.log(relative(process.cwd(), file));
      }
      return 0;
    } catch (error) {
      if (error instanceof SystemError) throw new PlainError(error.message);
      throw error;
    }
  },
});
