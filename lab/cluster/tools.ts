import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { canInstallPackages, installPackages } from "../../setup/apt";
import type { Missing } from "../../setup/errors";
import { cachedBuild, type GoBuild, hasGo, obtainBuild } from "../build/go";
import { which } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import { KUBERNETES_VERSION } from "./layout";
import type { Programs } from "./servers";

const MODULE = "trireme.local/toolchain/kubernetes";
const [MAJOR, MINOR] = KUBERNETES_VERSION.slice(1).split(".");
const version = (name: string, value: string) => `-X k8s.io/component-base/version.${name}=${value}`;

/** Every server of Kubernetes with kubectl and the test cluster's own controllers in one file, and the pause program. */
const servers: GoBuild = {
  module: "kubernetes",
  packages: ["kubernetes", "pause"].map((name) => `${MODULE}/cmd/${name}`),
  ldflags: [
    [
      "-s -w",
      version("gitVersion", KUBERNETES_VERSION),
      version("gitMajor", MAJOR ?? ""),
      version("gitMinor", MINOR ?? ""),
      version("gitTreeState", "clean"),
    ].join(" "),
  ],
};

const names: GoBuild = {
  module: "coredns",
  packages: ["trireme.local/toolchain/coredns/cmd/coredns"],
  ldflags: ["-s -w"],
};

const metrics: GoBuild = {
  module: "metrics-server",
  packages: ["sigs.k8s.io/metrics-server/cmd/metrics-server"],
  ldflags: ["-s -w"],
};

/** The names by which the one file of all servers is called. */
const SERVERS = [
  "controllers",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-proxy",
  "kube-scheduler",
  "kubectl",
  "kubelet",
];

const COMMANDS: Readonly<Record<string, string>> = {
  etcd: "etcd-server",
  containerd: "containerd",
  ctr: "containerd",
  runc: "runc",
  conntrack: "conntrack",
  ipset: "ipset",
  iptables: "iptables",
  ip: "iproute2",
  nft: "nftables",
  openssl: "openssl",
  tini: "tini",
};

/** All that a cluster is made of. */
export interface ClusterTools extends Programs {
  /** Folders with one static program each, to be put into images. */
  readonly pause: string;
  readonly coredns: string;
  readonly metricsServer: string;
  readonly kubectl: string;
}

function absentPackages(): readonly string[] {
  const absent = Object.entries(COMMANDS).flatMap(([command, name]) =>
    which(command) === undefined ? [name] : [],
  );
  return [
    ...new Set([
      ...absent,
      ...(which("bridge", "/usr/lib/cni") === undefined ? ["containernetworking-plugins"] : []),
    ]),
  ];
}

const otherCluster = "name a cluster of yours: pulumi config set --path kubernetes.context CONTEXT";

/** What stands in the way of a cluster of our own. */
export async function missingForCluster(): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    missing.push({
      what: "A cluster of our own is made of the kernel's namespaces: that takes root on Linux.",
      remedies: [otherCluster, "run this as root on Debian or Ubuntu"],
    });
  else if (absentPackages().length > 0 && !canInstallPackages())
    missing.push({
      what: `A cluster of our own needs ${absentPackages().join(", ")}, and no packages can be installed here (that takes Debian or Ubuntu).`,
      remedies: ["install them", otherCluster],
    });
  const built = [servers, names, metrics].every((build) => cachedBuild(build) !== undefined);
  if (!built && !(await hasGo()))
    missing.push({
      what: "Kubernetes is built from source for a cluster of our own, and there is no Go 1.21 or newer to build it with.",
      remedies: ["install Go (https://go.dev/doc/install)", otherCluster],
    });
  return missing;
}

/** The kubectl that was built with the servers; undefined where they were not. */
export function builtKubectl(): string | undefined {
  const folder = cachedBuild(servers);
  return folder === undefined ? undefined : join(folder, "bin", "kubectl");
}

/** What stands in the way of speaking to a cluster. */
export function missingForKubectl(): readonly Missing[] {
  if (which("kubectl") !== undefined || builtKubectl() !== undefined) return [];
  return [
    {
      what: "kubectl is not on PATH; the stack's cluster is asked with it.",
      remedies: ["install it (https://kubernetes.io/docs/tasks/tools)"],
    },
  ];
}

function linkServers(folder: string): void {
  mkdirSync(join(folder, "bin"));
  for (const name of SERVERS) symlinkSync("../kubernetes", join(folder, "bin", name));
}

/** Builds what is not built yet, and installs Debian's packages that are absent. */
export async function obtainClusterTools(progress: Progress): Promise<ClusterTools> {
  const [kubernetes, coredns, metricsServer] = await Promise.all([
    obtainBuild(servers, `Kubernetes ${KUBERNETES_VERSION}`, progress, linkServers),
    obtainBuild(names, "CoreDNS", progress),
    obtainBuild(metrics, "the metrics server", progress),
  ]);
  const packages = absentPackages();
  if (packages.length > 0)
    await progress.step(`Installing ${packages.join(", ")}`, (step) => installPackages(packages, step));
  return {
    kubernetes: join(kubernetes, "bin"),
    etcd: which("etcd") ?? "etcd",
    containerd: which("containerd") ?? "containerd",
    pause: join(kubernetes, "pause"),
    coredns: join(coredns, "coredns"),
    metricsServer: join(metricsServer, "metrics-server"),
    kubectl: join(kubernetes, "bin", "kubectl"),
  };
}
