import { expect, it } from "vitest";
import { kubernetes } from "../../../../../components/kubernetes";
import { Agents } from "../../../../../components/kubernetes/workload/agents";
import { hostsOf, placesOf } from "../../../../../components/kubernetes/workload/agents.args";
import { lowered } from "../../../../../components/lowering";
import { originOf } from "../../../../../components/model";
import { context } from "../../../../support/kubernetes-context";
import { deploy, listed, only } from "../../../../support/mocks";
import { shop } from "../../../../support/valid";

const system = lowered(
  { ...shop, monitoring: { alerts: [], logs: { retention: "1d", engine: "victoria-logs" } } },
  kubernetes.lowers,
);
/** No part that runs on each node reads a secret. */
const secrets = {
  value: () => {
    throw new Error("a secret was asked for");
  },
  storePasswords: () => {
    throw new Error("a password was asked for");
  },
};
const made = () =>
  deploy(() => new Agents({ ...context, origin: (name) => originOf(system, name) }, { system, secrets }));

it("what sees a folder of each node is alone in a namespace of its own, which is closed", async () => {
  const deployed = await made();
  expect([...listed(deployed)].sort((a, b) => a.localeCompare(b))).toEqual([
    "Agents shop-dev-agents",
    "ConfigMap shop-dev-log-collector-files",
    "DaemonSet shop-dev-log-collector",
    "Namespace shop-dev-node",
    "NetworkPolicy shop-dev-log-collector",
    "NetworkPolicy shop-dev-node-closed",
    "Service shop-dev-log-collector-instances",
    "ServiceAccount shop-dev-log-collector",
  ]);
  expect(only(deployed, "Namespace", "shop-dev-node").inputs).toMatchObject({
    metadata: { name: "shop-dev-node", labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
  });
});

it("reads that folder, as root without a right beyond it, on every node", async () => {
  const { spec } = only(await made(), "DaemonSet", "shop-dev-log-collector").inputs;
  expect(spec).toMatchObject({
    template: {
      spec: {
        automountServiceAccountToken: false,
        tolerations: [{ operator: "Exists" }],
        containers: [
          {
            env: [{ name: "TRIREME_NAMESPACE", value: "shop-dev" }],
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"] },
              readOnlyRootFilesystem: true,
              runAsUser: 0,
              runAsNonRoot: false,
            },
          },
        ],
      },
    },
  });
  expect(JSON.stringify(spec)).toContain('{"mountPath":"/var/log/pods","name":"node-0","readOnly":true}');
  expect(JSON.stringify(spec)).toContain('"hostPath":{"path":"/var/log/pods","type":"Directory"}');
});

it("both namespaces find each other's services by DNS", () => {
  const { own, nodes } = hostsOf(system, placesOf(context, { namespace: "shop" }));
  expect([own("log-collector"), own("victoria-logs")]).toEqual([
    "log-collector-instances.shop-node",
    "victoria-logs",
  ]);
  expect(nodes("victoria-logs")).toBe("victoria-logs.shop");
});
