import type { Job as ClusterJob } from "@pulumi/kubernetes/batch/v1";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { engineContainer } from "../../model";
import { applyScript } from "../../render/credentials";
import {
  credentialEnvironment,
  credentialFiles,
  credentialsDeadline,
  type Credited,
} from "../../shared/credentials";
import { nodesOf, type Nodes } from "../../shared/children";
import { children } from "../children";
import type { KubernetesContext } from "../context";
import { credentialsName } from "./credentials.args";
import { errand } from "./errand";
import { driverOf } from ".";
import { administrationPorts } from "./driver.args";
import type { Store } from "./store";

export interface CredentialsArgs extends Credited {
  /** The store whose credentials they are. */
  readonly of: Pick<Store, "statefulSet" | "ready">;
}

/**
 * Brings a store's current password into force between the store and its consumers: the store knows it before the
 * first of them uses it, and goes on taking the one before.
 */
export class Credentials extends ComponentResource {
  /** The job that did it, once the password is in force. */
  readonly ready: Output<ClusterJob>;

  constructor(context: KubernetesContext, args: CredentialsArgs, opts?: ComponentResourceOptions) {
    const { store, of } = args;
    const component = credentialsName(store.name);
    super("trireme:kubernetes:Credentials", `${context.prefix}-${component}`, {}, opts);
    const { image } = engineContainer(store);
    this.ready = errand(
      context,
      {
        ...{ store, of, component, role: "credentials", image },
        what: `the change of the credentials of "${store.name}"`,
        entrypoint: ["sh", applyScript],
        env: credentialEnvironment(args),
        files: credentialFiles(args),
        ports: [...driverOf(store).ports(store), ...administrationPorts(store)],
        deadline: credentialsDeadline,
      },
      this,
    );
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.credentials> {
    return nodesOf(this, children.credentials);
  }
}
