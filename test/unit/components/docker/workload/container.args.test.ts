import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  containerArgs,
  endingProbe,
  goDuration,
  healthDeadline,
  probeCommand,
  readinessOf,
  type ContainerSpec,
} from "../../../../../components/docker/workload/container.args";
import {
  command,
  http,
  seconds,
  type Duration,
  type Health,
  type Resources,
} from "../../../../../components/model";
import { resources } from "../../../../support/valid";

const bare: ContainerSpec = { image: "sha256:abc", labels: {} };
const ports = { main: 8000, admin: 9000 };

describe("a container of which nothing is said", () => {
  it("has everything closed: read-only, no capabilities, no new privileges, bounded logs", () => {
    expect(containerArgs(bare)).toEqual({
      image: "sha256:abc",
      envs: [],
      readOnly: true,
      tmpfs: { "/tmp": "rw,nosuid,nodev,mode=1777" },
      securityOpts: ["no-new-privileges"],
      capabilities: { drops: ["ALL"] },
      volumes: [],
      networksAdvanced: [],
      ports: [],
      restart: "unless-stopped",
      logDriver: "json-file",
      logOpts: { "max-size": "50m", "max-file": "3" },
      labels: [],
    });
  });
});

describe("a container", () => {
  it("has what its specification opens, and nothing else", () => {
    const spec: ContainerSpec = {
      ...bare,
      command: ["serve"],
      env: { B: "2", A: "1" },
      user: 10_001,
      readOnlyRoot: false,
      scratch: ["/var/cache"],
      volumes: [{ volumeName: "files", containerPath: "/files" }],
      networks: [{ name: "private", alias: "api" }, { name: "outside" }],
      ports: [
        { internal: 8000, host: { port: 80, address: "0.0.0.0" } },
        { internal: 5432, host: { port: 5432 } },
      ],
      health: http("/health", { interval: "5s", timeout: "2s", retries: 4, startPeriod: "1m" }),
      containerPorts: ports,
      resources,
      logs: { size: "100Mi", files: 5 },
      labels: { b: "2", a: "1" },
      stop: { signal: "SIGQUIT", grace: 30 },
    };
    expect(containerArgs(spec)).toEqual({
      ...containerArgs(bare),
      command: ["serve"],
      envs: ["A=1", "B=2"],
      user: "10001",
      readOnly: false,
      tmpfs: {
        "/tmp": "rw,nosuid,nodev,mode=1777",
        "/var/cache": "rw,nosuid,nodev,mode=1777,uid=10001",
      },
      volumes: [{ volumeName: "files", containerPath: "/files" }],
      networksAdvanced: [{ name: "private", aliases: ["api"] }, { name: "outside" }],
      ports: [
        { internal: 8000, external: 80, ip: "0.0.0.0", protocol: "tcp" },
        { internal: 5432, external: 5432, ip: "127.0.0.1", protocol: "tcp" },
      ],
      healthcheck: {
        tests: ["CMD", "/run/trireme/tools/probe", "4", "http", "2", "8000", "/health"],
        interval: "5s",
        timeout: "2s",
        startPeriod: "1m0s",
        retries: 4,
      },
      cpus: "1.0",
      cpuShares: 256,
      memory: 512,
      memorySwap: 512,
      memoryReservation: 128,
      logOpts: { "max-size": "100m", "max-file": "5" },
      labels: [
        { label: "a", value: "1" },
        { label: "b", value: "2" },
      ],
      stopSignal: "SIGQUIT",
      stopTimeout: 30,
      destroyGraceSeconds: 30,
    });
  });

  it("never swaps: the engine would double the memory by itself", () => {
    const megabytes = fc.integer({ min: 6, max: 100_000 });
    fc.assert(
      fc.property(megabytes, megabytes, (request, limit) => {
        const memory: Resources["memory"] = { request: `${request}Mi`, limit: `${limit}Mi` };
        const args = containerArgs({ ...bare, resources: { ...resources, memory } });
        expect([args.memory, args.memorySwap, args.memoryReservation]).toEqual([limit, limit, request]);
      }),
    );
  });

  it("that computes on GPUs sees those of its host", () => {
    expect(containerArgs({ ...bare, resources: { ...resources, gpus: 1 } }).gpus).toBe("all");
    expect(containerArgs({ ...bare, resources: { ...resources, gpus: 0 } }).gpus).toBeUndefined();
  });

  it("is the same in whatever order variables and labels are written", () => {
    const words = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{0,8}$/), fc.string());
    fc.assert(
      fc.property(words, words, (env, labels) => {
        const turn = <T>(record: Record<string, T>) => Object.fromEntries(Object.entries(record).reverse());
        expect(containerArgs({ ...bare, env: turn(env), labels: turn(labels) })).toEqual(
          containerArgs({ ...bare, env, labels }),
        );
      }),
    );
  });
});

