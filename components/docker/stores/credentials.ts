import type * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { engineContainer } from "../../model";
import { applyScript } from "../../render/credentials";
import { containerArgs } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { containerFiles } from "../workload/files";
import { oneShot } from "../workload/one-shot";
import {
  credentialEnvironment,
  credentialFiles,
  credentialsDeadline,
  type Credited,
} from "../../shared/credentials";
import type { Store } from "./store";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface CredentialsArgs extends Credited {
  /** The store whose credentials they are. */
  readonly of: Store;
}

/**
 * Brings a store's current password into force between the store and its consumers: the store knows it before the
 * first of them uses it, and goes on taking the one before.
 */
export class Credentials extends ComponentResource {
  /** The container that did it, once the password is in force. */
  readonly ready: Output<docker.Container>;

  constructor(context: DockerContext, args: CredentialsArgs, opts?: ComponentResourceOptions) {
    const { store, of } = args;
    const component = `${store.name}-credentials`;
    super("trireme:docker:Credentials", `${context.prefix}-${component}`, {}, opts);
    const engine = engineContainer(store);
    const image = context.engineImage(engine.image).reference;
    const files = containerFiles(context, component, credentialFiles(args), {
      image,
      owner: engine.user,
      parent: this,
    });
    const shape = containerArgs({
      image,
      command: ["sh", applyScript],
      env: {
        ...Object.fromEntries(
          Object.entries(credentialEnvironment(args)).map(([name, value]) => [name, context.resolve(value)]),
        ),
        // A store that was made again may have been started again as well.
        STORE_CONTAINER: of.container.name,
      },
      user: engine.user,
      volumes: files.volumes,
      networks: context.networks(store.name).map(({ name }) => ({ name })),
      labels: { ...labels(context, store.name, "credentials"), ...files.labels },
    });
    this.ready = oneShot(
      context,
      `${context.prefix}-${component}`,
      { what: `the change of the credentials of "${store.name}"`, shape, deadline: credentialsDeadline },
      { parent: this, dependsOn: [of.ready, ...files.dependsOn] },
    ).succeeded;
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.credentials> {
    return nodesOf(this, children.credentials);
  }
}
