import { describe, expect, it } from "vitest";
import { isRolledOut, rolloutOutcome } from "../../../../../components/kubernetes/runtime/rollout";
import type { Workload } from "../../../../../components/kubernetes/runtime/objects";
import { cluster } from "../../../../support/cluster";

const base = "/apis/apps/v1/namespaces/shop";
const object = { namespace: "shop", name: "api" };
const revision = { "deployment.kubernetes.io/revision": "2" };
const deployment = (status: Workload["status"], generation = 2): Workload => ({
  metadata: { name: "api", uid: "d", generation, annotations: revision },
  spec: { replicas: 2, selector: { matchLabels: { app: "api" } } },
  status: { observedGeneration: 2, ...status },
});
const done = { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };
const sets = {
  items: [
    {
      metadata: {
        name: "api-old",
        uid: "old",
        ownerReferences: [{ kind: "Deployment", name: "api", uid: "d" }],
      },
    },
    {
      metadata: {
        name: "api-new",
        uid: "new",
        annotations: revision,
        ownerReferences: [{ kind: "Deployment", name: "api", uid: "d" }],
      },
    },
  ],
};
const pod = (name: string, owner: string, containerStatuses: unknown[]) => ({
  metadata: { name, ownerReferences: [{ kind: "ReplicaSet", name: owner, uid: owner }] },
  spec: { containers: [{ name: "api" }] },
  status: { containerStatuses },
});
const crashed = {
  name: "api",
  ready: false,
  restartCount: 2,
  state: { waiting: { reason: "CrashLoopBackOff" } },
  lastState: { terminated: { exitCode: 3 } },
};
const events = { "/api/v1/namespaces/shop/events": [{ items: [] }] };

describe("a release", () => {
  it("is over when the wanted revision alone runs and is available", () => {
    expect(isRolledOut("Deployment", deployment(done))).toBe(true);
    expect(isRolledOut("Deployment", deployment(done, 3))).toBe(false);
    expect(isRolledOut("Deployment", deployment({ ...done, replicas: 3 }))).toBe(false);
    expect(isRolledOut("Deployment", deployment({ ...done, availableReplicas: 1 }))).toBe(false);
    const set = { currentRevision: "b", updateRevision: "b" };
    expect(isRolledOut("StatefulSet", deployment({ ...done, ...set }))).toBe(true);
    expect(isRolledOut("StatefulSet", deployment({ ...done, ...set, currentRevision: "a" }))).toBe(false);
    const everywhere = { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 };
    expect(isRolledOut("DaemonSet", deployment(everywhere))).toBe(true);
    expect(isRolledOut("DaemonSet", deployment({ ...everywhere, updatedNumberScheduled: 1 }))).toBe(false);
    expect(isRolledOut("DaemonSet", deployment({ ...everywhere, numberAvailable: 1 }))).toBe(false);
  });

  it("is waited for", async () => {
    const asked = cluster({
      [`${base}/deployments/api`]: [deployment({ replicas: 3, updatedReplicas: 1 }), deployment(done)],
      [`${base}/replicasets`]: [sets],
      "/api/v1/namespaces/shop/pods": [{ items: [] }],
      ...events,
    });
    expect(await rolloutOutcome(asked, "Deployment", object, { deadline: 60 })).toEqual({ ok: true });
  });

  it("that crashes ends at once with the log of the run before, whatever the old pods do", async () => {
    const asked = cluster({
      [`${base}/deployments/api`]: [deployment({ replicas: 3, updatedReplicas: 1 })],
      [`${base}/replicasets`]: [sets],
      "/api/v1/namespaces/shop/pods?": [
        { items: [pod("api-old-1", "old", [crashed]), pod("api-new-1", "new", [crashed])] },
      ],
      "/api/v1/namespaces/shop/pods/api-new-1/log?container=api&tailLines=20&previous=true": [
        "no such table",
      ],
      ...events,
    });
    expect(await rolloutOutcome(asked, "Deployment", object, { deadline: 60 })).toEqual({
      ok: false,
      container: "api of pod api-new-1",
      reason: "started and ended again and again, with exit code 3",
      log: "no such table",
    });
    expect(asked.now()).toBe(0);
  });

  it("that may still succeed has its deadline, counted from the last progress", async () => {
    const starting = { name: "api", ready: false, restartCount: 0, state: { running: {} } };
    const asked = cluster({
      [`${base}/deployments/api`]: [
        ...Array<Workload>(40).fill(deployment({ replicas: 3, updatedReplicas: 1, readyReplicas: 2 })),
        deployment({ replicas: 3, updatedReplicas: 2, readyReplicas: 2 }),
      ],
      [`${base}/replicasets`]: [sets],
      "/api/v1/namespaces/shop/pods?": [{ items: [pod("api-new-1", "new", [starting])] }],
      "/api/v1/namespaces/shop/pods/api-new-1/log": [""],
      ...events,
    });
    expect(await rolloutOutcome(asked, "Deployment", object, { deadline: 60 })).toEqual({
      ok: false,
      container: "api of pod api-new-1",
      reason: "is not ready, after 60 s without progress",
      log: "",
    });
    expect(asked.now()).toBe(101_000);
  });

  it("of a StatefulSet looks at the pods of its own revision", async () => {
    const set = deployment({ ...done, readyReplicas: 1, updateRevision: "db-2", currentRevision: "db-1" });
    const labelled = (name: string, hash: string) => ({
      ...pod(name, "db", [crashed]),
      metadata: { name, labels: { "controller-revision-hash": hash } },
    });
    const asked = cluster({
      [`${base}/statefulsets/api`]: [set],
      "/api/v1/namespaces/shop/pods?": [{ items: [labelled("db-1", "db-1"), labelled("db-0", "db-2")] }],
      "/api/v1/namespaces/shop/pods/db-0/log": ["bad option"],
      ...events,
    });
    expect(await rolloutOutcome(asked, "StatefulSet", object, { deadline: 60 })).toMatchObject({
      container: "api of pod db-0",
      log: "bad option",
    });
  });
});

