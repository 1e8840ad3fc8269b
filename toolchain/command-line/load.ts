import type { AnyCommand } from "./declaration";
import { commandTable } from "./table";

/** What a file in toolchain/commands declares. */
export async function declarationIn(name: string): Promise<AnyCommand> {
  const { declaration } = (await import(`../commands/${name}.ts`)) as { readonly declaration: AnyCommand };
  return declaration;
}

/** The command of this name, loaded with all that it needs; undefined where there is none. */
export async function loadCommand(name: string): Promise<AnyCommand | undefined> {
  if (!commandTable.some((row) => row.name === name)) return undefined;
  return await declarationIn(name);
}
