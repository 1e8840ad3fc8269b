import { join } from "node:path";
import { API_PORT, type Layout, type Node, PODS, SERVICES } from "./layout";

/** Where the commands of the servers are. */
export interface Programs {
  /** Has links named after each server of Kubernetes, and `controllers`. */
  readonly kubernetes: string;
  readonly etcd: string;
  readonly containerd: string;
}

/** A server: its name and its command line. */
export interface Server {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const ETCD = "http://127.0.0.1:2379";
const ETCD_PEERS = "http://127.0.0.1:2380";

/** The store of everything. */
export function store(programs: Programs, { folder }: Layout): Server {
  return {
    name: "etcd",
    command: [
      programs.etcd,
      `--data-dir=${join(folder, "etcd")}`,
      `--listen-client-urls=${ETCD}`,
      `--advertise-client-urls=${ETCD}`,
      `--listen-peer-urls=${ETCD_PEERS}`,
      `--initial-advertise-peer-urls=${ETCD_PEERS}`,
      `--initial-cluster=default=${ETCD_PEERS}`,
      // A cluster that is gone after a crash of the machine anyway.
      "--unsafe-no-fsync",
    ],
  };
}

/** What runs containers on a node. */
export function containerRuntime(programs: Programs, { folder }: Node): Server {
  return { name: "containerd", command: [programs.containerd, "--config", join(folder, "containerd.toml")] };
}

/** The API server. */
export function apiServer(programs: Programs, { pki, nodes }: Layout): Server {
  const file = (name: string) => join(pki, name);
  return {
    name: "kube-apiserver",
    command: [
      join(programs.kubernetes, "kube-apiserver"),
      `--etcd-servers=${ETCD}`,
      "--bind-address=0.0.0.0",
      `--advertise-address=${nodes[0].address}`,
      `--secure-port=${API_PORT}`,
      `--service-cluster-ip-range=${SERVICES}`,
      `--tls-cert-file=${file("apiserver.crt")}`,
      `--tls-private-key-file=${file("apiserver.key")}`,
      `--client-ca-file=${file("ca.crt")}`,
      `--kubelet-client-certificate=${file("kubelet-client.crt")}`,
      `--kubelet-client-key=${file("kubelet-client.key")}`,
      `--kubelet-certificate-authority=${file("ca.crt")}`,
      "--kubelet-preferred-address-types=InternalIP",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${file("accounts.pub")}`,
      `--service-account-signing-key-file=${file("accounts.key")}`,
      `--requestheader-client-ca-file=${file("ca.crt")}`,
      "--requestheader-allowed-names=aggregator",
      "--requestheader-extra-headers-prefix=X-Remote-Extra-",
      "--requestheader-group-headers=X-Remote-Group",
      "--requestheader-username-headers=X-Remote-User",
      `--proxy-client-cert-file=${file("aggregator.crt")}`,
      `--proxy-client-key-file=${file("aggregator.key")}`,
      "--authorization-mode=Node,RBAC",
      "--allow-privileged=true",
      "--enable-admission-plugins=NodeRestriction",
    ],
  };
}

/** The servers of the control plane that work through the API. */
export function controlPlane(programs: Programs, { pki }: Layout): readonly Server[] {
  const file = (name: string) => join(pki, name);
  const access = (name: string) =>
    ["", "authentication-", "authorization-"].map(
      (kind) => `--${kind}kubeconfig=${file(`${name}.kubeconfig`)}`,
    );
  const local = ["--bind-address=127.0.0.1", "--leader-elect=false"];
  return [
    {
      name: "kube-controller-manager",
      command: [
        join(programs.kubernetes, "kube-controller-manager"),
        ...access("controller-manager"),
        ...local,
        `--service-account-private-key-file=${file("accounts.key")}`,
        `--root-ca-file=${file("ca.crt")}`,
        `--cluster-signing-cert-file=${file("ca.crt")}`,
        `--cluster-signing-key-file=${file("ca.key")}`,
        "--use-service-account-credentials=true",
        `--cluster-cidr=${PODS}`,
        `--service-cluster-ip-range=${SERVICES}`,
        // A node that is gone is noticed while a test waits.
        "--node-monitor-period=1s",
        "--node-monitor-grace-period=12s",
        "--horizontal-pod-autoscaler-sync-period=5s",
      ],
    },
    {
      name: "kube-scheduler",
      command: [join(programs.kubernetes, "kube-scheduler"), ...access("scheduler"), ...local],
    },
  ];
}

/** The servers of a node but its container runtime. */
export function nodeServers(programs: Programs, { pki }: Layout, node: Node): readonly Server[] {
  const { name, folder, address } = node;
  return [
    {
      name: "kubelet",
      command: [
        join(programs.kubernetes, "kubelet"),
        `--config=${join(folder, "kubelet.json")}`,
        `--kubeconfig=${join(pki, `${name}.kubeconfig`)}`,
        `--root-dir=${join(folder, "kubelet")}`,
        `--cert-dir=${join(folder, "kubelet-pki")}`,
        `--hostname-override=${name}`,
        `--node-ip=${address}`,
      ],
    },
    {
      name: "kube-proxy",
      command: [join(programs.kubernetes, "kube-proxy"), `--config=${join(folder, "proxy.json")}`],
    },
  ];
}

/** What a provider of clusters adds to Kubernetes: volumes, addresses of load balancers, enforcement of NetworkPolicies. */
export function controllers(programs: Programs, layout: Layout, node: Node): Server {
  const first = node === layout.nodes[0];
  return {
    name: "controllers",
    command: [
      join(programs.kubernetes, "controllers"),
      `--kubeconfig=${join(layout.pki, "admin.kubeconfig")}`,
      `--node=${node.name}`,
      ...(first ? [`--volumes=${layout.volumes}`, `--balancers=${layout.balancers}`] : []),
    ],
  };
}
