import type { Manifest } from "./api";
import { DNS_SERVICE_IP } from "./layout";

/** An object, and the collection of the API that it belongs to. */
export interface Placed {
  readonly collection: string;
  readonly manifest: Manifest;
}

/** Done by the `controllers` that run beside the cluster. */
const PROVISIONER = "trireme.local/folder";

const SYSTEM = "kube-system";
const system = (name: string, more: object = {}) => ({ name, namespace: SYSTEM, ...more });
const inSystem = (group: string, plural: string) => `/${group}/namespaces/${SYSTEM}/${plural}`;
const RBAC = "apis/rbac.authorization.k8s.io/v1";

const corefile = `.:53 {
    errors
    health
    ready
    kubernetes cluster.local in-addr.arpa {
        ttl 5
    }
    cache 5
}
`;

const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

function account(name: string): Placed {
  return {
    collection: inSystem("api/v1", "serviceaccounts"),
    manifest: { apiVersion: "v1", kind: "ServiceAccount", metadata: system(name) },
  };
}

/** Gives a role to an account of the system: everywhere, or in the system's namespace. */
function binding(
  kind: "ClusterRoleBinding" | "RoleBinding",
  name: string,
  role: string,
  account: string,
): Placed {
  const everywhere = kind === "ClusterRoleBinding";
  return {
    collection: everywhere ? `/${RBAC}/clusterrolebindings` : inSystem(RBAC, "rolebindings"),
    manifest: {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind,
      metadata: everywhere ? { name } : system(name),
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: everywhere ? "ClusterRole" : "Role",
        name: role,
      },
      subjects: [{ kind: "ServiceAccount", name: account, namespace: SYSTEM }],
    },
  };
}

function clusterRole(name: string, rules: readonly object[]): readonly Placed[] {
  const role = `system:${name}`;
  return [
    {
      collection: `/${RBAC}/clusterroles`,
      manifest: {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name: role },
        rules,
      },
    },
    binding("ClusterRoleBinding", role, role, name),
  ];
}

function deployment(name: string, labels: Readonly<Record<string, string>>, spec: object): Placed {
  return {
    collection: inSystem("apis/apps/v1", "deployments"),
    manifest: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: system(name, { labels }),
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { serviceAccountName: name, ...spec } },
      },
    },
  };
}

function service(name: string, labels: Readonly<Record<string, string>>, spec: object): Placed {
  return {
    collection: inSystem("api/v1", "services"),
    manifest: {
      apiVersion: "v1",
      kind: "Service",
      metadata: system(name, { labels }),
      spec: { selector: labels, ...spec },
    },
  };
}

function storageClass(name: string, isDefault: boolean): Placed {
  return {
    collection: "/apis/storage.k8s.io/v1/storageclasses",
    manifest: {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name,
        annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) },
      },
      provisioner: PROVISIONER,
      reclaimPolicy: "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
    },
  };
}

function names(image: string): readonly Placed[] {
  const labels = { "k8s-app": "kube-dns" };
  const probe = (path: string, port: number) => ({ httpGet: { path, port }, periodSeconds: 1 });
  return [
    account("coredns"),
    ...clusterRole("coredns", [
      {
        apiGroups: [""],
        resources: ["endpoints", "services", "pods", "namespaces"],
        verbs: ["list", "watch"],
      },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
    ]),
    {
      collection: inSystem("api/v1", "configmaps"),
      manifest: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: system("coredns"),
        data: { Corefile: corefile },
      },
    },
    deployment("coredns", labels, {
      priorityClassName: "system-cluster-critical",
      // Port 53 for a user like any other: policies of networks look at the pod's port, not at the Service's.
      securityContext: { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] },
      containers: [
        {
          name: "coredns",
          image,
          args: ["-conf", "/etc/coredns/Corefile"],
          readinessProbe: probe("/ready", 8181),
          livenessProbe: { ...probe("/health", 8080), failureThreshold: 30 },
          securityContext: restricted,
          volumeMounts: [{ name: "config", mountPath: "/etc/coredns" }],
        },
      ],
      volumes: [{ name: "config", configMap: { name: "coredns" } }],
    }),
    service("kube-dns", labels, {
      clusterIP: DNS_SERVICE_IP,
      ports: [
        { name: "dns", port: 53, targetPort: 53, protocol: "UDP" },
        { name: "dns-tcp", port: 53, targetPort: 53, protocol: "TCP" },
      ],
    }),
  ];
}

function metrics(image: string): readonly Placed[] {
  const name = "metrics-server";
  const labels = { "k8s-app": name };
  return [
    account(name),
    ...clusterRole(name, [
      { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
      { apiGroups: [""], resources: ["pods", "nodes"], verbs: ["get", "list", "watch"] },
    ]),
    binding("ClusterRoleBinding", `${name}:system:auth-delegator`, "system:auth-delegator", name),
    binding("RoleBinding", `${name}-auth-reader`, "extension-apiserver-authentication-reader", name),
    deployment(name, labels, {
      priorityClassName: "system-cluster-critical",
      containers: [
        {
          name,
          image,
          args: [
            "--cert-dir=/tmp",
            "--secure-port=10250",
            "--kubelet-preferred-address-types=InternalIP",
            // The authority that signed the kubelets' certificates is in no ConfigMap of this cluster.
            "--kubelet-insecure-tls",
            "--metric-resolution=10s",
            // Less than the time between two questions, which the server insists on.
            "--kubelet-request-timeout=5s",
          ],
          readinessProbe: {
            httpGet: { path: "/readyz", port: 10250, scheme: "HTTPS" },
            periodSeconds: 2,
          },
          securityContext: restricted,
          volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
        },
      ],
      volumes: [{ name: "tmp", emptyDir: {} }],
    }),
    service(name, labels, { ports: [{ name: "https", port: 443, targetPort: 10250 }] }),
    {
      collection: "/apis/apiregistration.k8s.io/v1/apiservices",
      manifest: {
        apiVersion: "apiregistration.k8s.io/v1",
        kind: "APIService",
        metadata: { name: "v1beta1.metrics.k8s.io" },
        spec: {
          group: "metrics.k8s.io",
          version: "v1beta1",
          groupPriorityMinimum: 100,
          versionPriority: 100,
          insecureSkipTLSVerify: true,
          service: { name, namespace: SYSTEM },
        },
      },
    },
  ];
}

/** What a provider of clusters puts into an empty one: names, classes of storage, measurements. */
export function baseObjects(images: {
  readonly coredns: string;
  readonly metricsServer: string;
}): readonly Placed[] {
  return [
    storageClass("standard", true),
    storageClass("fast-ssd", false),
    ...names(images.coredns),
    ...metrics(images.metricsServer),
  ];
}
