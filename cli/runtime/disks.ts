import { disksOf, podsDomain, type WantedDisk } from "../../components/kubernetes/stores/claims.args";
import { requested } from "../../components/kubernetes/runtime/claims";
import type { Claim } from "../../components/kubernetes/runtime/objects";
import { quantity } from "../../components/kubernetes/workload/pod.args";
import { bytes, isServer, type Server, type System } from "../../components/model";
import { PlainError } from "../../setup/errors";
import type { Kubectl } from "./kubectl";
import { ownObjects } from "./pods";

/** The StatefulSet of a store, as the cluster has it. */
export interface LiveSet {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas?: number; readonly serviceName?: string };
}

/** What the cluster has of a stack's data. */
export interface LiveData {
  readonly claims: readonly Claim[];
  readonly sets: readonly LiveSet[];
  /** Whether the disks of a class grow; without an answer the API server says it itself. */
  readonly grows: ReadonlyMap<string, boolean>;
  /** The class of disks for which the system names none. @default the cluster's */
  readonly storageClass?: string;
}

function ofDisk({ path, claim, size, storageClass }: WantedDisk, live: LiveData): readonly string[] {
  const found = live.claims.find(({ metadata }) => metadata.name === claim);
  if (found === undefined) return [];
  const { storageClassName: own = "" } = found.spec;
  const [has, wants] = [requested(found), bytes(size)];
  const wanted = storageClass ?? live.storageClass ?? own;
  const at = `${path}: its disk ${claim}`;
  if (own !== "" && wanted !== own)
    return [
      `${at} is of the class ${own}, and one of ${wanted} would be another one, and empty. Name ${own}, or carry the data over into a store of another name`,
    ];
  if (wants < has)
    return [
      `${at} has ${quantity(has)} and would have ${quantity(wants)}; a disk cannot get smaller. Set size to ${quantity(has)}, or carry the data over into a store of another name`,
    ];
  if (wants > has && live.grows.get(own) === false)
    return [
      `${at} has ${quantity(has)} and would have ${quantity(wants)}, but disks of its class do not grow. Where the class's driver can make them: kubectl patch storageclass ${own} --patch '{"allowVolumeExpansion":true}'; else set size to ${quantity(has)}, or carry the data over into a store of another name`,
    ];
  return [];
}

/** Whether what it holds is missed by nobody. */
function holdsNothing(store: Server): boolean {
  return store.engine === "redis" && store.persistence === "none";
}

function ofSet(store: Server, { sets }: LiveData): readonly string[] {
  const found = sets.find(({ metadata }) => metadata.name === store.name);
  if (found === undefined || holdsNothing(store)) return [];
  const { replicas = 1, serviceName } = found.spec;
  const nodes = "nodes" in store ? (store.nodes ?? 1) : 1;
  const at = `stores.${store.name}: it runs as`;
  if (serviceName !== podsDomain(store)) {
    const [now, then] = nodes === 1 ? ["several servers", "one server has"] : ["one server", "several have"];
    return [
      `${at} ${now}, and ${then} other disks, without its data. Leave nodes as it was, or carry the data over into a store of another name, by a backup`,
    ];
  }
  if (nodes >= replicas || store.engine !== "qdrant") return [];
  return [
    `${at} ${replicas} nodes and would have ${nodes}: what lies on ${store.name}-${nodes} and after it would be lost. Move their shards to the others (POST /collections/NAME/cluster, move_shard), take them out (DELETE /cluster/peer/ID), then: kubectl scale statefulset ${store.name} --replicas ${nodes}`,
  ];
}

/** What the system asks of the disks and the servers of a stack that they cannot become, a line for each. */
export function unfit(system: System, live: LiveData): readonly string[] {
  const own = system.stores.filter(isServer).filter(({ external }) => external === undefined);
  return [
    ...disksOf(system).flatMap((disk) => ofDisk(disk, live)),
    ...own.flatMap((store) => ofSet(store, live)),
  ];
}

/**
 * Refuses a system whose stores would lose data, or whose disks could not become as large as it says, before anything is changed.
 *
 * @throws PlainError with each, and the way through
 */
export function refuseUnfit(stack: string, system: System, live: LiveData): void {
  const found = unfit(system, live);
  if (found.length === 0) return;
  throw new PlainError(
    [
      `Stack ${stack} was not changed: what the cluster has of its data cannot become what the system now describes.`,
      ...found.map((line) => `  ✗ ${line}.`),
      'docs/operations.md has under "Carry a database over" how data gets into a store of another name.',
    ].join("\n"),
  );
}

/** What the cluster has of a stack's data. */
export async function liveData(
  kubectl: Pick<Kubectl, "prefix" | "list" | "run">,
  storageClass: string | undefined,
): Promise<LiveData> {
  const own = ownObjects(kubectl.prefix);
  const [claims, sets] = await Promise.all([
    kubectl.list<Claim>("persistentvolumeclaims", own),
    kubectl.list<LiveSet>("statefulsets", `${own},app.kubernetes.io/component=store`),
  ]);
  const classes = new Set(claims.flatMap(({ spec }) => spec.storageClassName ?? []));
  const grows = new Map<string, boolean>();
  for (const name of classes) {
    // Who may only use a namespace may not ask; a class that is gone says nothing either.
    const { code, stdout } = await kubectl.run(["get", "storageclass", name, "--output", "json"], true);
    if (code === 0)
      grows.set(
        name,
        (JSON.parse(stdout) as { allowVolumeExpansion?: boolean }).allowVolumeExpansion === true,
      );
  }
  return { claims, sets, grows, ...(storageClass === undefined ? {} : { storageClass }) };
}
