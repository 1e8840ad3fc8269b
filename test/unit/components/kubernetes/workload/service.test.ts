import { log } from "@pulumi/pulumi";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Cluster } from "../../../../../components/kubernetes/runtime";
import { Service } from "../../../../../components/kubernetes/workload/service";
import { isHidden, type Service as ServiceModel } from "../../../../../components/model";
import { context } from "../../../../support/kubernetes-context";
import { deploy, listed, only, type Deployment as Deployed } from "../../../../support/mocks";
import { api, db, resources, shop, signingKey } from "../../../../support/valid";
import { noCluster } from "../../../../support/outcomes";

const made = (change: Partial<ServiceModel> = {}, cluster: Cluster = noCluster) =>
  deploy(
    () =>
      new Service(
        { ...context, cluster },
        { service: { ...api, ...change }, claims: { uploads: "uploads" }, after: [] },
      ),
  );

interface Spec {
  readonly replicas?: number;
  readonly strategy: unknown;
  readonly progressDeadlineSeconds: number;
  readonly revisionHistoryLimit: number;
  readonly template: { readonly spec: Pod; readonly metadata: { readonly labels: object } };
}
interface Pod {
  readonly containers: readonly Record<string, unknown>[];
  readonly volumes: unknown;
  readonly terminationGracePeriodSeconds: number;
  readonly nodeSelector?: unknown;
  readonly topologySpreadConstraints: readonly { readonly topologyKey: string }[];
}
it("a service of which two must never run at once stops before the new one starts", async () => {
  expect(spec(await made({ exclusive: true })).strategy).toEqual({ type: "Recreate" });
});

