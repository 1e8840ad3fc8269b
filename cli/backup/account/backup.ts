import { restoreVariables } from "../../../components/aws/backup/restore.args";
import { isKeptHere, kindVariable } from "../../../components/aws/backup/saving.args";
import { isExported } from "../../../components/aws/stores/redis.args";
import { PlainError } from "../../../setup/errors";
import type { Ended } from "../../runtime/runtime";
import type { Kept } from "../keeper";
import { byAge, renderList, type Listed } from "../listing";
import { besideName, kept as keptName, stamp } from "../restore";
import { writersOf } from "../saved";
import { listBucket, listByTask, listedSnapshots } from "./bucket";
import { dumpOfMoment, instanceOf, isInstance } from "./moment";
import { bucketIn, mustRun, run, type AccountSite } from "./site";
import { groupOf, snapshotSteps, sourceOf, takeSnapshot } from "./snapshots";
import { withoutServices } from "./writers";

/** A backup in an account: tasks of ECS take, prove and restore it; of a cache ElastiCache keeps snapshots. */
export class AccountBackup implements Kept {
  readonly backup: Kept["backup"];
  readonly store: Kept["store"];
  readonly reachesMoments: boolean;
  /** Whether ElastiCache keeps it, and no task takes it. */
  private readonly isSnapshot: boolean;

  constructor(private readonly site: AccountSite) {
    this.backup = site.backup;
    this.store = site.store;
    this.reachesMoments = isInstance(site);
    this.isSnapshot = site.store.engine === "redis" && !isExported(site.backup);
  }

  async take(): Promise<Ended> {
    const { site, backup, store } = this;
    if (this.isSnapshot) return await takeSnapshot(site, new Date());
    const ended = await run(site, `Saving ${store.name} (${backup.name})`, "take", {
      take: { [kindVariable]: "manual" },
    });
    if (ended.code !== 0 || !isKeptHere(backup)) return ended;
    const newest = [...(await this.list())].sort((a, b) => byAge(a.name, b.name)).slice(-1);
    return { code: 0, output: [ended.output, renderList(newest)].filter((text) => text !== "").join("\n") };
  }

  async drill(): Promise<Ended> {
    return await run(this.site, `Trying out ${this.backup.name}`, "drill");
  }

  async list(): Promise<readonly Listed[]> {
    const { site, backup } = this;
    if (this.isSnapshot) return listedSnapshots(await site.client.snapshots(groupOf(site)), backup.name);
    if (isKeptHere(backup)) return await listBucket(site.client, bucketIn(site), backup);
    if (site.store.engine !== "redis") return await listByTask(site);
    console.error(
      `The copies of ${backup.name} lie in a bucket of the operator's alone: list it with its keys (aws s3 ls). With { to: "volume" } among the destinations the stack's own bucket has them too.`,
    );
    return [];
  }

  async since(): Promise<string | undefined> {
    return this.reachesMoments ? await this.site.client.earliest(instanceOf(this.site)) : undefined;
  }

  announcement(what: string): string {
    const { system } = this.site;
    const writers = writersOf(system, this.store.name);
    const scheduled = system.jobs.filter(
      ({ name, run: when }) => writers.includes(name) && when !== "release",
    );
    return [
      `${this.store.name} gets ${what}. Meanwhile ${this.services.join(", ")} are stopped; what is in it now is kept.`,
      ...(scheduled.length === 0
        ? []
        : [`Jobs on a schedule are not held: ${scheduled.map(({ name }) => name).join(", ")}.`]),
    ].join("\n");
  }

  async restore(chosen: Listed, now: Date): Promise<string> {
    const { site, store } = this;
    if (store.engine === "redis") throw this.byHand(chosen);
    const moment = stamp(now);
    const output = await withoutServices(site.account, site.client, this.services, site.progress, () =>
      mustRun(site, `Restoring ${chosen.name}`, "restore", {
        fetch: { BACKUP_NAME: chosen.name },
        restore: { [restoreVariables.moment]: moment },
      }),
    );
    const told = output.split("\n").at(-1) ?? "";
    return [told, this.keptAs(now)].filter((text) => text !== "").join("\n");
  }

  async restoreBeside(chosen: Listed, now: Date): Promise<string> {
    const { site, store, stack } = { ...this, stack: this.site.stack };
    if (this.isSnapshot)
      throw new PlainError(
        `Of a cache the newest snapshot alone is tried out, in a group of its own: npx trireme drill ${stack} ${this.backup.name}`,
      );
    if (store.engine !== "postgres") {
      await mustRun(site, `Trying out ${chosen.name}`, "drill", {
        fetch: { BACKUP_NAME: chosen.name },
        drill: { TRIED: "1" },
      });
      return `${chosen.name} loads and holds what its manifest says. ${store.name} is as it was.`;
    }
    const database = besideName(store.databaseName, "scratch", now);
    await mustRun(site, `Restoring ${chosen.name} into ${database}`, "restore", {
      fetch: { BACKUP_NAME: chosen.name },
      restore: { [restoreVariables.moment]: stamp(now), [restoreVariables.beside]: "1" },
    });
    return [
      `${chosen.name} is in the database ${database}; ${store.databaseName} is as it was.`,
      `  remove it:    npx trireme restore ${stack} --forget ${database}`,
    ].join("\n");
  }

  async restoreMoment(moment: Date, now: Date): Promise<string> {
    const { site, backup, store } = this;
    if (!this.reachesMoments)
      throw new PlainError(
        `Backup ${backup.name} cannot restore a moment: on AWS databases of RDS go back to one, and ${store.name} is none. Name a backup instead: --from NAME`,
      );
    const name = await dumpOfMoment(site, moment, now);
    return await this.restore({ backup: backup.name, name, where: "bucket" }, now);
  }

  async forget(name: string): Promise<void> {
    const { site, store } = this;
    if (!keptName.test(name))
      throw new PlainError(
        `"${name}" was not kept by a restore; such names end in _before_<time> or _scratch_<time>.`,
      );
    if (store.engine !== "postgres" && store.engine !== "volume")
      throw new PlainError(
        `What ${store.name} held before a restore is one of its backups, whose name ends with -before; the bucket removes it with the others of its age.`,
      );
    await mustRun(site, `Removing ${name}`, "restore", {
      fetch: { BACKUP_NAME: "none" },
      restore: { [restoreVariables.forget]: name },
    });
  }

  /** Services that write to the store; jobs of a release run with a deployment alone. */
  private get services(): readonly string[] {
    const { system } = this.site;
    const all = writersOf(system, this.store.name);
    return system.services.map(({ name }) => name).filter((name) => all.includes(name));
  }

  private keptAs(now: Date): string {
    const { backup, store, stack } = { ...this, stack: this.site.stack };
    if (store.engine === "postgres") {
      const before = besideName(store.databaseName, "before", now);
      return `The database before is kept as ${before}. Remove it: npx trireme restore ${stack} --forget ${before} --backup ${backup.name}`;
    }
    if (store.engine === "volume") {
      const before = `before_${stamp(now)}`;
      return `The files before are kept as .${before} in the volume. Remove them: npx trireme restore ${stack} --forget ${before} --backup ${backup.name}`;
    }
    return `What ${store.name} held before is the newest of its backups whose name ends with -before.`;
  }

  private byHand(chosen: Listed): PlainError {
    const { site, backup } = this;
    const from = sourceOf(chosen, this.isSnapshot ? "" : bucketIn(site), backup.name);
    return snapshotSteps(site, from, this.services);
  }
}
