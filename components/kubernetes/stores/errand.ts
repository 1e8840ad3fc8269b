import { Job as ClusterJob } from "@pulumi/kubernetes/batch/v1";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { all, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { engineContainer, type Role, type Server, type Value } from "../../model";
import { awaited } from "../awaited";
import { unawaited, type KubernetesContext } from "../context";
import { componentSelector, labels } from "../labels";
import { reachSpec } from "../network/reach.args";
import { account } from "../workload/account";
import { configuration, type PodFile } from "../workload/files";
import { jobName } from "../workload/job.args";
import { placement } from "../workload/placement.args";
import { identityOf, podSpec } from "../workload/pod.args";
import type { Store } from "./store";

/** What is done to a store that runs, before its consumers use it. */
export interface Errand {
  readonly store: Server;
  /** The store's server, or all of them. */
  readonly of: Pick<Store, "statefulSet" | "ready">;
  /** What else must have been done before. @default nothing */
  readonly after?: readonly Input<Resource>[];
  /** Its component, which its pods carry as a label. */
  readonly component: string;
  readonly role: Role;
  /** As messages call it: `the change of the credentials of "db"`. */
  readonly what: string;
  /** Reference of the image that has the tools. */
  readonly image: string;
  readonly entrypoint: readonly string[];
  readonly env: Readonly<Record<string, Value>>;
  readonly files: Readonly<Record<string, PodFile>>;
  /** The ports of the store that it reaches. */
  readonly ports: readonly number[];
  /** Seconds that it may take, once it runs. */
  readonly deadline: number;
}

/** Seconds for finding a node and pulling an image, on top of the run itself. */
const scheduling = 120;
/** A store that has just come up may not take logins yet. */
const tries = 2;

/**
 * A job that runs once for each content of what it is given, and again for a store that was made again. It reaches the store, and
 * nothing else.
 *
 * @returns the job once it has succeeded; otherwise the deployment ends with its exit code and last lines
 */
export function errand(context: KubernetesContext, args: Errand, parent: Resource): Output<ClusterJob> {
  const { store, of, component, role, deadline } = args;
  const name = `${context.prefix}-${component}`;
  const policies = createPolicies(context, args, parent);
  const image = context.engineImage(args.image);
  const { user } = engineContainer(store);
  const { group } = identityOf(user);
  const given = configuration(context, {
    ...{ component, role, env: args.env, files: args.files, group, parent },
  });
  const made = new ClusterJob(
    name,
    {
      metadata: {
        name: all([of.statefulSet.metadata.uid, ...given.names]).apply((reads) =>
          jobName({ name: component }, image, reads),
        ),
        namespace: context.namespace,
        labels: labels(context, component, role),
        annotations: { ...unawaited },
      },
      spec: {
        backoffLimit: tries,
        activeDeadlineSeconds: deadline,
        template: {
          metadata: { labels: labels(context, component, role) },
          spec: podSpec({
            containers: [
              {
                name: role,
                image,
                entrypoint: args.entrypoint,
                // A store that was made again has lost what was done to it.
                env: { ...given.env, STORE: { text: of.statefulSet.metadata.uid } },
                user,
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
            serviceAccount: account(context, component, role, parent),
            placed: placement(store.name, context.settings),
          }),
        },
      },
    },
    { parent, dependsOn: [of.ready, ...(args.after ?? []), ...policies] },
  );
  return awaited(context, made, args.what, (cluster, object) =>
    cluster.completed(object, { deadline: deadline + scheduling }),
  );
}

function createPolicies(
  context: KubernetesContext,
  { store, component, role, ports: numbers }: Errand,
  parent: Resource,
): readonly NetworkPolicy[] {
  const name = `${context.prefix}-${component}`;
  const ports = numbers.map((port) => ({ protocol: "TCP", port }));
  const pods = (of: string) => ({ matchLabels: { ...componentSelector(context, of) } });
  const metadata = (own: string) => ({
    name: own,
    namespace: context.namespace,
    labels: labels(context, component, role),
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
      { parent },
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
      { parent },
    ),
  ];
}
