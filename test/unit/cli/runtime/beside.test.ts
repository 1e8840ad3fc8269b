import { describe, expect, it } from "vitest";
import { redis, volume } from "../../../../components/model";
import { besidePod, type Keeper } from "../../../../cli/runtime/beside";

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

describe("the pod beside a volume", () => {
  const store = volume("uploads");
  const argv = ["sh", "main.sh", "replace"];

  it("has the claim that the keeper reads, to be written", () => {
    const saved = { name: "saved", persistentVolumeClaim: { claimName: "uploads", readOnly: true } };
    const { template, selector } = keeper.spec;
    const volumes = [...(template.spec.volumes ?? []), saved];
    const saving = { ...keeper, spec: { selector, template: { spec: { ...template.spec, volumes } } } };
    const { spec } = besidePod(saving, store, argv, 0) as unknown as {
      readonly spec: Keeper["spec"]["template"]["spec"];
    };
    expect(spec.volumes?.map(({ persistentVolumeClaim }) => persistentVolumeClaim)).toEqual([
      { claimName: "redis-daily-kept" },
      { claimName: "uploads" },
    ]);
  });

  it("is refused where the keeper has no such claim", () => {
    expect(() => besidePod(keeper, store, argv, 0)).toThrow(
      'Deployment redis-daily backs up "uploads", but mounts no disk of it. Repair it: npx trireme up',
    );
  });
});
