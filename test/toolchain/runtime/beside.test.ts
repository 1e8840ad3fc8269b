import { describe, expect, it } from "vitest";
import { redis } from "../../../components/model";
import { besidePod, type Keeper } from "../../../toolchain/runtime/beside";

const keeper: Keeper = {
  metadata: { name: "redis-daily", labels: { app: "x" } },
  spec: {
    selector: { matchLabels: { app: "x" } },
    template: {
      spec: {
        serviceAccountName: "redis-daily",
        affinity: { podAffinity: "to a pod that is stopped" },
        containers: [
          {
            name: "backup",
            args: ["loop"],
            readinessProbe: {},
            volumeMounts: [
              { name: "kept", mountPath: "/backup" },
              { name: "scratch-data", mountPath: "/data" },
            ],
          },
          { name: "metrics" },
        ],
        volumes: [{ name: "kept", persistentVolumeClaim: { claimName: "redis-daily-kept" } }],
      },
    },
  },
};

describe("the pod beside a stopped store", () => {
  const pod = besidePod(
    keeper,
    redis("redis", { version: "7", persistence: "append-only" }),
    ["sh", "main.sh", "replace"],
    0,
  ) as unknown as {
    readonly metadata: { readonly name: string };
    readonly spec: Record<string, unknown>;
  };

  it("is the keeper's container alone, with one command, once", () => {
    expect(pod.spec).toMatchObject({ restartPolicy: "Never", serviceAccountName: "redis-daily" });
    expect(pod.spec.containers).toEqual([
      {
        name: "backup",
        args: ["sh", "main.sh", "replace"],
        volumeMounts: [
          { name: "kept", mountPath: "/backup" },
          { name: "store-data", mountPath: "/data" },
        ],
      },
    ]);
  });

  it("has the store's disk, on the keeper's node", () => {
    expect(pod.spec.volumes).toContainEqual({
      name: "store-data",
      persistentVolumeClaim: { claimName: "redis-data" },
    });
    expect(JSON.stringify(pod.spec.affinity)).toContain('"matchLabels":{"app":"x"}');
  });
});
