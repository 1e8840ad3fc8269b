import { describe, expect, it } from "vitest";
import { Platform } from "../../../../../components/kubernetes/platform";
import type { KubernetesSettings } from "../../../../../components/kubernetes/settings";
import {
  placement,
  spreading,
  spreadOver,
} from "../../../../../components/kubernetes/workload/placement.args";
import { settings } from "../../../../support/kubernetes";
import { deploy } from "../../../../support/mocks";
import { noCluster } from "../../../../support/outcomes";
import { resources, shop } from "../../../../support/valid";

const zone = "topology.kubernetes.io/zone";
const node = "kubernetes.io/hostname";
const everywhere: KubernetesSettings = {
  ...settings,
  nodes: { pool: "apps" },
  tolerations: [{ key: "pool" }, { key: "pool", value: "apps", effect: "NoExecute" }],
  priorityClass: "usual",
  priorityClasses: { api: "high" },
};

describe("where a pod may run", () => {
  it("is anywhere, and before nobody, where the stack's file says nothing", () => {
    expect(placement("api", settings)).toEqual({});
  });

  it("is on the nodes and beside the taints that it names, with a class of its own or that of all", () => {
    expect(placement("api", everywhere)).toEqual({
      nodeSelector: { pool: "apps" },
      tolerations: [
        { key: "pool", operator: "Exists" },
        { key: "pool", operator: "Equal", value: "apps", effect: "NoExecute" },
      ],
      priorityClassName: "high",
    });
    expect(placement("web", everywhere).priorityClassName).toBe("usual");
  });

  it("is a node with GPUs for what computes on them, which keeps all else away", () => {
    const gpu = { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" };
    const computing = { resources: { ...resources, gpus: 1 } };
    expect(placement("ml", settings, computing)).toEqual({
      nodeSelector: { "nvidia.com/gpu.present": "true" },
      tolerations: [gpu],
    });
    const named = placement("ml", { ...everywhere, gpuNodes: { pool: "gpus" } }, computing);
    expect(named.nodeSelector).toEqual({ pool: "gpus" });
    expect(named.tolerations).toHaveLength(3);
    expect(named.tolerations).toContainEqual(gpu);
  });

  it("is the same for every pod of a system", async () => {
    const { resources: made } = await deploy(
      () =>
        new Platform({
          system: shop,
          ...{ images: {}, substitutes: {}, provided: {}, protect: false, cluster: noCluster },
          kubernetes: { ...everywhere, issuer: "one", user: 1000 },
        }),
    );
    interface Spec {
      readonly template?: { readonly spec: object };
      readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: object } } };
    }
    const pods = made.flatMap(({ name, inputs }) => {
      const spec = inputs.spec as Spec | undefined;
      const found = spec?.template?.spec ?? spec?.jobTemplate?.spec.template.spec;
      return found === undefined ? [] : [[name, found] as const];
    });
    expect(pods.length).toBeGreaterThan(6);
    for (const [name, pod] of pods)
      expect([name, pod]).toEqual([
        name,
        expect.objectContaining({
          nodeSelector: { pool: "apps" },
          priorityClassName: name === "shop-dev-api" ? "high" : "usual",
        }),
      ]);
  });
});

describe("over what instances are spread", () => {
  const over = (spread: KubernetesSettings["spread"], every = false) =>
    spreadOver({ spread }, every).map(({ topologyKey, strictly }) => [topologyKey, strictly]);
  const racks = { topologyKey: "example.com/rack", whenUnsatisfiable: "DoNotSchedule" } as const;

  it("is zones and nodes, where there are such", () => {
    expect(over(undefined)).toEqual([
      [zone, false],
      [node, false],
    ]);
    expect(over(undefined, true)).toEqual([
      [zone, false],
      [node, true],
    ]);
  });

  it("is what the stack's file names, beside nodes", () => {
    expect(over(racks)).toEqual([
      ["example.com/rack", true],
      [node, false],
    ]);
    expect(over({ topologyKey: node, whenUnsatisfiable: "ScheduleAnyway" }, true)).toEqual([[node, true]]);
    expect(over({ topologyKey: node, whenUnsatisfiable: "DoNotSchedule" })).toEqual([[node, true]]);
  });

  it("counts each release by itself, and no node that is drained", () => {
    expect(spreading({ app: "api" }, { spread: racks }).spread[0]).toEqual({
      ...{ maxSkew: 1, topologyKey: "example.com/rack" },
      ...{ whenUnsatisfiable: "DoNotSchedule", nodeTaintsPolicy: "Honor" },
      ...{ labelSelector: { matchLabels: { app: "api" } }, matchLabelKeys: ["pod-template-hash"] },
    });
  });
});
