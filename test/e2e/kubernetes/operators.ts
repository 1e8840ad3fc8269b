import { inject } from "vitest";
import { images } from "../../../components/lowering/monitoring/images";
import { obtainOperatorDefinitions } from "../../../lab/cluster/definitions";
import { loadPrograms, programReference } from "../../../lab/cluster/images";
import { runningCluster } from "../../../lab/cluster/record";
import { obtainOperators } from "../../../lab/tools/operators";
import { progressOn } from "../../../setup/progress";
import { apply, eventually, kubectl } from "./cluster";

const user = 65_534;
const pod = { runAsNonRoot: true, runAsUser: user, fsGroup: user };
const small = { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "512Mi" } };
/** Programs stand at the root of their images, and the operator looks for this one in `/bin`. */
const reloaders = {
  containers: [{ name: "config-reloader", command: ["/prometheus-config-reloader"] }],
  initContainers: [{ name: "init-config-reloader", command: ["/prometheus-config-reloader"] }],
};

function account(namespace: string, name: string, rules: readonly object[]): readonly object[] {
  const role = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: `${namespace}-${name}` };
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  const api = "rbac.authorization.k8s.io/v1";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    { apiVersion: api, kind: "ClusterRole", metadata: { name: role.name }, rules },
    { apiVersion: api, kind: "ClusterRoleBinding", metadata: { name: role.name }, roleRef: role, subjects },
  ];
}

function program(namespace: string, name: string, spec: object): object {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { serviceAccountName: name, securityContext: pod, ...spec } },
    },
  };
}

const everything = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
const pods = {
  apiGroups: [""],
  resources: ["pods", "services", "endpoints", "namespaces"],
  verbs: ["get", "list", "watch"],
};

/** Names of the images of what an operator needs, in every node. */
async function loaded(): Promise<Readonly<Record<"operator" | "reloader" | "adapter", string>>> {
  const progress = progressOn();
  const { operator, reloader, adapter } = await obtainOperators(progress);
  const cluster = runningCluster();
  if (cluster === undefined) throw new Error("There is no cluster.");
  for (const init of cluster.record.inits)
    await progress.step("Loading operators", async (step) => {
      await loadPrograms(init, [operator, reloader, adapter], step);
    });
  return {
    operator: programReference(operator),
    reloader: programReference(reloader),
    adapter: programReference(adapter),
  };
}

/** A Prometheus Operator in a namespace, with a Prometheus and an Alertmanager that select what has its name as the label `release`. */
export async function installOperator(namespace: string): Promise<{ readonly adapter: string }> {
  const names = await loaded();
  for (const file of await obtainOperatorDefinitions(progressOn())) {
    await kubectl(["apply", "--server-side", "--force-conflicts", "--filename", file]);
    const wait = ["wait", "--for=condition=Established", "--timeout=5s", "--filename", file];
    await eventually(
      60,
      async () => await kubectl(wait, true),
      ({ code }) => code === 0,
    );
  }
  const selected = { matchLabels: { release: namespace } };
  await apply(
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    ...account(namespace, "operator", everything),
    ...account(namespace, "prometheus", [pods]),
    program(namespace, "operator", {
      containers: [
        {
          ...{ name: "operator", image: names.operator, resources: small },
          args: [
            `--prometheus-config-reloader=${names.reloader}`,
            `--prometheus-instance-namespaces=${namespace}`,
            `--alertmanager-instance-namespaces=${namespace}`,
          ],
        },
      ],
    }),
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "Alertmanager",
      metadata: { name: "main", namespace },
      spec: {
        ...{ replicas: 1, image: images.alertmanager, version: images.alertmanager.replace(/^.*:/, "") },
        ...{ alertmanagerConfigSelector: selected, alertmanagerConfigNamespaceSelector: {} },
        ...{ resources: small, securityContext: pod, ...reloaders },
      },
    },
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "Prometheus",
      metadata: { name: "main", namespace },
      spec: {
        ...{ replicas: 1, image: images.prometheus, version: images.prometheus.replace(/^.*:/, "") },
        ...{ podMonitorSelector: selected, podMonitorNamespaceSelector: {} },
        ...{ ruleSelector: selected, ruleNamespaceSelector: {}, evaluationInterval: "2s" },
        alerting: { alertmanagers: [{ namespace, name: "alertmanager-operated", port: "web" }] },
        ...{ serviceAccountName: "prometheus", resources: small, securityContext: pod, ...reloaders },
      },
    },
  );
  return names;
}

