import type { Kafka, ObjectStore, Redis, Server, System } from "../../model";
import type { Driver } from "../../shared/driver";
import type { CostLine } from "../cost/prices";
import type { Alarm } from "../observability/alarm.args";
import type { Drawn } from "../observability/panels.args";
import type { HealthClient } from "../runtime/health";
import type { AwsSettings } from "../settings";
import type { DatabaseStore } from "./mariadb.args";
import type { OwnServer } from "./server.args";

/** Where a store is. */
export interface Place {
  readonly prefix: string;
  readonly settings: AwsSettings;
}

/** What a store is refused for. */
export interface Asking {
  readonly system: System;
  readonly settings: AwsSettings;
}

/** The component that makes a store. */
export type Run =
  | { readonly by: "database"; readonly store: DatabaseStore }
  | { readonly by: "cache"; readonly store: Redis }
  | { readonly by: "broker"; readonly store: Kafka }
  | { readonly by: "objects"; readonly store: ObjectStore }
  | { readonly by: "server"; readonly store: OwnServer };

/** How AWS is asked for the state of what runs a store. */
export interface StateQuestion {
  /** Type of the resource, and the output that AWS knows it by. */
  readonly type: string;
  readonly key: string;
  ask(client: HealthClient, id: string): Promise<string | undefined>;
}

/** How services of AWS run the stores of an engine; what a driver leaves out, its stores do not have. */
export interface AwsDriver<S extends Server> extends Driver<S, Asking> {
  /** @default nothing is made: another store's service has it, or it is refused */
  run?(store: S): Run;
  /** The ports that its consumers use. @default it has no address in our network */
  ports?(store: S): readonly number[];
  /** The ports by which its servers reach each other. @default `ports` */
  peers?(store: S): readonly number[];
  /** Those of `ports` that answer over UDP as well. @default none */
  datagrams?(store: S): readonly number[];
  /** Whether it runs as tasks, which ask AWS for images, secrets and logs. @default false */
  readonly tasks?: boolean;
  /** Whether it writes a log group of ours, as whatever runs as tasks does. @default false */
  readonly logs?: boolean;
  /** Secrets of its own that AWS keeps, beside those of workloads. @default none */
  readonly secrets?: "credentials";
  /** What it costs in a month, as far as that does not depend on what is stored. @default nothing */
  costs?(store: S, place: Place): readonly CostLine[];
  /** The size of machine that it runs on, and the setting that says so. @default it is on none that a stack chooses */
  size?(store: S, place: Place): { readonly name: string; readonly path: string };
  /** @default none */
  alarms?(store: S, place: Place): readonly Alarm[];
  /** Graphs of the dashboard. @default none */
  graphs?(store: S, prefix: string): readonly Drawn[];
  /** @default it is there or not */
  readonly state?: StateQuestion;
}
