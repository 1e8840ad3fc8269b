import { describe, expect, it } from "vitest";
import { creationFault, podFault, worst } from "../../../../../components/kubernetes/runtime/diagnosis";
import type { ContainerStatus, Event, Pod } from "../../../../../components/kubernetes/runtime/objects";

const pod = (status: Partial<ContainerStatus>, more: Partial<NonNullable<Pod["status"]>> = {}): Pod => ({
  metadata: { name: "api-1" },
  spec: { containers: [{ name: "api", image: "shop/api:v9" }] },
  status: { containerStatuses: [{ name: "api", ready: false, restartCount: 0, ...status }], ...more },
});
const event = (reason: string, message: string, at = "2026-01-01T00:00:00Z"): Event => ({
  reason,
  message,
  lastTimestamp: at,
  involvedObject: { kind: "Pod", name: "api-1" },
});

describe("what is wrong with a pod", () => {
  it("is nothing while it is ready, on its way out, or has only been made", () => {
    expect(podFault(pod({ ready: true, state: { running: {} } }), [])).toBeUndefined();
    expect(podFault(pod({ state: { waiting: { reason: "ContainerCreating" } } }), [])).toBeUndefined();
    const leaving = pod({ state: { terminated: { exitCode: 1 } } });
    expect(
      podFault({ ...leaving, metadata: { name: "api-1", deletionTimestamp: "now" } }, []),
    ).toBeUndefined();
  });

  it("is an image that nobody has, with what the registry said", () => {
    const waiting = { reason: "ImagePullBackOff", message: 'Back-off pulling image "shop/api:v9"' };
    expect(
      podFault(pod({ state: { waiting } }), [event("Failed", "Failed to pull image: not found")]),
    ).toEqual({
      pod: "api-1",
      reason: "cannot get its image shop/api:v9 (ImagePullBackOff): Failed to pull image: not found",
      certain: true,
    });
    // The first answer may be the registry's bad moment.
    expect(
      podFault(pod({ state: { waiting: { reason: "ErrImagePull", message: "503" } } }), []),
    ).toMatchObject({
      certain: false,
    });
  });

  it("is a crash with its exit code, certain after the third", () => {
    const crash = (restartCount: number) =>
      podFault(
        pod({
          restartCount,
          state: { waiting: { reason: "CrashLoopBackOff" } },
          lastState: { terminated: { exitCode: 3 } },
        }),
        [],
      );
    expect(crash(1)).toMatchObject({ certain: false, previous: true, container: "api" });
    expect(crash(2)).toMatchObject({
      certain: true,
      reason: "started and ended again and again, with exit code 3",
    });
  });

  it("is that memory ran out, where the kernel says so", () => {
    const ended = { terminated: { exitCode: 137, reason: "OOMKilled" } };
    expect(podFault(pod({ state: ended }), [])?.reason).toBe(
      "ended instead of becoming healthy, with exit code 137, killed because it ran out of memory",
    );
  });

  it("is the answer of its probe, also when the kubelet ended it for that", () => {
    const answer = event("Unhealthy", "Startup probe failed: HTTP probe failed with statuscode: 404");
    expect(podFault(pod({ state: { running: {} } }), [answer])).toMatchObject({
      certain: false,
      reason: "is not ready: Startup probe failed: HTTP probe failed with statuscode: 404",
    });
    const killed = event("Killing", "Container api failed startup probe, will be restarted");
    const again = pod({
      restartCount: 1,
      state: { running: {} },
      lastState: { terminated: { exitCode: 143 } },
    });
    expect(podFault(again, [answer, killed])?.reason).toBe(
      "did not become healthy: Startup probe failed: HTTP probe failed with statuscode: 404",
    );
  });

  it("is a node that there is not", () => {
    const condition = {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message: "0/2 nodes are available: 2 Insufficient cpu.",
    };
    const pending: Pod = { ...pod({}), status: { conditions: [condition] } };
    expect(podFault(pending, [])).toEqual({
      pod: "api-1",
      reason: "finds no node (Unschedulable): 0/2 nodes are available: 2 Insufficient cpu.",
      certain: false,
    });
  });

  it("is a Secret, a user or a disk that is missing", () => {
    const waiting = { reason: "CreateContainerConfigError", message: 'secret "keys" not found' };
    expect(podFault(pod({ state: { waiting } }), [])).toMatchObject({
      certain: true,
      reason: 'cannot be started (CreateContainerConfigError): secret "keys" not found',
    });
    const creating = pod({ state: { waiting: { reason: "ContainerCreating" } } });
    expect(podFault(creating, [event("FailedMount", "no such volume")])?.reason).toBe(
      "cannot be set up: no such volume",
    );
  });

  it("is not certain while the kubelet has only not heard of a Secret yet", () => {
    const message = "failed to sync secret cache: timed out waiting for the condition";
    const waiting = { reason: "CreateContainerConfigError", message };
    expect(podFault(pod({ state: { waiting } }), [])).toMatchObject({ certain: false });
  });
});

it("tells a quota that lets no pod be made", () => {
  const condition = {
    type: "ReplicaFailure",
    status: "True",
    reason: "FailedCreate",
    message: 'pods "api-1" is forbidden: exceeded quota: bounds',
  };
  expect(creationFault("api", [condition])).toEqual({
    pod: "api",
    reason: 'gets no pod (FailedCreate): pods "api-1" is forbidden: exceeded quota: bounds',
    certain: true,
  });
  expect(creationFault("api", [{ ...condition, status: "False" }])).toBeUndefined();
});

it("puts what is certain before what may pass", () => {
  const perhaps = { pod: "a", reason: "is not ready", certain: false };
  const surely = { pod: "b", reason: "failed", certain: true };
  expect(worst([perhaps, surely])).toBe(surely);
  expect(worst([perhaps])).toBe(perhaps);
  expect(worst([])).toBeUndefined();
});