/** An adapter that tells autoscalers what a counter of pods says, by the name that they ask for. */
export async function installAdapter(namespace: string, image: string, counter: string): Promise<void> {
  const name = "adapter";
  const rules = [
    {
      seriesQuery: `${counter}{namespace!="",pod!=""}`,
      resources: { overrides: { namespace: { resource: "namespace" }, pod: { resource: "pod" } } },
      name: { as: "http_requests_per_second" },
      metricsQuery: "sum(rate(<<.Series>>{<<.LabelMatchers>>}[15s])) by (<<.GroupBy>>)",
    },
  ];
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  const roleRef = (kind: string, of: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind, name: of });
  const api = "rbac.authorization.k8s.io/v1";
  await apply(
    ...account(namespace, name, [pods]),
    {
      ...{ apiVersion: api, kind: "ClusterRoleBinding", metadata: { name: `${namespace}-delegator` } },
      ...{ roleRef: roleRef("ClusterRole", "system:auth-delegator"), subjects },
    },
    {
      ...{ apiVersion: api, kind: "RoleBinding", metadata: { name: namespace, namespace: "kube-system" } },
      ...{ roleRef: roleRef("Role", "extension-apiserver-authentication-reader"), subjects },
    },
    {
      ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace } },
      data: { "config.yaml": JSON.stringify({ rules }) },
    },
    program(namespace, name, {
      containers: [
        {
          ...{ name, image, resources: small },
          args: [
            `--prometheus-url=http://prometheus-operated.${namespace}.svc:9090/`,
            "--config=/etc/adapter/config.yaml",
            "--cert-dir=/tmp",
            "--secure-port=6443",
            "--metrics-relist-interval=10s",
          ],
          volumeMounts: [
            { name: "config", mountPath: "/etc/adapter" },
            { name: "tmp", mountPath: "/tmp" },
          ],
        },
      ],
      volumes: [
        { name: "config", configMap: { name } },
        { name: "tmp", emptyDir: {} },
      ],
    }),
    {
      ...{ apiVersion: "v1", kind: "Service", metadata: { name, namespace } },
      spec: { selector: { app: name }, ports: [{ port: 443, targetPort: 6443 }] },
    },
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1beta1.custom.metrics.k8s.io" },
      spec: {
        ...{ group: "custom.metrics.k8s.io", version: "v1beta1" },
        ...{ groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true },
        service: { name, namespace },
      },
    },
  );
}

/** Takes all of it away again. */
export async function removeOperator(namespace: string): Promise<void> {
  const gone = async (...args: readonly string[]): Promise<void> => {
    await kubectl(["delete", "--ignore-not-found", "--wait=false", ...args], true);
  };
  await gone("apiservice", "v1beta1.custom.metrics.k8s.io");
  await gone("rolebinding", "--namespace=kube-system", namespace);
  const names = ["operator", "prometheus", "adapter", "delegator"].map((name) => `${namespace}-${name}`);
  await gone("clusterrolebinding", ...names);
  await gone("clusterrole", ...names);
  await gone("namespace", namespace);
  for (const file of await obtainOperatorDefinitions(progressOn())) await gone("--filename", file);
}

/** The image of a pod of Node.js. */
export function nodePod(namespace: string, name: string, script: string): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: "main", image: inject("nodeImage"), command: ["node", "-e", script] }],
    },
  };
}
