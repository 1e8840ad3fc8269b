import type { System } from "../../components/model";
import type { Progress } from "../../setup/progress";
import type { ContainerRuntime, Ended } from "../runtime/runtime";
import type { Keeper, Kept } from "./keeper";
import type { Listed } from "./listing";
import { fetched, forget, restoreBeside, restoreInPlace, restoreToMoment, type Site } from "./restore";
import { ask, listOf, savedOf, writersOf } from "./saved";

/** A backup that a container of its own takes, tries out and restores, on a Docker engine or in a cluster. */
export class StandingBackup implements Kept {
  readonly backup: Kept["backup"];
  readonly store: Kept["store"];
  readonly reachesMoments: boolean;

  constructor(protected readonly site: Site) {
    const { backup, store } = site.saved;
    this.backup = backup;
    this.store = store;
    this.reachesMoments = backup.pointInTime !== undefined;
  }

  async take(): Promise<Ended> {
    const { runtime, saved, progress } = this.site;
    return await progress.step(`Saving ${saved.store.name} (${saved.backup.name})`, () =>
      ask(runtime, saved, ["take", "manual"]),
    );
  }

  async drill(): Promise<Ended> {
    const { runtime, saved, progress } = this.site;
    return await progress.step(`Trying out ${saved.backup.name}`, () => ask(runtime, saved, ["drill"]));
  }

  async list(): Promise<readonly Listed[]> {
    return await listOf(this.site.runtime, this.site.saved);
  }

  since(listed: readonly Listed[]): Promise<string | undefined> {
    if (!this.reachesMoments) return Promise.resolve(undefined);
    const bases = listed.flatMap(({ backup, base }) => (backup === this.backup.name && base ? [base] : []));
    return Promise.resolve(bases.sort()[0]);
  }

  announcement(what: string): string {
    const writers = writersOf(this.site.system, this.store.name);
    return `${this.store.name} gets ${what}. Meanwhile ${writers.join(", ")} are stopped; what is in it now is kept beside it.`;
  }

  async restore(chosen: Listed, now: Date): Promise<string> {
    await fetched(this.site, chosen);
    return await restoreInPlace(this.site, chosen, now);
  }

  async restoreBeside(chosen: Listed, now: Date): Promise<string> {
    await fetched(this.site, chosen);
    return await restoreBeside(this.site, chosen, now);
  }

  async restoreMoment(moment: Date, now: Date): Promise<string> {
    return await restoreToMoment(this.site, moment, now);
  }

  async forget(name: string): Promise<void> {
    await forget(this.site, name);
  }
}

/** Looks after backups by the containers that stand by for them. */
export class StandingKeeper implements Keeper {
  constructor(
    private readonly system: System,
    private readonly stack: string,
    private readonly runtime: ContainerRuntime,
    private readonly progress: Progress,
  ) {}

  async kept(wanted: string | undefined): Promise<readonly Kept[]> {
    const { system, stack, runtime, progress } = this;
    const all = await savedOf(system, stack, wanted, runtime);
    return all.map((saved) => new StandingBackup({ stack, system, saved, runtime, progress }));
  }
}
