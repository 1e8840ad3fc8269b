import { run } from "../../setup/processes";
import type { PastUpdate } from "./releases";
import { keepingFile } from "../stack/file";

/** The updates of a stack, the newest first. */
export async function historyOf(stack: string, env: NodeJS.ProcessEnv): Promise<readonly PastUpdate[]> {
  const { stdout } = await keepingFile(stack, () =>
    run("pulumi", ["stack", "history", "--json", "--stack", stack], { env }),
  );
  return JSON.parse(stdout) as PastUpdate[];
}
