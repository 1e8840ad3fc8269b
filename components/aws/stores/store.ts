import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import type { Server } from "../../model";
import type { AwsContext, MadeStore } from "../context";
import { Broker } from "./kafka";
import { Objects } from "./objects";
import { Database } from "./postgres";
import { Cache } from "./redis";
import { Server as OwnServer } from "./server";
import { driverOf } from ".";

/** A store with the component that runs it. */
export type Store =
  | { readonly engine: "mariadb" | "postgres"; readonly component: Database; readonly made: MadeStore }
  | { readonly engine: "redis"; readonly component: Cache; readonly made: MadeStore }
  | { readonly engine: "kafka"; readonly component: Broker; readonly made: MadeStore }
  | { readonly engine: "minio"; readonly component: Objects; readonly made: MadeStore }
  | {
      readonly engine: "consul" | "qdrant" | "rabbitmq";
      readonly component: OwnServer;
      readonly made: MadeStore;
    };

/**
 * Makes a store that the system runs: RDS, ElastiCache, MSK, S3, or machines of its own.
 *
 * @returns undefined for an engine whose driver makes nothing; those that would be needed are refused
 */
export function createStore(
  context: AwsContext,
  store: Server,
  opts: ComponentResourceOptions & { readonly parent: Resource },
): Store | undefined {
  const run = driverOf(store).run?.(store);
  switch (run?.by) {
    case undefined:
      return undefined;
    case "database": {
      const component = new Database(context, { store: run.store }, opts);
      return { engine: run.store.engine, component, made: component.made };
    }
    case "cache": {
      const component = new Cache(context, { store: run.store }, opts);
      return { engine: "redis", component, made: component.made };
    }
    case "broker": {
      const component = new Broker(context, { store: run.store }, opts);
      return { engine: "kafka", component, made: component.made };
    }
    case "objects": {
      const component = new Objects(context, { store: run.store }, opts);
      return { engine: "minio", component, made: component.made };
    }
    case "server": {
      const component = new OwnServer(context, { store: run.store }, opts);
      return { engine: run.store.engine, component, made: component.made };
    }
    default:
      return run satisfies never;
  }
}
