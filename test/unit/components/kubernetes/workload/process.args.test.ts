import { describe, expect, it } from "vitest";
import { processRefusals } from "../../../../../components/kubernetes/workload/process.args";
import { container, podSpec } from "../../../../../components/kubernetes/workload/pod.args";
import type { Service } from "../../../../../components/model";
import { problemsOf } from "../../../../../components/shared/refusal";
import { api, shop, web } from "../../../../support/valid";

const spec = { name: "api", image: "api:v1" };
const pod = (process: Partial<Service>) =>
  podSpec({ containers: [{ ...spec, process }], serviceAccount: "api", placed: {} });

describe("a pod", () => {
  it("starts its process where it says", () => {
    expect(container({ ...spec, process: { workingDirectory: "/srv" } })).toMatchObject({
      workingDir: "/srv",
    });
    expect(container({ ...spec, process: {} })).toEqual(container(spec));
    expect(pod({})).toEqual(podSpec({ containers: [spec], serviceAccount: "api", placed: {} }));
  });

  it("has as much shared memory as it says", () => {
    const { containers, volumes } = pod({ sharedMemory: "256Mi" });
    expect(volumes).toContainEqual({
      name: "shared-memory",
      emptyDir: { medium: "Memory", sizeLimit: "256Mi" },
    });
    expect(containers).toMatchObject([
      { volumeMounts: [{ mountPath: "/tmp" }, { name: "shared-memory", mountPath: "/dev/shm" }] },
    ]);
  });

  it("sets its kernel's parameters as text, and shares its first process where that is to reap", () => {
    const made = pod({ init: true, sysctls: { "net.ipv4.tcp_keepalive_time": 600 } });
    expect(made).toMatchObject({
      shareProcessNamespace: true,
      securityContext: { sysctls: [{ name: "net.ipv4.tcp_keepalive_time", value: "600" }] },
    });
    expect(pod({ init: false }).shareProcessNamespace).toBeUndefined();
  });
});

describe("refused is by name", () => {
  const told = (change: Partial<Service>) =>
    problemsOf(processRefusals({ ...shop, services: [api, { ...web, ...change }] })).map(({ path }) => path);

  it.each<[string, Partial<Service>, readonly string[]]>([
    [
      "nothing of what a pod has",
      { entrypoint: ["x"], workingDirectory: "/", init: true, sharedMemory: "64Mi" },
      [],
    ],
    [
      "a limit",
      { ulimits: { nofile: 1024, memlock: -1 } },
      ["services.web.ulimits.memlock", "services.web.ulimits.nofile"],
    ],
    [
      "an unsafe parameter",
      { sysctls: { "net.core.somaxconn": 1, "net.ipv4.tcp_syncookies": 1 } },
      ['services.web.sysctls["net.core.somaxconn"]'],
    ],
    [
      "a signal to what is not the first process",
      { init: true, drain: { signal: "SIGQUIT" } },
      ["services.web.init"],
    ],
    ["no signal that the kubelet sends itself", { init: true, drain: { signal: "SIGTERM" } }, []],
  ])("%s", (_, change, paths) => {
    expect(told(change)).toEqual(paths);
  });
});
