import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import type { Server } from "../../model";
import type { AwsContext, MadeStore } from "../context";
import { Broker } from "./kafka";
import { Objects } from "./objects";
import { Database } from "./postgres";
import { Cache } from "./redis";

/** A store with the component that runs it. */
export type Store =
  | { readonly engine: "postgres"; readonly component: Database; readonly made: MadeStore }
  | { readonly engine: "redis"; readonly component: Cache; readonly made: MadeStore }
  | { readonly engine: "kafka"; readonly component: Broker; readonly made: MadeStore }
  | { readonly engine: "minio"; readonly component: Objects; readonly made: MadeStore };

/**
 * Makes a store that the system runs: RDS, ElastiCache, MSK or S3.
 *
 * @returns undefined for an engine without a service of its own at AWS; `scope.ts` has refused those that would be needed
 */
export function createStore(
  context: AwsContext,
  store: Server,
  opts: ComponentResourceOptions & { readonly parent: Resource },
): Store | undefined {
  switch (store.engine) {
    case "postgres": {
      const component = new Database(context, { store }, opts);
      return { engine: "postgres", component, made: component.made };
    }
    case "redis": {
      const component = new Cache(context, { store }, opts);
      return { engine: "redis", component, made: component.made };
    }
    case "kafka": {
      const component = new Broker(context, { store }, opts);
      return { engine: "kafka", component, made: component.made };
    }
    case "minio": {
      const component = new Objects(context, { store }, opts);
      return { engine: "minio", component, made: component.made };
    }
    // MSK runs its own; the others are refused.
    case "zookeeper":
    case "qdrant":
    case "consul":
      return undefined;
    default:
      return store satisfies never;
  }
}
