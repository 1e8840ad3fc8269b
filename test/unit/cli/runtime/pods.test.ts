import { describe, expect, it } from "vitest";
import type { Job, Pod } from "../../../../components/kubernetes/runtime/objects";
import { containersOf, instancesOf, jobRunsOf } from "../../../../cli/runtime/pods";
import { checkContainers, checkJobs, ofComponent } from "../../../../cli/verify/containers";
import { syfthubDevelopment as example } from "../../../support/syfthub";

const labels = (part: string, role: string) => ({
  "app.kubernetes.io/name": part,
  "app.kubernetes.io/component": role,
});

function pod(part: string, role: string, changes: Partial<Pod["status"]> = {}, containers = [role]): Pod {
  return {
    metadata: { name: `${part}-0`, labels: labels(part, role) },
    spec: { containers: containers.map((name) => ({ name })) },
    status: {
      phase: "Running",
      containerStatuses: containers.map((name) => ({
        name,
        ready: true,
        restartCount: 0,
        state: { running: {} },
      })),
      ...changes,
    },
  };
}

const job = (part: string, type: string, image = "app:v2"): Job => ({
  metadata: {
    name: `${part}-1`,
    labels: labels(part, "job"),
    annotations: { "dev.trireme.image": image },
  },
  status: { conditions: [{ type, status: "True" }] },
});

describe("the instances of a stack in a cluster", () => {
  it("are its pods' containers: the first is the component's own, others are named after what they do", () => {
    expect(
      instancesOf([pod("db-daily", "backup", {}, ["backup", "offsite"]), pod("api", "service")]),
    ).toEqual([
      { id: "api-0/service", name: "api-0", component: "api", role: "service" },
      { id: "db-daily-0/backup", name: "db-daily-0", component: "db-daily", role: "backup" },
      { id: "db-daily-0/offsite", name: "db-daily-0/offsite", component: "db-daily", role: "offsite" },
    ]);
  });

  it("are not those that are on their way out, nor evicted ones", () => {
    const leaving = pod("api", "service");
    const gone = { ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } };
    expect(instancesOf([gone, pod("api", "service", { phase: "Failed" })])).toEqual([]);
    expect(instancesOf([pod("migrate", "job", { phase: "Succeeded" })])).toHaveLength(1);
  });

  it("of an operator's Postgres are the store's", () => {
    const operated = pod("", "");
    const metadata = { name: "db-1", labels: { "cnpg.io/cluster": "db" } };
    expect(instancesOf([{ ...operated, metadata }])).toMatchObject([{ component: "db", role: "store" }]);
  });
});

describe("how they are doing", () => {
  it("is running and healthy where the pod is ready", () => {
    const [container] = ofComponent(containersOf([pod("api", "service")], []), "api", "service");
    expect(container?.State).toMatchObject({ Status: "running", Health: { Status: "healthy" } });
  });

  it("is told in the cluster's words otherwise", () => {
    const statuses = (state: object, ready = false) => ({
      containerStatuses: [{ name: "service", ready, restartCount: 3, ...state }],
      conditions: [{ type: "Ready", status: "False", message: "containers with unready status: [service]" }],
    });
    const waiting = pod(
      "api",
      "service",
      statuses({
        state: { waiting: { reason: "CrashLoopBackOff" } },
        lastState: { terminated: { exitCode: 7 } },
      }),
    );
    const unready = pod("api", "service", statuses({ state: { running: {} } }));
    expect(containersOf([waiting], [])[0]?.State).toEqual({ Status: "CrashLoopBackOff", ExitCode: 7 });
    expect(containersOf([unready], [])[0]?.State.Health).toMatchObject({ Status: "unhealthy" });
  });

  it("of a job is what its object says, though its pod may be gone", () => {
    const [done] = checkJobs(example, containersOf([], [job("migrate", "Complete")]), "dev");
    expect(done?.reason).toBeUndefined();
    const [failed] = checkJobs(example, containersOf([], [job("migrate", "Failed")]), "dev");
    expect(failed?.reason).toContain("exit code is 1");
  });
});

describe("the jobs of the last release", () => {
  it("have the image that they ran, and how they ended", () => {
    expect(jobRunsOf([job("migrate", "Complete"), job("seed", "Failed"), job("late", "Suspended")])).toEqual([
      { job: "migrate", reference: "app:v2", exitCode: 0, ended: true },
      { job: "seed", reference: "app:v2", exitCode: 1, ended: true },
      { job: "late", reference: "app:v2", exitCode: 0, ended: false },
    ]);
  });
});

describe("the checklist of a stack whose ingress is the cluster's own", () => {
  it("asks for no proxy", () => {
    const place = { target: "kubernetes", proxy: false } as const;
    const claims = checkContainers(example, [], "dev", place).map(({ claim }) => claim);
    expect(claims.some((claim) => claim.startsWith("proxy "))).toBe(false);
    expect(claims).toContain("db is running and healthy");
  });
});
