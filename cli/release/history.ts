import { run } from "../../setup/processes";
import type { PastUpdate } from "./releases";
import { keepingFile } from "../stack/file";

/**
 * The updates of a stack, the newest first.
 *
 * @param clear whether secrets in their configuration are decrypted. @default false: a setting with a secret in it has no value
 */
export async function historyOf(
  stack: string,
  env: NodeJS.ProcessEnv,
  clear = false,
): Promise<readonly PastUpdate[]> {
  const { stdout } = await keepingFile(stack, () =>
    run("pulumi", ["stack", "history", "--json", ...(clear ? ["--show-secrets"] : []), "--stack", stack], {
      env,
    }),
  );
  return JSON.parse(stdout) as PastUpdate[];
}
