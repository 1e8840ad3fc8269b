import type { KeepingClient } from "../../../components/aws/runtime/keeping";
import { labelNames, type Backup, type Store, type System } from "../../../components/model";
import { PlainError } from "../../../setup/errors";
import type { Progress } from "../../../setup/progress";
import type { AwsStack } from "../../runtime/account";
import { tagOf, textOf } from "../../runtime/resources";
import type { ExportedResource } from "../../stack/rerun";
import { runSteps, type BackupTask, type Told } from "./steps";
import type { Ended } from "../../runtime/runtime";

/** What works on a backup in an account have. */
export interface AccountSite {
  readonly stack: string;
  readonly system: System;
  readonly backup: Backup;
  readonly store: Store;
  readonly account: AwsStack;
  readonly client: KeepingClient;
  readonly progress: Progress;
}

/** A backup's task by what it does. */
export function taskOf(
  { backup }: Pick<AccountSite, "backup">,
  does: "take" | "drill" | "restore",
): BackupTask {
  const { name } = backup;
  return {
    component: does === "take" ? name : `${name}-${does}`,
    role: does === "drill" ? "drill" : "backup",
    part: name,
  };
}

/** Runs a backup's task, told as one step; its last words are the error. */
export async function mustRun(
  site: AccountSite,
  what: string,
  does: "take" | "drill" | "restore",
  told: Told,
): Promise<string> {
  const { code, output } = await site.progress.step(what, () =>
    runSteps(site.account, taskOf(site, does), told),
  );
  if (code !== 0) throw new PlainError(output);
  return output;
}

/** The same without ending what asked for it. */
export async function run(
  site: AccountSite,
  what: string,
  does: "take" | "drill",
  told: Told = {},
): Promise<Ended> {
  return await site.progress.step(what, () => runSteps(site.account, taskOf(site, does), told));
}

/**
 * The name of the stack's own bucket for backups.
 *
 * @throws PlainError where it is not deployed
 */
export function bucketIn({ account, stack }: Pick<AccountSite, "account" | "stack">): string {
  const bucket = textOf(account.find("aws:s3/bucket:Bucket", "backups", "backup"), "bucket");
  if (bucket === undefined)
    throw new PlainError(`The bucket for backups is not deployed yet: npx trireme up ${stack}`);
  return bucket;
}

/**
 * What a store is made of, of a type; not the read replicas of a database.
 *
 * @throws PlainError where it is not deployed
 */
export function madeOf({ account, store, stack }: AccountSite, type: string): ExportedResource {
  const found = account.resources.find((one) => {
    const source = one.outputs?.replicateSourceDb;
    return (
      one.type === type &&
      tagOf(one, labelNames.component) === store.name &&
      (source === undefined || source === null || source === "")
    );
  });
  if (found === undefined) throw new PlainError(`${store.name} is not deployed yet: npx trireme up ${stack}`);
  return found;
}

/** A text among what a store's resource is known by. */
export function knownOf(site: AccountSite, type: string, key: string): string {
  return textOf(madeOf(site, type), key) ?? "";
}
