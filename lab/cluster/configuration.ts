import { join } from "node:path";
import { DNS_SERVICE_IP, type Layout, type Node, PODS } from "./layout";

/** Socket of a node's container runtime, in the node's own `/run`. */
export const RUNTIME_SOCKET = "/run/containerd/containerd.sock";
const CNI_PLUGINS = "/usr/lib/cni";

/** A file of a node, by its name in the node's folder. */
export type Files = Readonly<Record<string, string>>;

function runtime({ folder, images }: Node, pause: string): string {
  return `version = 2
root = "${images}"
state = "/run/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper"]
[grpc]
  address = "${RUNTIME_SOCKET}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${folder}/opt"
[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
  sandbox_image = "${pause}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${CNI_PLUGINS}"
    conf_dir = "${folder}/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${folder}/registries"
`;
}

/** An image that was not loaded is refused at once, not after a search for registries that no node can reach. */
const registries = `server = "http://127.0.0.1:1"
[host."http://127.0.0.1:1"]
  capabilities = ["pull", "resolve"]
`;

function podNetwork({ pods }: Node): object {
  return {
    cniVersion: "0.4.0",
    name: "trireme",
    plugins: [
      {
        type: "bridge",
        bridge: "pods",
        isGateway: true,
        // Between pods of two nodes the source has to stay what it is: policies look at it.
        ipMasq: false,
        hairpinMode: true,
        ipam: {
          type: "host-local",
          dataDir: "/run/cni/addresses",
          ranges: [[{ subnet: pods }]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
}

/** Where the kubelet of a node keeps what pods print. */
export function podLogsOf({ folder }: Pick<Node, "folder">): string {
  return join(folder, "pod-logs");
}

function kubelet(layout: Layout, node: Node): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: node.address,
    port: 10250,
    readOnlyPort: 0,
    healthzBindAddress: "127.0.0.1",
    containerRuntimeEndpoint: `unix://${RUNTIME_SOCKET}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${node.cgroup}`,
    failCgroupV1: false,
    failSwapOn: false,
    localStorageCapacityIsolation: false,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(layout.pki, "ca.crt") },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: join(layout.pki, `${node.name}.crt`),
    tlsPrivateKeyFile: join(layout.pki, `${node.name}.key`),
    clusterDomain: "cluster.local",
    clusterDNS: [DNS_SERVICE_IP],
    resolvConf: join(node.folder, "resolv.conf"),
    podLogsDir: podLogsOf(node),
    // An image cannot be pulled again: none is ever removed to make room.
    imageGCHighThresholdPercent: 100,
    // A node names all that it has, not the largest fifty.
    nodeStatusMaxImages: -1,
    evictionHard: {
      "memory.available": "100Mi",
      "nodefs.available": "1%",
      "imagefs.available": "1%",
      "nodefs.inodesFree": "1%",
    },
    oomScoreAdj: 0,
    maxPods: 110,
    enforceNodeAllocatable: ["pods"],
    serializeImagePulls: false,
    syncFrequency: "10s",
    nodeStatusUpdateFrequency: "5s",
    shutdownGracePeriod: "0s",
    logging: { verbosity: 2 },
  };
}

function proxy(layout: Layout, node: Node): object {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    bindAddress: node.address,
    healthzBindAddress: "127.0.0.1:10256",
    metricsBindAddress: "127.0.0.1:10249",
    clientConnection: { kubeconfig: join(layout.pki, "proxy.kubeconfig") },
    oomScoreAdj: 0,
    mode: "iptables",
    clusterCIDR: PODS,
    hostnameOverride: node.name,
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    iptables: { syncPeriod: "30s", minSyncPeriod: "100ms" },
  };
}

/**
 * The files that a node's servers read, by their names in its folder.
 *
 * @param pause the image of the container that holds a pod's namespaces
 */
export function nodeFiles(layout: Layout, node: Node, pause: string): Files {
  const json = (value: object) => JSON.stringify(value, null, 2) + "\n";
  return {
    "containerd.toml": runtime(node, pause),
    "registries/_default/hosts.toml": registries,
    "cni/10-pods.conflist": json(podNetwork(node)),
    "kubelet.json": json(kubelet(layout, node)),
    "proxy.json": json(proxy(layout, node)),
    // Nothing outside the cluster can be reached, so no name server outside is asked.
    "resolv.conf": `nameserver ${DNS_SERVICE_IP}\n`,
  };
}
