import { describe, expect, it } from "vitest";
import { jobOutcome } from "../../../../../components/kubernetes/runtime/jobs";
import { cluster } from "../../../../support/cluster";

const path = "/apis/batch/v1/namespaces/shop/jobs/migrate-1";
const object = { namespace: "shop", name: "migrate-1" };
const job = (type?: string, reason?: string) => ({
  metadata: { name: "migrate-1" },
  status: { conditions: type === undefined ? [] : [{ type, status: "True", reason }] },
});
const pods = (state: unknown) => ({
  items: [
    {
      metadata: { name: "migrate-1-x" },
      spec: { containers: [{ name: "migrate", image: "shop/api:v9" }] },
      status: { containerStatuses: [{ name: "migrate", ready: false, restartCount: 0, state }] },
    },
  ],
});
const around = (state: unknown) => ({
  "/api/v1/namespaces/shop/pods?": [pods(state)],
  "/api/v1/namespaces/shop/pods/migrate-1-x/log": ["relation does not exist"],
  "/api/v1/namespaces/shop/events": [{ items: [] }],
});

describe("a job", () => {
  it("is waited for until it has ended well", async () => {
    const asked = cluster({ [path]: [job(), job("Complete")], ...around({ running: {} }) });
    expect(await jobOutcome(asked, object, { deadline: 600 })).toEqual({ ok: true });
    expect(asked.removed).toEqual([]);
  });

  it("that failed is told with its exit code and log, and removed, so that it runs again", async () => {
    const asked = cluster({
      [path]: [job("Failed", "BackoffLimitExceeded")],
      ...around({ terminated: { exitCode: 4 } }),
    });
    expect(await jobOutcome(asked, object, { deadline: 600 })).toEqual({
      ok: false,
      container: "migrate of pod migrate-1-x",
      reason: "failed, with exit code 4",
      log: "relation does not exist",
    });
    expect(asked.removed).toEqual([path]);
  });

  it("that nobody can start does not wait for its deadline", async () => {
    const waiting = { reason: "ImagePullBackOff", message: "not found" };
    const asked = cluster({ [path]: [job()], ...around({ waiting }) });
    expect(await jobOutcome(asked, object, { deadline: 600 })).toMatchObject({
      reason: "cannot get its image shop/api:v9 (ImagePullBackOff): not found",
    });
    expect(asked.now()).toBe(0);
    expect(asked.removed).toEqual([path]);
  });

  it("that hangs is ended with its deadline", async () => {
    const asked = cluster({ [path]: [job()], ...around({ running: {} }) });
    const outcome = await jobOutcome(asked, object, { deadline: 60 });
    expect(outcome).toMatchObject({ ok: false, reason: "is not ready, after 60 s" });
  });

  it("that a quota forbids says so", async () => {
    const forbidden = {
      reason: "FailedCreate",
      message: "exceeded quota",
      involvedObject: { name: "migrate-1" },
    };
    const asked = cluster({
      [path]: [job()],
      "/api/v1/namespaces/shop/pods?": [{ items: [] }],
      "/api/v1/namespaces/shop/events": [{ items: [forbidden] }],
    });
    expect(await jobOutcome(asked, object, { deadline: 60 })).toMatchObject({
      reason: "gets no pod (FailedCreate): exceeded quota",
    });
  });
});