describe("the wait for a store", () => {
  const set = (readyReplicas: number): Workload =>
    deployment({ ...done, readyReplicas, updateRevision: "db-1", currentRevision: "db-1" });
  const recovering = { name: "db", ready: false, started: true, restartCount: 0, state: { running: {} } };
  const asking = (container: object, turns: number) =>
    cluster({
      [`${base}/statefulsets/api`]: [...Array<Workload>(turns).fill(set(1)), set(2)],
      "/api/v1/namespaces/shop/pods?": [
        {
          items: [
            {
              ...pod("db-0", "db", [container]),
              metadata: { name: "db-0", labels: { "controller-revision-hash": "db-1" } },
            },
          ],
        },
      ],
      "/api/v1/namespaces/shop/pods/db-0/log": [""],
      ...events,
    });
  const waiting = { deadline: 60, recovery: 3600 };

  it("goes on past the deadline while one has started and is not ready, and ends once it is", async () => {
    const asked = asking(recovering, 1800);
    expect(await rolloutOutcome(asked, "StatefulSet", object, waiting)).toEqual({ ok: true });
    expect(asked.now()).toBe(1_800_000);
    expect(asked.removed).toEqual([]);
  });

  it("ends at the end of the time that recovery may take", async () => {
    const asked = asking(recovering, 9999);
    expect(await rolloutOutcome(asked, "StatefulSet", object, waiting)).toMatchObject({ ok: false });
    expect(asked.now()).toBe(3_601_000);
  });

  it.each([
    ["for whom no recovery is said", recovering, { deadline: 60 }],
    ["that has not started", { ...recovering, started: false }, waiting],
    ["whose container is not there", { ...recovering, state: { waiting: {} } }, waiting],
  ])("ends at the deadline for one %s", async (_what, container, given) => {
    const asked = asking(container, 9999);
    expect(await rolloutOutcome(asked, "StatefulSet", object, given)).toMatchObject({ ok: false });
    expect(asked.now()).toBe(61_000);
  });
});
