import { containersOf } from "../runtime";
import type { Kept } from "./keeper";
import type { Listed } from "./listing";
import { carried, letGo, originOf, type Origin } from "./origin";
import type { Site } from "./restore";
import { savedOf } from "./saved";
import { StandingBackup } from "./standing";

/** The same backup in another stack of the system, whose copies are brought here and restored. */
class CarriedBackup extends StandingBackup {
  constructor(
    site: Site,
    private readonly env: NodeJS.ProcessEnv,
    private readonly origin: Origin,
  ) {
    super(site);
  }

  override list(): Promise<readonly Listed[]> {
    return Promise.resolve(this.origin.listed.filter(({ backup }) => backup === this.backup.name));
  }

  /** Its moments are those of the other stack, which brings whole copies alone. */
  override since(): Promise<string | undefined> {
    return Promise.resolve(undefined);
  }

  override announcement(what: string): string {
    return super.announcement(`${what} of stack ${this.origin.stack}`);
  }

  override async restore(chosen: Listed, now: Date): Promise<string> {
    return await this.brought(chosen, (here) => super.restore(here, now));
  }

  override async restoreBeside(chosen: Listed, now: Date): Promise<string> {
    return await this.brought(chosen, (here) => super.restoreBeside(here, now));
  }

  private async brought(chosen: Listed, body: (here: Listed) => Promise<string>): Promise<string> {
    const told = await body(await carried(this.site, this.env, this.origin, chosen));
    await letGo(this.site, chosen);
    return told;
  }
}

/**
 * The backups of a stack whose copies come from another stack of the system.
 *
 * @param env in which the stack's own containers are reached
 * @param of the other stack
 * @param wanted the name of one; absent: all
 * @throws PlainError where it is the same stack, one of another system, or one of the two has no containers for it
 */
export async function carriedFrom(
  into: Pick<Site, "stack" | "system" | "progress">,
  env: NodeJS.ProcessEnv,
  of: string,
  wanted: string | undefined,
): Promise<readonly Kept[]> {
  const runtime = containersOf(into.stack, env);
  const all = await savedOf(into.system, into.stack, wanted, runtime);
  const origin = await originOf(of, into, wanted);
  return all.map((saved) => new CarriedBackup({ ...into, saved, runtime }, env, origin));
}
