import { describe, expect, it } from "vitest";
import {
  calledPorts,
  containerCheck,
  healthGrace,
  isInterruptible,
  releaseDeadline,
  serviceConnect,
  trackedMetrics,
} from "../../../../../components/aws/workload/service.args";
import { http, route, service, system } from "../../../../../components/model";
import { development, image, proxy, resources } from "../../../../support/valid";

const api = service("api", { image: image("api"), port: 8000, ports: { grpc: 9000 }, env: {} });
const web = service("web", {
  image: image("web"),
  port: 3000,
  env: { API: api.url, GRPC: { ref: "service", name: "api", attribute: "host", port: "grpc" } },
});
const alone = service("alone", { image: image("alone"), env: {} });
const shop = system("shop", development, { services: [api, web, alone] });
const place = { namespace: "arn:namespace", log: { logDriver: "awslogs" } };

describe("Service Connect", () => {
  it("has a name for each port that others call, and cuts no stream of those that speak HTTP", () => {
    expect(calledPorts(shop, api)).toEqual(["grpc", "main"]);
    expect(serviceConnect(shop, api, place)?.services).toEqual([
      {
        portName: "port-grpc",
        discoveryName: "api-grpc",
        clientAlias: [{ dnsName: "api", port: 9000 }],
      },
      {
        portName: "port-main",
        discoveryName: "api",
        clientAlias: [{ dnsName: "api", port: 8000 }],
        timeout: { idleTimeoutSeconds: 0, perRequestTimeoutSeconds: 0 },
      },
    ]);
  });

  it("calls each port by a name of its own that AWS takes, whatever services and ports are called", () => {
    const long = "a".repeat(60);
    const many = [
      service("api", { image: image("api"), port: 8000, ports: { grpc: 9000 }, env: {} }),
      service("api-grpc", { image: image("api"), port: 8000, env: {} }),
      service(long, { image: image("api"), ports: { "first-of-two": 1000, "first-of-all": 1001 }, env: {} }),
    ];
    const ports = many.flatMap((one) =>
      Object.keys({ ...(one.port === undefined ? {} : { main: 0 }), ...one.ports }).map((port) => ({
        ...{ ref: "service" as const, name: one.name, attribute: "host" as const },
        ...(port === "main" ? {} : { port }),
      })),
    );
    const caller = service("caller", {
      image: image("caller"),
      env: Object.fromEntries(ports.map((ref, index) => [`PORT_${index}`, ref])),
    });
    const all = system("shop", development, { services: [...many, caller] });
    const names = many.flatMap((one) => {
      const made = serviceConnect(all, one, place)?.services as readonly { readonly discoveryName: string }[];
      return made.map(({ discoveryName }) => discoveryName);
    });
    expect(names).toHaveLength(5);
    expect(new Set(names).size).toBe(5);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]{0,63}$/);
  });

  it("is for those who call as well, and for nobody else", () => {
    expect(serviceConnect(shop, web, place)).toMatchObject({ enabled: true, services: [] });
    expect(serviceConnect(shop, alone, place)).toBeUndefined();
  });
});

describe("spare capacity", () => {
  it("is for services that answer nobody: by a port of their own, by a route, or on a GPU", () => {
    const worker = service("worker", { image: image("worker"), env: {} });
    const routed = service("routed", { image: image("routed"), ports: { grpc: 9000 }, env: {} });
    const computing = service("computing", {
      image: image("computing"),
      env: {},
      resources: { ...resources, gpus: 1 },
    });
    const entry = { ...proxy, routes: [{ ...route("/", routed), to: { service: "routed", port: "grpc" } }] };
    const services = [api, worker, routed, computing];
    const all = system("shop", development, { services, ingress: entry });
    expect(services.filter((one) => isInterruptible(all, one)).map(({ name }) => name)).toEqual(["worker"]);
    expect(isInterruptible({ ...all, ingress: undefined }, routed)).toBe(true);
  });
});

describe("times", () => {
  const health = http("/health", { startPeriod: "40s", interval: "30s", timeout: "10s", retries: 3 });

  it("give a start as long as its health says, and a balancer's verdict half a minute more", () => {
    expect(healthGrace({ health })).toBe(190);
  });

  it("give a release four starts with their placing, and its drain", () => {
    expect(releaseDeadline({ health, drain: { delay: "5s", deadline: "25s" } }, true)).toBe(
      (160 + 180) * 4 + 30,
    );
  });
});

describe("the question that ECS asks a container", () => {
  const health = http("/health", { interval: "30s" });
  const readiness = http("/ready");
  const lives = { tcp: "main" };

  it("is whether it lives, where a load balancer asks whether it is ready", () => {
    expect(containerCheck({ health, readiness }, true)).toMatchObject({ health: { probe: lives } });
    expect(containerCheck({ health, readiness }, true).started).toBeUndefined();
  });

  it("is first whether it is ready, where no load balancer asks", () => {
    expect(containerCheck({ health }, false)).toMatchObject({ health: { probe: lives }, started: health });
    expect(containerCheck({ health, readiness }, false)).toMatchObject({
      health: { probe: lives },
      started: readiness,
    });
    expect(containerCheck({ readiness }, false)).toMatchObject({
      health: { probe: { command: ["true"] } },
      started: readiness,
    });
  });

  it("is one where both are the same, and none where nothing is said", () => {
    const command = { probe: { command: ["alive"] } };
    expect(containerCheck({ health: command }, false).started).toBeUndefined();
    expect(containerCheck({}, false)).toEqual({ health: undefined });
  });

  it("leaves a release the time that it takes to fail", () => {
    const quick = releaseDeadline({ health }, true);
    expect(releaseDeadline({ health }, false)).toBeGreaterThan(quick);
    expect(releaseDeadline({ health: { probe: { command: ["alive"] } } }, false)).toBe(
      releaseDeadline({ health }, true),
    );
  });
});

describe("an autoscaler", () => {
  it("follows what the model names, at its pace; AWS counts requests by the minute", () => {
    expect(
      trackedMetrics({
        min: 2,
        max: 20,
        cpu: 70,
        memory: 80,
        requestsPerSecond: 1000,
        scaleUp: { percent: 50, period: "60s", stabilization: "30s" },
      }),
    ).toEqual([
      {
        name: "cpu",
        metric: "ECSServiceAverageCPUUtilization",
        target: 70,
        outCooldown: 30,
        inCooldown: 300,
      },
      {
        name: "memory",
        metric: "ECSServiceAverageMemoryUtilization",
        target: 80,
        outCooldown: 30,
        inCooldown: 300,
      },
      {
        name: "requests",
        metric: "ALBRequestCountPerTarget",
        target: 60_000,
        outCooldown: 30,
        inCooldown: 300,
      },
    ]);
  });
});
