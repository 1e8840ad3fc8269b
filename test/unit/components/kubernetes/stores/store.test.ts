import { describe, expect, it } from "vitest";
import { savedBy } from "../../../../../components/kubernetes/backup/backup.args";
import { CloudNative } from "../../../../../components/kubernetes/stores/cloudnative";
import { Sentinel } from "../../../../../components/kubernetes/stores/sentinel";
import { Store } from "../../../../../components/kubernetes/stores/store";
import { backup, consul, redis } from "../../../../../components/model";
import { context } from "../../../../support/kubernetes-context";
import { deploy, listed, only } from "../../../../support/mocks";
import { db, resources } from "../../../../support/valid";

const daily = backup("db-daily", {
  of: db,
  schedule: "0 2 * * *",
  keep: { count: 7 },
  destinations: [{ to: "volume" }],
  pointInTime: { rpo: "5m" },
});

describe("a store", () => {
  it("is one pod of its engine under its own name, with a disk that outlives it where it is protected", async () => {
    const deployed = await deploy(() => new Store(context, { store: db, protect: true }));
    expect(listed(deployed)).toEqual([
      "StatefulSet shop-dev-db",
      "PersistentVolumeClaim shop-dev-db-data",
      "Secret shop-dev-db-secrets",
      "Service shop-dev-db",
      "ServiceAccount shop-dev-db",
      "Store shop-dev-db",
    ]);
    const claim = only(deployed, "PersistentVolumeClaim", "shop-dev-db-data");
    expect(claim).toMatchObject({ protect: true, retainOnDelete: true });
    expect(claim.inputs.spec).toEqual({
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "10Gi" } },
    });
    expect(only(deployed, "StatefulSet", "shop-dev-db").inputs.spec).toMatchObject({
      replicas: 1,
      podManagementPolicy: "Parallel",
      template: {
        spec: {
          terminationGracePeriodSeconds: 60,
          securityContext: { runAsNonRoot: true, fsGroup: 999 },
          containers: [
            { image: "postgres:16-bookworm", securityContext: { runAsUser: 999, runAsGroup: 999 } },
          ],
        },
      },
    });
  });

  it("whose DNS consumers ask has a port of it for each way to ask", async () => {
    const registry = consul("registry", { version: "1.21" });
    const deployed = await deploy(() => new Store(context, { store: registry, protect: false }));
    expect(only(deployed, "Service", "shop-dev-registry").inputs.spec).toMatchObject({
      ports: [
        { name: "dns", port: 8600, protocol: "TCP" },
        { name: "dns-udp", port: 8600, protocol: "UDP" },
        { name: "main", port: 8500, protocol: "TCP" },
      ],
    });
  });

  it("that is saved lets itself be copied over the network, and archives its log", async () => {
    const saved = savedBy(db, [daily]);
    const deployed = await deploy(() => new Store(context, { store: db, protect: false, saved }));
    expect(JSON.stringify(only(deployed, "StatefulSet", "shop-dev-db").inputs.spec)).toContain(
      '"archive_mode=on","-c","archive_timeout=180","-c","archive_command=sh /run/archive/archive.sh %p %f"',
    );
    const files = only(deployed, "ConfigMap", "shop-dev-db-files").inputs.data as Record<string, string>;
    expect(files["run.archive.pg_hba.conf"]).toContain("host replication all all scram-sha-256");
    expect(savedBy(db, [])).toEqual({ command: [], files: {}, mounts: [], volumes: [] });
    expect(savedBy({ ...db, operator: "cloudnative-pg" }, [daily]).volumes).toEqual([]);
  });
});

describe("Redis under Sentinels", () => {
  it("is three servers with a disk each, of which two stay through disruptions", async () => {
    const store = redis("cache", {
      version: "7",
      persistence: "append-only",
      nodes: 3,
      size: "20Gi",
      resources,
    });
    const deployed = await deploy(() => new Sentinel(context, { store, protect: true }));
    expect(only(deployed, "StatefulSet", "shop-dev-cache").inputs.spec).toMatchObject({
      replicas: 3,
      serviceName: "cache-nodes",
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain" },
      template: { spec: { containers: [{ name: "redis" }, { name: "sentinel" }] } },
      volumeClaimTemplates: [
        { metadata: { name: "data" }, spec: { resources: { requests: { storage: "20Gi" } } } },
      ],
    });
    expect(only(deployed, "Service", "shop-dev-cache-nodes").inputs.spec).toMatchObject({
      clusterIP: "None",
      publishNotReadyAddresses: true,
    });
    expect(only(deployed, "PodDisruptionBudget", "shop-dev-cache").inputs.spec).toMatchObject({
      maxUnavailable: 1,
    });
  });
});

describe("Postgres by CloudNativePG", () => {
  it("is a Cluster with its owner's password in a Secret, its pooler and its copies", async () => {
    const key = { ref: "secret", name: "key", part: "value" } as const;
    const store = { ...db, operator: "cloudnative-pg", pooler: true } as const;
    const bucket = { to: "bucket", bucket: "b", accessKey: key, secretKey: key } as const;
    const backups = [{ ...daily, destinations: [bucket] }];
    const deployed = await deploy(() => new CloudNative(context, { store, backups, protect: true }));
    expect(listed(deployed)).toEqual([
      "ObjectStore shop-dev-db-daily-objects",
      "Secret shop-dev-db-daily-bucket",
      "Secret shop-dev-db-owner",
      "Cluster shop-dev-db",
      "Pooler shop-dev-db-pooler",
      "ScheduledBackup shop-dev-db-daily-copies",
      "CloudNative shop-dev-db",
    ]);
    expect(only(deployed, "Cluster", "shop-dev-db")).toMatchObject({ protect: true, retainOnDelete: true });
    expect(only(deployed, "Secret", "shop-dev-db-owner").inputs.type).toBe("kubernetes.io/basic-auth");
  });
});
