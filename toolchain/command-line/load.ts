import type { AnyCommand } from "./declaration";
import { commandTable } from "./table";

/** The command of this name, loaded with all that it needs; undefined where there is none. */
export async function loadCommand(name: string): Promise<AnyCommand | undefined> {
  if (!commandTable.some((row) => row.name === name)) return undefined;
  const { declaration } = (await import(`../commands/${name}.ts`)) as { readonly declaration: AnyCommand };
  return declaration;
}
