import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { SystemError } from "../../components/model";
import { renderMermaid, renderSvg } from "../../components/render/diagram";
import { PlainError } from "../errors";
import { stackArguments } from "../stack";
import { systemOf } from "../stack-system";
import { localFiles, projectRoot } from "../workspace";

/** The folder that `--out` names, and a complaint about every other word. */
function outFolder(stack: string, rest: readonly string[]): string {
  const [option, value, ...further] = rest;
  if (option === undefined) return join(localFiles.folder, "diagrams", stack);
  const [name, attached] = option.split(/=(.*)/s);
  const folder = attached ?? value;
  const surplus = attached === undefined ? further : rest.slice(1);
  if (name !== "--out" || folder === undefined || folder === "" || surplus.length > 0) {
    throw new PlainError(`diagram takes a stack and --out DIR, not "${rest.join(" ")}".`);
  }
  return resolve(projectRoot, folder);
}

/** Draws a stack's system: `diagram.svg` and `diagram.mmd` in a folder of its own, or where `--out` says. */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackArguments(args);
  const folder = outFolder(stack, rest);
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
}