describe("a probe", () => {
  it("over HTTP asks with tools of its own, whatever the image has", () => {
    expect(probeCommand(http("/"), ports)).toEqual([
      "CMD",
      "/run/trireme/tools/probe",
      "4",
      "http",
      "10",
      "8000",
      "/",
    ]);
    expect(probeCommand(http("/live", { port: "admin", timeout: "3s" }), ports)).toEqual([
      "CMD",
      "/run/trireme/tools/probe",
      "4",
      "http",
      "3",
      "9000",
      "/live",
    ]);
  });

  it("never reaches a shell with what it asks: a path is one argument, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (path, alive) => {
        const asked = `/${path}`;
        const liveness = alive === undefined ? undefined : http(`/${alive}`);
        for (const test of [probeCommand(http(asked), ports), endingProbe(http(asked), liveness, ports)]) {
          expect(test[0]).toBe("CMD");
          expect(test[6]).toBe(asked);
          expect(
            test.filter((word) => word.includes("sh -c") && word !== asked && word !== `/${alive}`),
          ).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("by a command runs it without a shell", () => {
    const probe = { command: ["pg_isready", "-U", "shop"] };
    expect(probeCommand({ probe }, ports)).toEqual(["CMD", "pg_isready", "-U", "shop"]);
  });

  it("of a port opens it", () => {
    expect(probeCommand({ probe: { tcp: "admin" } }, ports)).toEqual([
      "CMD",
      "/run/trireme/tools/probe",
      "3",
      "tcp",
      "10",
      "9000",
    ]);
  });

  it("of a port that the container has not is refused", () => {
    expect(() => probeCommand(http("/", { port: "debug" }), ports)).toThrow(
      new RangeError('the health check names the port "debug", which the container does not have'),
    );
    expect(() => probeCommand(http("/"), {})).toThrow(
      new RangeError('the health check names the port "main", which the container does not have'),
    );
  });

  it("has the engine's own timing where none is said", () => {
    const { healthcheck } = containerArgs({ ...bare, health: http("/"), containerPorts: ports });
    expect(healthcheck).toMatchObject({ interval: "30s", timeout: "10s", startPeriod: "0s", retries: 3 });
  });
});

describe("an instance that may be ended", () => {
  const args = (health: Health, liveness?: Health) =>
    containerArgs({ ...bare, health, containerPorts: ports, ends: { liveness } });

  it("is so where it gives no answer at all for five minutes or longer, to a request that asks nothing of others", () => {
    const { healthcheck, init } = args(http("/health", { interval: "5s", timeout: "2s" }));
    expect(healthcheck).toMatchObject({
      tests: [
        "CMD",
        "/run/trireme/tools/probe",
        "4",
        "http",
        "2",
        "8000",
        "/health",
        "300",
        "any",
        "10",
        "8000",
      ],
      // Both questions fit.
      timeout: "17s",
    });
    expect(init).toBe(true);
  });

  it("is so by what its system says", () => {
    const { healthcheck } = args(http("/"), http("/live", { interval: "2s", retries: 3, timeout: "1s" }));
    expect((healthcheck as { tests: string[] }).tests.slice(7)).toEqual(["6", "http", "1", "8000", "/live"]);
  });

  it("is asked by its own command where it has no port", () => {
    const { healthcheck } = args(command(["ask", "me"], { interval: "1m" }));
    expect(healthcheck).toMatchObject({
      tests: [
        "CMD",
        "/run/trireme/tools/probe",
        "4",
        "exec",
        "10",
        "ask",
        "me",
        "720",
        "exec",
        "10",
        "ask",
        "me",
      ],
    });
  });
});

describe("the deadline for becoming healthy", () => {
  it("is the start period, all retries, and half a minute for the start itself", () => {
    expect(healthDeadline(http("/"))).toBe(3 * (30 + 10) + 30);
    const health = http("/", { startPeriod: "40s", interval: "10s", timeout: "5s", retries: 5 });
    expect(healthDeadline(health)).toBe(40 + 5 * (10 + 5) + 30);
  });

  it("is whole seconds, and later than the last probe that counts", () => {
    const duration = fc.integer({ min: 1, max: 600_000 }).map((n): Duration => `${n}ms`);
    fc.assert(
      fc.property(duration, duration, fc.integer({ min: 1, max: 20 }), (interval, startPeriod, retries) => {
        const deadline = healthDeadline(http("/", { interval, startPeriod, retries }));
        expect(Number.isInteger(deadline)).toBe(true);
        expect(deadline).toBeGreaterThan(seconds(startPeriod) + retries * seconds(interval));
      }),
    );
  });
});

describe("a duration for the engine", () => {
  it.each([
    [0, "0s"],
    [0.5, "500ms"],
    [1, "1s"],
    [1.5, "1.5s"],
    [59, "59s"],
    [60, "1m0s"],
    [90.25, "1m30.25s"],
    [3600, "1h0m0s"],
    [5430, "1h30m30s"],
    [86_400, "24h0m0s"],
  ])("of %d s is written as Go writes it: %s", (total, text) => {
    expect(goDuration(total)).toBe(text);
  });

  it("is the same length read back", () => {
    const scale: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000_000 }), (milliseconds) => {
        const parts = [...goDuration(milliseconds / 1000).matchAll(/([\d.]+)(ms|h|m|s)/g)];
        const total = parts.reduce((sum, [, n, unit]) => sum + Number(n) * (scale[unit ?? ""] ?? 0), 0);
        expect(Math.round(total)).toBe(milliseconds);
      }),
    );
  });
});

describe("whether an instance gets requests", () => {
  const health = http("/health", { startPeriod: "40s" });
  it.each([
    ["its health, where nothing else is said", { health }, health],
    [
      "its readiness, with as long to start as its health check says",
      { health, readiness: http("/ready", { interval: "5s", startPeriod: "10s" }) },
      http("/ready", { interval: "5s", startPeriod: "40s" }),
    ],
    [
      "its readiness, where that starts later",
      { health, readiness: http("/ready", { startPeriod: "2m" }) },
      http("/ready", { startPeriod: "2m" }),
    ],
    ["its readiness alone", { readiness: health }, health],
  ])("is decided by %s", (_, service, asked) => {
    expect(readinessOf(service)).toEqual(asked);
  });
});
