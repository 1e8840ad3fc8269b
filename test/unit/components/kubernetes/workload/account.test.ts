import { describe, expect, it } from "vitest";
import { Service } from "../../../../../components/kubernetes/workload/service";
import { namespaceOfPods, type Origin } from "../../../../../components/model";
import { context } from "../../../../support/kubernetes-context";
import { deploy, listed, only } from "../../../../support/mocks";
import { api } from "../../../../support/valid";

const made = (origin: Origin | undefined) =>
  deploy(
    () =>
      new Service(
        { ...context, scraped: true, origin: () => origin },
        {
          service: {
            ...api,
            env: {},
            mounts: [],
            metrics: { path: "/metrics" },
            files: { "/etc/asking.yml": { content: `namespace: ${namespaceOfPods}` } },
          },
          claims: {},
          after: [],
        },
      ),
  );
const feature = { feature: "monitoring", path: "monitoring.metrics" };

describe("what reads a cluster's API", () => {
  it("has an account with these rights alone, its token, and the namespace's name", async () => {
    const deployed = await made({
      ...feature,
      cluster: [
        { group: "batch", resources: ["cronjobs"], verbs: ["list", "watch"] },
        { group: "", resources: ["nodes/metrics"], verbs: ["get"], whole: true },
      ],
    });
    expect(only(deployed, "Role", "shop-dev-api").inputs).toMatchObject({
      metadata: { name: "api", namespace: "shop" },
      rules: [{ apiGroups: ["batch"], resources: ["cronjobs"], verbs: ["list", "watch"] }],
    });
    expect(only(deployed, "RoleBinding", "shop-dev-api").inputs).toMatchObject({
      roleRef: { kind: "Role", name: "api" },
      subjects: [{ kind: "ServiceAccount", name: "api", namespace: "shop" }],
    });
    const whole = only(deployed, "ClusterRole", "shop-dev-api").inputs;
    expect(whole).toMatchObject({
      metadata: { name: "shop-dev-api" },
      rules: [{ apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] }],
    });
    expect(whole.metadata).not.toHaveProperty("namespace");
    expect(only(deployed, "ClusterRoleBinding", "shop-dev-api").inputs).toMatchObject({
      subjects: [{ kind: "ServiceAccount", name: "api", namespace: "shop" }],
    });
    expect(only(deployed, "Deployment", "shop-dev-api").inputs).toMatchObject({
      spec: {
        template: {
          spec: {
            automountServiceAccountToken: true,
            containers: [{ env: [{ name: "TRIREME_NAMESPACE", value: "shop" }] }],
          },
        },
      },
    });
    expect(only(deployed, "ConfigMap", "shop-dev-api-files").inputs.data).toEqual({
      "etc.asking.yml": "namespace: shop",
    });
  });

  it("is nobody else: no right, no token", async () => {
    const deployed = await made(feature);
    expect(listed(deployed).filter((one) => one.includes("Role"))).toEqual([]);
    expect(only(deployed, "Deployment", "shop-dev-api").inputs).toMatchObject({
      spec: { template: { spec: { automountServiceAccountToken: false } } },
    });
  });
});

it("every instance of a service that is measured is found by DNS, ready or not", async () => {
  const deployed = await made(undefined);
  expect(only(deployed, "Service", "shop-dev-api-instances").inputs).toMatchObject({
    metadata: { name: "api-instances" },
    spec: {
      clusterIP: "None",
      publishNotReadyAddresses: true,
      ports: [{ name: "admin" }, { name: "main", port: 8000, targetPort: 8000 }],
    },
  });
});
