import {
  bytes,
  engineContainer,
  engineOf,
  peersOf,
  type Consul,
  type EngineContainer,
  type Qdrant,
  type Rabbitmq,
} from "../../model";
import type { ContainerSpec } from "../workload/task.args";
import { portName } from "../workload/task.args";
import type { AwsSettings } from "../settings";

/** A store for which AWS has no service: it runs as a container on machines of its own. */
export type OwnServer = Consul | Qdrant | Rabbitmq;

/** Where a machine mounts the disk of its store. */
const diskFolder = "/srv/trireme";

/** A folder of the disk: its name, and the container's path to it. */
export interface DiskFolder {
  readonly name: string;
  readonly path: string;
}

/**
 * The folders of the disk that a server's container has: its data, and what its image writes beside it, for which memory would be
 * too small (a snapshot of Qdrant is as large as its collection).
 */
export function diskFolders({ dataPath, scratch }: EngineContainer): readonly DiskFolder[] {
  return [
    ...(dataPath === undefined ? [] : [{ name: "data", path: dataPath }]),
    ...scratch.map((path) => ({ name: `scratch${path.replaceAll("/", "-")}`, path })),
  ];
}

/** The path on the machine of a folder of its disk. */
export function hostFolder({ name }: Pick<DiskFolder, "name">): string {
  return `${diskFolder}/${name}`;
}

/** Namespace of CloudWatch in which the disks of stores are measured. */
export const storeNamespace = "Trireme/Stores";

/** Where the nodes of a Qdrant talk to each other. */
const peerPort = 6335;

/** One of the servers of a store. */
export interface Node {
  /** Unique among the stack's components: the store's own name where it has one server. */
  readonly name: string;
  /** Where the others, and those who save it, reach it. */
  readonly host: string;
}

/** The zone of names of a store, which its machines alone answer for. */
export function zoneOf(prefix: string, { name }: Pick<OwnServer, "name">): string {
  return `${name}.${prefix}.internal`;
}

/** The servers of a store, the first one first. */
export function nodesOf(prefix: string, store: OwnServer): readonly Node[] {
  const names = store.engine === "qdrant" ? peersOf(store) : [store.name];
  const zone = zoneOf(prefix, store);
  return names.map((name) => ({ name, host: names.length === 1 ? zone : `${name}.${zone}` }));
}

/** GiB of the disk of each server: what the stack says, else the system, else the engine's own. */
export function diskOf(store: OwnServer, settings: AwsSettings): number {
  const size = settings.stores[store.name]?.size ?? store.size ?? engineOf(store).disk;
  return Math.max(1, Math.ceil(bytes(size) / 2 ** 30));
}

/** The ports by which the servers of a store reach each other. */
export function peerPorts(store: OwnServer): readonly number[] {
  return store.engine === "qdrant" && (store.nodes ?? 1) > 1 ? [peerPort] : [];
}

/** All ports that consumers use. */
export function serverPorts(store: OwnServer): readonly number[] {
  return Object.values(engineContainer(store).ports);
}

/** The ports on which it answers over UDP as well. */
export function datagramPorts(store: OwnServer): readonly number[] {
  const { datagrams, ports } = engineContainer(store);
  const port = datagrams === undefined ? undefined : ports[datagrams];
  return port === undefined ? [] : [port];
}

/**
 * How a node of a cluster of Qdrant starts: the first makes it, the others join it
 * (https://qdrant.tech/documentation/guides/distributed_deployment). One that has never run waits until the first one listens, for it
 * would end otherwise.
 */
function peerCommand(nodes: readonly Node[], index: number): readonly string[] {
  const [own, first] = [nodes[index]?.host ?? "", nodes[0]?.host ?? ""];
  const uri = ["--uri", `http://${own}:${peerPort}`];
  if (index === 0) return ["./entrypoint.sh", ...uri];
  const script = `if [ ! -e storage/raft_state.json ]; then
  until (exec 3<>/dev/tcp/${first}/${peerPort}) 2>/dev/null; do sleep 1; done
fi
exec ./entrypoint.sh "$@"`;
  return ["bash", "-c", script, "peer", ...uri, "--bootstrap", `http://${first}:${peerPort}`];
}

