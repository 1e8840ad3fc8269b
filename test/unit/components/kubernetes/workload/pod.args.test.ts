import { describe, expect, it } from "vitest";
import {
  container,
  cores,
  identityOf,
  leaving,
  podSpec,
  quantity,
  resourceRequirements,
  startBudget,
} from "../../../../../components/kubernetes/workload/pod.args";
import { http } from "../../../../../components/model";
import { resources } from "../../../../support/valid";

const spec = { name: "api", image: "api:v1" };

describe("a container", () => {
  it("is closed where its specification opens nothing", () => {
    expect(container(spec)).toEqual({
      name: "api",
      image: "api:v1",
      imagePullPolicy: "IfNotPresent",
      env: [],
      ports: [],
      resources: {
        requests: { cpu: "50m", memory: "32Mi" },
        limits: { cpu: "500m", memory: "256Mi" },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
      },
      volumeMounts: [{ name: "scratch-tmp", mountPath: "/tmp" }],
      terminationMessagePolicy: "FallbackToLogsOnError",
    });
  });

  it("reads secrets by their key and text as it is, in the order of the names", () => {
    const env = { URL: { text: "http://b" }, KEY: { secret: "api-secrets", key: "KEY" } };
    expect(container({ ...spec, env }).env).toEqual([
      { name: "KEY", valueFrom: { secretKeyRef: { name: "api-secrets", key: "KEY" } } },
      { name: "URL", value: "http://b" },
    ]);
  });

  it("is asked often until it has started, then as patiently as its health says", () => {
    const health = http("/health", { interval: "30s", timeout: "10s", retries: 3, startPeriod: "40s" });
    const readiness = http("/ready", { interval: "10s", port: "admin" });
    expect(container({ ...spec, health, readiness, ports: { main: 8000 } })).toMatchObject({
      startupProbe: {
        httpGet: { path: "/health", port: "main" },
        periodSeconds: 2,
        timeoutSeconds: 10,
        // Six minutes, as for a sign of life.
        failureThreshold: 180,
      },
      readinessProbe: { httpGet: { path: "/ready", port: "admin" }, periodSeconds: 10, failureThreshold: 3 },
      livenessProbe: { httpGet: { path: "/health", port: "main" }, periodSeconds: 36, failureThreshold: 10 },
    });
    expect(startBudget(health)).toBe(160);
  });

  it("asks for GPUs by a limit alone", () => {
    expect(resourceRequirements({ ...resources, gpus: 2 })).toEqual({
      requests: { cpu: "250m", memory: "128Mi" },
      limits: { cpu: "1", memory: "512Mi", "nvidia.com/gpu": "2" },
    });
  });
});

describe("amounts", () => {
  it("are written in the largest unit that is exact", () => {
    expect([2 ** 30, 1536 * 2 ** 20, 1024, 1000].map(quantity)).toEqual(["1Gi", "1536Mi", "1Ki", "1000"]);
    expect([2, 0.25, 1.5].map(cores)).toEqual(["2", "250m", "1500m"]);
    expect(["1000:1001", 10001, undefined].map(identityOf)).toEqual([
      { user: 1000, group: 1001 },
      { user: 10001, group: 10001 },
      {},
    ]);
  });
});

describe("a pod", () => {
  const pod = podSpec({
    containers: [{ ...spec, user: "70:71", scratch: ["/var/run"] }],
    serviceAccount: "api",
    placed: { priorityClassName: "high" },
  });

  it("has no token, no root and no addresses of its neighbours", () => {
    expect(pod).toMatchObject({
      serviceAccountName: "api",
      priorityClassName: "high",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
        fsGroup: 71,
      },
    });
  });

  it("keeps in memory what stays writable, once for all of its containers", () => {
    const two = podSpec({ containers: [spec, { ...spec, name: "b" }], serviceAccount: "api", placed: {} });
    expect(pod.volumes).toEqual([
      { name: "scratch-tmp", emptyDir: { medium: "Memory" } },
      { name: "scratch-var-run", emptyDir: { medium: "Memory" } },
    ]);
    expect(two.volumes).toHaveLength(1);
  });
});

describe("an instance that leaves", () => {
  it("waits until nobody sends to it, before it is told to stop", () => {
    expect(leaving({ port: 80, drain: { deadline: "30s" } })).toEqual({
      grace: 40,
      lifecycle: { preStop: { sleep: { seconds: 10 } } },
    });
    expect(leaving({ port: 80, drain: { delay: "15s" } }).grace).toBe(25);
  });

  it("without a port is told at once", () => {
    expect(leaving({})).toEqual({ grace: 10 });
  });

  it("is sent another signal from inside, for the kubelet knows one alone", () => {
    expect(leaving({ port: 80, drain: { signal: "SIGQUIT" } }).lifecycle).toEqual({
      preStop: {
        exec: {
          command: ["sh", "-c", "sleep 10; kill -QUIT 1; while kill -0 1 2>/dev/null; do sleep 0.2; done"],
        },
      },
    });
  });
});
