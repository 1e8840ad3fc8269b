import type { AnyCommand, CommandFolder } from "./declaration";
import { commandTable } from "./table";

/** What a file of these folders declares. */
export async function declarationIn(folder: CommandFolder, name: string): Promise<AnyCommand> {
  const file =
    folder === "lab/commands" ? import(`../../lab/commands/${name}.ts`) : import(`../commands/${name}.ts`);
  const { declaration } = (await file) as { readonly declaration: AnyCommand };
  return declaration;
}

/** The command of this name, loaded with all that it needs; undefined where there is none. */
export async function loadCommand(name: string): Promise<AnyCommand | undefined> {
  const row = commandTable.find((one) => one.name === name);
  return row && (await declarationIn(row.folder, name));
}