/** The engine of one of a store's servers, as its container runs it. */
export function nodeEngine(store: OwnServer, nodes: readonly Node[], index: number): EngineContainer {
  const engine = engineContainer(store);
  if (nodes.length === 1) return engine;
  return {
    ...engine,
    command: peerCommand(nodes, index),
    env: { ...engine.env, QDRANT__CLUSTER__ENABLED: true },
    ports: { ...engine.ports, peers: peerPort },
  };
}

/** The ports of a server's container, those over UDP after the others. */
export function nodePorts({ ports, datagrams }: EngineContainer): NonNullable<ContainerSpec["ports"]> {
  const named = Object.entries(ports)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, number]) => ({ name: portName(name), number, http: false }));
  const port = datagrams === undefined ? undefined : ports[datagrams];
  return port === undefined
    ? named
    : [
        ...named,
        { name: portName(`${datagrams ?? ""}-udp`), number: port, http: false, protocol: "udp" as const },
      ];
}

/** What the machine of a server does at its first start. */
export interface MachineScript {
  readonly cluster: string;
  readonly node: string;
  /** Id of the disk. */
  readonly volume: string;
  /** Numeric user and group of the engine. */
  readonly owner: string;
  /** Folders of the disk that belong to it. */
  readonly folders: readonly Pick<DiskFolder, "name">[];
}

/** The attribute by which ECS finds the machine of a server. */
export const nodeAttribute = "dev.trireme.node";

/**
 * The start of a machine (user data): waits for the disk, makes a file system on one that has none, mounts it now and at each later
 * start, lets it grow with the disk, and joins the cluster. The agent of ECS starts after this script, and never without the disk:
 * a server would begin with an empty folder.
 */
export function machineScript({ cluster, node, volume, owner, folders }: MachineScript): string {
  const device = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volume.replace("-", "")}`;
  return `#!/bin/bash
set -eu
disk=${device}
until [ -e "$disk" ]; do sleep 1; done
# It refuses a disk that holds anything.
blkid -p "$disk" >/dev/null || mkfs.xfs -q "$disk"
mkdir -p ${diskFolder}
echo "$disk ${diskFolder} xfs defaults,nofail,x-systemd.device-timeout=10min 0 2" >>/etc/fstab
mkdir -p /etc/systemd/system/ecs.service.d
cat >/etc/systemd/system/ecs.service.d/disk.conf <<'END'
[Unit]
RequiresMountsFor=${diskFolder}
END
cat >/etc/systemd/system/grow-disk.service <<'END'
[Service]
Type=oneshot
ExecStart=/usr/sbin/xfs_growfs ${diskFolder}
END
cat >/etc/systemd/system/grow-disk.timer <<'END'
[Timer]
OnActiveSec=5min
OnUnitActiveSec=5min
[Install]
WantedBy=timers.target
END
systemctl daemon-reload
mount ${diskFolder}
install -d -m 0750 -o ${owner.replace(":", " -g ")} ${folders.map(hostFolder).join(" ")}
systemctl enable --now grow-disk.timer
cat >>/etc/ecs/ecs.config <<'END'
ECS_CLUSTER=${cluster}
ECS_INSTANCE_ATTRIBUTES={"${nodeAttribute}":"${node}"}
ECS_DISABLE_PRIVILEGED=true
END
`;
}

/** Tells CloudWatch every minute how full the disk is that is mounted at `/data`. */
export function gaugeScript(prefix: string, node: string): string {
  const head = `{"_aws":{"Timestamp":%s000,"CloudWatchMetrics":[{"Namespace":"${storeNamespace}","Dimensions":[["System","Store"]],"Metrics":[{"Name":"DiskUsedPercent"}]}]},"System":"${prefix}","Store":"${node}","DiskUsedPercent":%s}`;
  return `while :; do
  used=$(df -P /data | awk 'NR == 2 { sub("%", "", $5); print $5 }')
  printf '${head}\\n' "$(date +%s)" "$used"
  sleep 60
done`;
}
