import { kindVariable } from "../../../components/aws/backup/saving.args";
import { PlainError } from "../../../setup/errors";
import { textOf } from "../../runtime/resources";
import { byAge } from "../listing";
import { stamp } from "../restore";
import { listBucket } from "./bucket";
import { bucketIn, madeOf, mustRun, type AccountSite } from "./site";

const instanceType = "aws:rds/instance:Instance";

/** Seconds that RDS may take to make a database of a moment: it reads a snapshot, and all of the log after it. */
const patience = 3 * 3600;

/** The kind of the backup that a database of a moment becomes. */
const kind = "moment";

/** What RDS calls the database of a store. */
export function instanceOf(site: AccountSite): string {
  return textOf(madeOf(site, instanceType), "identifier") ?? "";
}

/** Whether a store is a database of RDS, which goes back to any moment. */
export function isInstance({ store }: Pick<AccountSite, "store">): boolean {
  return (store.engine === "postgres" || store.engine === "mariadb") && store.external === undefined;
}

/**
 * Whether RDS has a moment; told before anything is made.
 *
 * @throws PlainError with the moments that it has
 */
async function refuseUnreachable(site: AccountSite, moment: Date, now: Date): Promise<void> {
  const name = instanceOf(site);
  if (!(moment.getTime() < now.getTime()))
    throw new PlainError(
      `${moment.toISOString()} is not in the past: it is ${now.toISOString()} now. Give an earlier moment.`,
    );
  const [instance, since] = await Promise.all([site.client.instance(name), site.client.earliest(name)]);
  const until = instance?.until;
  if (until === undefined)
    throw new PlainError(`RDS has no log of ${name} to go back by. Name a backup instead: --from NAME`);
  if (moment.getTime() > Date.parse(until) || (since !== undefined && moment.getTime() < Date.parse(since)))
    throw new PlainError(
      `RDS goes back to moments ${since === undefined ? "" : `from ${since} `}to ${until}, and not to ${moment.toISOString()}. It has a moment about five minutes after it.`,
    );
}

/** The address of a database, once it takes connections. */
async function addressOf(site: AccountSite, name: string): Promise<string> {
  const { operating } = site.account;
  const end = operating.now() + patience * 1000;
  for (;;) {
    const instance = await site.client.instance(name);
    if (instance?.status === "available" && instance.address !== undefined) return instance.address;
    if (operating.now() > end)
      throw new PlainError(
        `RDS says after ${patience / 3600} h that ${name} is ${instance?.status ?? "gone"}.`,
      );
    await operating.pause();
  }
}

/** Dumps a database that was made beside, and resolves to the dump's name. */
async function dumped(site: AccountSite, address: string): Promise<string> {
  const { backup, client, store } = site;
  const bucket = bucketIn(site);
  const names = async () => (await listBucket(client, bucket, backup)).map(({ name }) => name);
  const before = await names();
  const host = store.engine === "postgres" ? "PGHOST" : "STORE_HOST";
  await mustRun(site, `Dumping what ${store.name} was then`, "take", {
    take: { [host]: address, [kindVariable]: kind },
  });
  const fresh = (await names()).filter((name) => !before.includes(name) && name.includes(`-${kind}.`));
  const name = [...fresh].sort(byAge).at(-1);
  if (name === undefined)
    throw new PlainError(
      `The dump is not in the bucket ${bucket}. What the task said: npx trireme logs ${site.stack} ${backup.name}`,
    );
  return name;
}

/**
 * Makes a database as it was at a moment beside the one in force, dumps it, and removes it again.
 *
 * @returns the name of the dump among the backups
 */
export async function dumpOfMoment(site: AccountSite, moment: Date, now: Date): Promise<string> {
  const { client, progress, store } = site;
  await refuseUnreachable(site, moment, now);
  const source = instanceOf(site);
  const { outputs = {} } = madeOf(site, instanceType);
  const beside = `${source.slice(0, 40)}-${stamp(now)}`;
  const said = (key: string): string => (typeof outputs[key] === "string" ? outputs[key] : "");
  await client.restoreBeside({
    ...{ source, name: beside, moment },
    subnetGroup: said("dbSubnetGroupName"),
    securityGroups: (outputs.vpcSecurityGroupIds ?? []) as readonly string[],
    parameterGroup: said("parameterGroupName"),
  });
  try {
    const address = await progress.step(
      `Having RDS make ${beside} as ${store.name} was at ${moment.toISOString()}`,
      () => addressOf(site, beside),
    );
    return await dumped(site, address);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PlainError(
      `${why}\n${store.name} is as it was. A database of a moment before its password was rotated has the password of then: restore that one by hand, as docs/aws-operations.md says.`,
    );
  } finally {
    await progress.step(`Removing ${beside}`, () => client.remove(beside));
  }
}
