import type { Job as ClusterJob } from "@pulumi/kubernetes/batch/v1";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { bucketImage, type ObjectStore } from "../../model";
import { bucketFiles, bucketsScriptPath } from "../../render/buckets";
import { nodesOf, type Nodes } from "../../shared/children";
import { children } from "../children";
import type { KubernetesContext } from "../context";
import { errand } from "./errand";
import { driverOf } from ".";
import type { Store } from "./store";

export interface BucketsArgs {
  readonly store: ObjectStore;
  /** The server that has them. */
  readonly of: Store;
}

/** Seconds for a few questions for each bucket; each start of the client takes one or two of a processor. */
const deadline = 600;

/** Makes an object store's buckets between the store and its consumers, and again when what is said of them has changed. */
export class Buckets extends ComponentResource {
  /** The job once every bucket is as the system says. */
  readonly ready: Output<ClusterJob>;

  constructor(context: KubernetesContext, { store, of }: BucketsArgs, opts?: ComponentResourceOptions) {
    const component = `${store.name}-buckets`;
    super("trireme:kubernetes:Buckets", `${context.prefix}-${component}`, {}, opts);
    this.ready = errand(
      context,
      {
        ...{ store, of, component, role: "buckets", image: bucketImage, deadline },
        what: `making the buckets of "${store.name}"`,
        entrypoint: ["sh", bucketsScriptPath],
        env: { ENDPOINT: store.url, AWS_ACCESS_KEY_ID: store.accessKey },
        files: bucketFiles(store),
        ports: driverOf(store).ports(store),
      },
      this,
    );
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.buckets> {
    return nodesOf(this, children.buckets);
  }
}
