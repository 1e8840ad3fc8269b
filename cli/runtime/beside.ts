import { engineContainer, isServer, type Server, type Volume } from "../../components/model";
import { savedFolder } from "../../components/render/backup";
import { PlainError } from "../../setup/errors";

interface Container {
  readonly name: string;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [field: string]: unknown;
}

type Volumes = readonly {
  readonly name: string;
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly [field: string]: unknown;
}[];

/** The Deployment that saves a store, as the cluster has it. */
export interface Keeper {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: {
      readonly spec: {
        readonly containers: readonly Container[];
        readonly volumes?: Volumes;
        readonly [field: string]: unknown;
      };
    };
  };
}

/** A name that is no longer than a label may be. */
function podName(keeper: string, now: number): string {
  return `${keeper.slice(0, 40)}-restore-${now.toString(36)}`;
}

/**
 * Where the data of a store lies in the pod, and on which claim; a volume is mounted there already, to be read.
 *
 * @throws PlainError for a store that keeps nothing on a disk of its own
 */
function dataOf(keeper: Keeper, store: Server | Volume): { readonly path: string; readonly claim: string } {
  const saved = keeper.spec.template.spec.volumes?.find(({ name }) => name === "saved");
  const path = isServer(store) ? engineContainer(store).dataPath : savedFolder;
  const claim = isServer(store) ? `${store.name}-data` : saved?.persistentVolumeClaim?.claimName;
  if (path === undefined || claim === undefined) {
    throw new PlainError(
      `Deployment ${keeper.metadata.name} backs up "${store.name}", but mounts no disk of it. ` +
        "Repair it: npx trireme up",
    );
  }
  return { path, claim };
}

/**
 * A pod like the one that saves a store, which may write to the stopped store's own disk and ends with one command.
 *
 * @param now milliseconds since 1970: part of its name
 */
export function besidePod(
  keeper: Keeper,
  store: Server | Volume,
  argv: readonly string[],
  now: number,
): {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
} {
  const { spec } = keeper.spec.template;
  const { path: dataPath, claim } = dataOf(keeper, store);
  const [saver] = spec.containers;
  if (saver === undefined) throw new RangeError(`Deployment ${keeper.metadata.name} has no containers`);
  // Its checks ask whether the keeper's own loop goes on.
  const probes = ["startupProbe", "readinessProbe", "livenessProbe"];
  const container = Object.fromEntries(Object.entries(saver).filter(([field]) => !probes.includes(field)));
  const data = "store-data";
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: podName(keeper.metadata.name, now),
      labels: { ...keeper.metadata.labels, "app.kubernetes.io/component": "restore" },
    },
    spec: {
      ...spec,
      restartPolicy: "Never",
      // On the keeper's node: both use the disk with the backups.
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              labelSelector: { matchLabels: keeper.spec.selector.matchLabels },
              topologyKey: "kubernetes.io/hostname",
            },
          ],
        },
      },
      containers: [
        {
          ...container,
          // Where the image starts its own tool, the keeper's command takes its place.
          ...(saver.command === undefined ? { args: [...argv] } : { command: [...argv] }),
          volumeMounts: [
            ...(saver.volumeMounts ?? []).filter(({ mountPath }) => mountPath !== dataPath),
            { name: data, mountPath: dataPath },
          ],
        },
      ],
      volumes: [
        ...(spec.volumes ?? []).filter(({ name }) => isServer(store) || name !== "saved"),
        { name: data, persistentVolumeClaim: { claimName: claim } },
      ],
    },
  };
}
