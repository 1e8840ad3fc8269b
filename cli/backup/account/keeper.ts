import { keepingClient, type KeepingClient } from "../../../components/aws/runtime/keeping";
import type { System } from "../../../components/model";
import { PlainError } from "../../../setup/errors";
import type { Progress } from "../../../setup/progress";
import { AwsStack, placeOf } from "../../runtime/account";
import type { Keeper, Kept } from "../keeper";
import { AccountBackup } from "./backup";

/** Who is asked about a stack in an account. */
export interface Opened {
  readonly account: AwsStack;
  readonly client: KeepingClient;
}

/** Looks after the backups of a stack in an account. */
export class AccountKeeper implements Keeper {
  constructor(
    private readonly system: System,
    private readonly stack: string,
    private readonly progress: Progress,
    private readonly open: () => Promise<Opened>,
  ) {}

  async kept(wanted: string | undefined): Promise<readonly Kept[]> {
    const { system, stack, progress } = this;
    const names = system.backups.map(({ name }) => name);
    if (names.length === 0) throw new PlainError(`The system of stack ${stack} has no backups.`);
    if (wanted !== undefined && !names.includes(wanted))
      throw new PlainError(
        `There is no backup "${wanted}" in stack ${stack}; there are ${names.join(", ")}.`,
      );
    const opened = await this.open();
    return system.backups
      .filter(({ name }) => wanted === undefined || name === wanted)
      .map((backup) => {
        const store = system.stores.find(({ name }) => name === backup.store);
        if (store === undefined) throw new RangeError(`backup "${backup.name}" names no store of the system`);
        return new AccountBackup({ stack, system, backup, store, progress, ...opened });
      });
  }
}

/** Asks AWS by the stack's settings. */
export async function openAccount(stack: string, env: NodeJS.ProcessEnv): Promise<Opened> {
  const [account, client] = await Promise.all([AwsStack.open(stack, env), keepingClient(placeOf(stack))]);
  return { account, client };
}