const spec = (deployed: Deployed<unknown>) =>
  only(deployed, "Deployment", "shop-dev-api").inputs.spec as Spec;

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a service", () => {
  it("is a Deployment that loses no instance in a release, found under the service's name", async () => {
    const deployed = await made();
    expect(listed(deployed)).toEqual([
      "Deployment shop-dev-api",
      "Secret shop-dev-api-secrets",
      "Service shop-dev-api",
      "ServiceAccount shop-dev-api",
      "Service shop-dev-api",
    ]);
    expect(spec(deployed)).toMatchObject({
      replicas: 1,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      revisionHistoryLimit: 3,
      progressDeadlineSeconds: 240,
    });
    const address = deployed.resources.find(({ type }) => type === "kubernetes:core/v1:Service");
    expect(address?.inputs.spec).toEqual({
      selector: {
        "app.kubernetes.io/name": "api",
        "app.kubernetes.io/instance": "shop-dev",
        "app.kubernetes.io/component": "service",
      },
      ports: [
        { name: "admin", port: 9000, targetPort: "admin", protocol: "TCP" },
        { name: "main", port: 8000, targetPort: "main", protocol: "TCP" },
      ],
    });
  });

  it("reads what is confidential from a Secret alone", async () => {
    const deployed = await made();
    const [one] = spec(deployed).template.spec.containers;
    const key = (name: string) => ({
      name,
      valueFrom: { secretKeyRef: { name: "shop-dev-api-secrets-0a1b2c3", key: name } },
    });
    expect(one?.env).toEqual(["CACHE_URL", "DATABASE_URL", "SIGNING_KEY"].map(key));
    const { inputs, texts } = only(deployed, "Secret", "shop-dev-api-secrets");
    expect(inputs).toMatchObject({ immutable: true, type: "Opaque" });
    expect(texts.filter(({ path }) => path.startsWith(".stringData")).every(({ secret }) => secret)).toBe(
      true,
    );
    // Another content gets another name: the provider chooses it.
    expect(inputs.metadata).not.toHaveProperty("name");
  });

  it("reads the host of an external store from a Secret, for it is part of a secret URL", async () => {
    const managed = { ...shop, stores: [{ ...db, external: { url: signingKey.value } }] };
    const deployed = await deploy(
      () =>
        new Service(
          { ...context, isHidden: (ref) => isHidden(ref, managed) },
          { service: { ...api, env: { DB_HOST: db.host } }, claims: { uploads: "uploads" }, after: [] },
        ),
    );
    const [one] = spec(deployed).template.spec.containers;
    expect(one?.env).toEqual([
      {
        name: "DB_HOST",
        valueFrom: { secretKeyRef: { name: "shop-dev-api-secrets-0a1b2c3", key: "DB_HOST" } },
      },
    ]);
  });

  it("mounts the claims of its volumes", async () => {
    const { containers, volumes } = spec(await made()).template.spec;
    expect(volumes).toContainEqual({
      name: "volume-uploads",
      persistentVolumeClaim: { claimName: "uploads" },
    });
    expect(containers[0]?.volumeMounts).toContainEqual({
      name: "volume-uploads",
      mountPath: "/uploads",
      readOnly: false,
    });
  });

  it("of several instances keeps all but one of them through disruptions, apart from each other", async () => {
    const deployed = await made({ replicas: 3, mounts: [] });
    expect(only(deployed, "PodDisruptionBudget", "shop-dev-api").inputs.spec).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
    expect(
      spec(deployed).template.spec.topologySpreadConstraints.map(({ topologyKey }) => topologyKey),
    ).toEqual(["topology.kubernetes.io/zone", "kubernetes.io/hostname"]);
    expect(listed(await made())).not.toContain("PodDisruptionBudget shop-dev-api");
  });

  it("leaves the number of instances to its autoscaler, which is as hasty as the model says", async () => {
    const autoscale = {
      min: 3,
      max: 20,
      cpu: 70,
      memory: 80,
      requestsPerSecond: 1000,
      scaleUp: { percent: 50, period: "60s", stabilization: "60s" },
      scaleDown: { percent: 10, period: "60s", stabilization: "300s" },
    } as const;
    const deployed = await made({ autoscale });
    // A new Deployment begins with the fewest; of a running one the number stays until the autoscaler acts.
    expect(spec(deployed)).toMatchObject({ replicas: 3 });
    expect(only(deployed, "Deployment", "shop-dev-api").ignoreChanges).toEqual(["spec.replicas"]);
    expect(only(await made({ replicas: 6 }), "Deployment", "shop-dev-api").ignoreChanges).toEqual([]);
    expect(only(deployed, "HorizontalPodAutoscaler", "shop-dev-api").inputs.spec).toEqual({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" },
      minReplicas: 3,
      maxReplicas: 20,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
        },
        {
          type: "Resource",
          resource: { name: "memory", target: { type: "Utilization", averageUtilization: 80 } },
        },
        {
          type: "Pods",
          pods: {
            metric: { name: "http_requests_per_second" },
            target: { type: "AverageValue", averageValue: "1000" },
          },
        },
      ],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 60,
          policies: [{ type: "Percent", value: 50, periodSeconds: 60 }],
        },
        scaleDown: {
          stabilizationWindowSeconds: 300,
          policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
        },
      },
    });
    expect(listed(deployed)).toContain("PodDisruptionBudget shop-dev-api");
  });

  it("that computes runs where there are GPUs", async () => {
    const { nodeSelector } = spec(await made({ resources: { ...resources, gpus: 1 } })).template.spec;
    expect(nodeSelector).toEqual({ "nvidia.com/gpu.present": "true" });
    expect(spec(await made()).template.spec.nodeSelector).toBeUndefined();
  });

  it("puts a key where the model says, as a file for its user's group alone", async () => {
    const files = {
      "/app/secrets/key.pem": { content: { ref: "secret", name: "key", part: "value" } as const },
    };
    const { containers, volumes } = spec(await made({ files, user: "1000:1001" })).template.spec;
    expect(volumes).toContainEqual({
      name: "files-app-secrets",
      projected: {
        defaultMode: 0o440,
        sources: [
          {
            secret: {
              name: "shop-dev-api-secrets-0a1b2c3",
              items: [{ key: "app.secrets.key.pem", path: "key.pem" }],
            },
          },
        ],
      },
    });
    expect(containers[0]?.volumeMounts).toContainEqual({
      name: "files-app-secrets",
      mountPath: "/app/secrets",
      readOnly: true,
    });
  });

  it("that never gets ready ends the deployment with its pod's reason", async () => {
    const ended = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
    const said = vi.spyOn(log, "error").mockResolvedValue();
    await made(
      {},
      {
        ...noCluster,
        rolledOut: () =>
          Promise.resolve({
            ok: false,
            container: "api of pod api-1",
            reason: "failed, with exit code 3",
            log: "no",
          }),
      },
    );
    await vi.waitFor(() => expect(ended).toHaveBeenCalledWith(32));
    expect(said.mock.calls[0]?.[0]).toBe(
      'service "api": container api of pod api-1 failed, with exit code 3. Nothing that waits for it was changed. Its last lines:\n  | no',
    );
  });
});
