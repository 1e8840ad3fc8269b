import type { Backup } from "./backup";
import type { Question } from "./checklist";
import type { Entrance, Site } from "./entrance";
import type { Environment } from "./environment";
import type { Job } from "./job";
import type { Monitoring } from "./monitoring";
import type { AnySecret } from "./secret";
import type { Service } from "./service";
import type { Store } from "./store";

/** A whole application as plain data. */
export interface System {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly environment: Environment["name"];
  readonly services: readonly Service[];
  readonly stores: readonly Store[];
  readonly secrets: readonly AnySecret[];
  readonly jobs: readonly Job[];
  readonly sites: readonly Site[];
  readonly backups: readonly Backup[];
  readonly entrance?: Entrance;
  readonly monitoring?: Monitoring;
  /** What `verify` asks the running system. */
  readonly checklist: readonly Question[];
}

/** Makes a system; what is left out is empty. */
export function system(
  name: string,
  environment: Environment,
  parts: Partial<Omit<System, "name" | "environment">>,
): System {
  return {
    services: [],
    stores: [],
    secrets: [],
    jobs: [],
    sites: [],
    backups: [],
    checklist: [],
    ...parts,
    name,
    environment: environment.name,
  };
}
