import { Job as ClusterJob } from "@pulumi/kubernetes/batch/v1";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { all, ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { engineContainer } from "../../model";
import { applyScript } from "../../render/credentials";
import {
  credentialEnvironment,
  credentialFiles,
  credentialsDeadline,
  type Credited,
} from "../../shared/credentials";
import { nodesOf, type Nodes } from "../../shared/children";
import { awaited } from "../awaited";
import { children } from "../children";
import { unawaited, type KubernetesContext } from "../context";
import { componentSelector, labels } from "../labels";
import { reachSpec } from "../network/reach.args";
import { account } from "../workload/account";
import { configuration } from "../workload/files";
import { jobName } from "../workload/job.args";
import { identityOf, podSpec } from "../workload/pod.args";
import { credentialsName } from "./credentials.args";
import { driverOf } from ".";
import type { Store } from "./store";

export interface CredentialsArgs extends Credited {
  /** The store whose credentials they are. */
  readonly of: Store;
}

/** Seconds for finding a node and pulling an image, on top of the run itself. */
const scheduling = 120;

/**
 * Brings a store's current password into force between the store and its consumers: the store knows it before the
 * first of them uses it, and goes on taking the one before.
 */
export class Credentials extends ComponentResource {
  /** The job that did it, once the password is in force. */
  readonly ready: Output<ClusterJob>;

  constructor(
    private readonly context: KubernetesContext,
    args: CredentialsArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { store, of } = args;
    const component = credentialsName(store.name);
    const name = `${context.prefix}-${component}`;
    super("trireme:kubernetes:Credentials", name, {}, opts);
    const policies = this.createPolicies(name, args);
    const engine = engineContainer(store);
    const image = context.engineImage(engine.image);
    const { group } = identityOf(engine.user);
    const given = configuration(context, {
      component,
      role: "credentials",
      env: credentialEnvironment(args),
      files: credentialFiles(args),
      group,
      parent: this,
    });
    const made = new ClusterJob(
      name,
      {
        metadata: {
          name: all([of.statefulSet.metadata.uid, ...given.names]).apply((reads) =>
            jobName({ name: component }, image, reads),
          ),
          namespace: context.namespace,
          labels: labels(context, component, "credentials"),
          annotations: { ...unawaited },
        },
        spec: {
          // A store that has just come up may not take logins yet.
          backoffLimit: 2,
          activeDeadlineSeconds: credentialsDeadline,
          template: {
            metadata: { labels: labels(context, component, "credentials") },
            spec: podSpec({
              containers: [
                {
                  name: "credentials",
                  image,
                  entrypoint: ["sh", applyScript],
                  // A store that was made again knows its first password alone.
                  env: { ...given.env, STORE: { text: of.statefulSet.metadata.uid } },
                  user: engine.user,
                  mounts: given.mounts,
                  resources: {
                    cpu: { request: 0.05, limit: 0.5 },
                    memory: { request: "32Mi", limit: "256Mi" },
                  },
                },
              ],
              initContainers: [reachSpec(store, context) ?? []].flat(),
              volumes: given.volumes,
              group,
              restart: "Never",
              serviceAccount: account(context, component, "credentials", this),
            }),
          },
        },
      },
      { parent: this, dependsOn: [of.ready, ...policies] },
    );
    this.ready = awaited(
      context,
      made,
      `the change of the credentials of "${store.name}"`,
      (cluster, object) => cluster.completed(object, { deadline: 3 * credentialsDeadline + scheduling }),
    );
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.credentials> {
    return nodesOf(this, children.credentials);
  }

  /** It reaches the store, and nothing else. */
  private createPolicies(name: string, { store }: CredentialsArgs): readonly NetworkPolicy[] {
    const { context } = this;
    const component = credentialsName(store.name);
    const ports = driverOf(store)
      .ports(store)
      .concat(store.engine === "rabbitmq" ? (engineContainer(store).ports.management ?? []) : [])
      .map((port) => ({ protocol: "TCP", port }));
    const pods = (of: string) => ({ matchLabels: { ...componentSelector(context, of) } });
    const metadata = (own: string) => ({
      name: own,
      namespace: context.namespace,
      labels: labels(context, component, "credentials"),
    });
    return [
      new NetworkPolicy(
        name,
        {
          metadata: metadata(component),
          spec: {
            podSelector: pods(component),
            policyTypes: ["Ingress", "Egress"],
            egress: [{ to: [{ podSelector: pods(store.name) }], ports }],
          },
        },
        { parent: this },
      ),
      new NetworkPolicy(
        `${name}-store`,
        {
          metadata: metadata(`${component}-store`),
          spec: {
            podSelector: pods(store.name),
            policyTypes: ["Ingress"],
            ingress: [{ from: [{ podSelector: pods(component) }], ports }],
          },
        },
        { parent: this },
      ),
    ];
  }
}
