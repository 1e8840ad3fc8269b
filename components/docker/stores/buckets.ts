import type * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { bucketImage, engineContainer, type ObjectStore } from "../../model";
import { bucketFiles, bucketsScriptPath } from "../../render/buckets";
import { containerArgs } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { containerFiles } from "../workload/files";
import { oneShot } from "../workload/one-shot";
import type { Store } from "./store";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface BucketsArgs {
  readonly store: ObjectStore;
  /** The server that has them. */
  readonly of: Store;
}

/** Seconds for a few questions for each bucket; each start of the client takes one or two of a processor. */
const deadline = 600;

/** Makes an object store's buckets between the store and its consumers, and again when what is said of them has changed. */
export class Buckets extends ComponentResource {
  readonly container: docker.Container;
  /** The container once every bucket is as the system says. */
  readonly ready: Output<docker.Container>;

  constructor(context: DockerContext, { store, of }: BucketsArgs, opts?: ComponentResourceOptions) {
    const component = `${store.name}-buckets`;
    const name = `${context.prefix}-${component}`;
    super("trireme:docker:Buckets", name, {}, opts);
    const { user } = engineContainer(store);
    const image = context.engineImage(bucketImage).reference;
    const files = containerFiles(context, component, bucketFiles(store), {
      image,
      owner: user,
      parent: this,
    });
    const shape = containerArgs({
      image,
      env: {
        ENDPOINT: context.resolve(store.url),
        AWS_ACCESS_KEY_ID: context.resolve(store.accessKey),
        // A store that was made again may have lost them.
        STORE_CONTAINER: of.container.name,
      },
      user,
      volumes: files.volumes,
      networks: context.networks(store.name).map(({ name: network }) => ({ name: network })),
      labels: { ...labels(context, store.name, "buckets"), ...files.labels },
    });
    const { container, succeeded } = oneShot(
      context,
      name,
      {
        what: `making the buckets of "${store.name}"`,
        shape: { ...shape, entrypoints: ["sh", bucketsScriptPath] },
        deadline,
      },
      { parent: this, dependsOn: [of.ready, ...files.dependsOn] },
    );
    this.container = container;
    this.ready = succeeded;
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.buckets> {
    return nodesOf(this, children.buckets);
  }
}
