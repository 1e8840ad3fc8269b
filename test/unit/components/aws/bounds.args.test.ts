import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeOf } from "../../../../components/aws/ingress/balancer.args";
import { beyondBounds } from "../../../../components/aws/bounds.args";
import { containerDefinitions } from "../../../../components/aws/workload/definitions.args";
import {
  route,
  seconds,
  type Drain,
  type Duration,
  type Health,
  type Service,
} from "../../../../components/model";
import { api, proxy, resources, shop } from "../../../support/valid";

interface Rendered {
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly startPeriod: number;
}

async function onTask(health: Health): Promise<Rendered> {
  const log = { group: "shop", region: "eu-west-1", prefix: "api" };
  const ports = [{ name: "port-main", number: 8000, http: true }];
  const json = containerDefinitions([{ name: "api", image: "shop:v1", ports, health, log }]);
  const text = await new Promise<string>((resolve) => json.apply(resolve));
  const [container] = JSON.parse(text) as [{ readonly healthCheck: Rendered }];
  return container.healthCheck;
}

const problems = (health: Health, routed: boolean) =>
  beyondBounds({
    ...shop,
    services: [{ ...api, health }],
    ingress: routed
      ? { ...shop.ingress!, routes: [{ match: "prefix", path: "/", to: { service: "api" } }] }
      : undefined,
  });

describe("a health check on AWS", () => {
  it("of 15 minutes to start is refused, not cut to 300 s", () => {
    expect(problems({ probe: { http: "/" }, startPeriod: "15m", retries: 20 }, false)).toEqual([
      {
        path: "services.api.health.startPeriod",
        message: `"15m" is out of range; a container's check on ECS allows whole seconds from "0s" to "300s"`,
      },
      {
        path: "services.api.health.retries",
        message: "20 is out of range; a container's check on ECS allows 1 to 10",
      },
    ]);
  });

  it("runs with the very values that were accepted, on the task and on the load balancer", async () => {
    const length = fc.integer({ min: 1, max: 400 }).map((value): Duration => `${value}s`);
    const health = fc.record({
      interval: length,
      timeout: length,
      startPeriod: length,
      retries: fc.integer({ min: 0, max: 12 }),
    });
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(health, fc.boolean(), async (times, routed) => {
        const check: Health = { probe: { http: "/" }, ...times };
        if (problems(check, routed).length > 0) return;
        accepted++;
        const asked = [times.interval, times.timeout, times.startPeriod].map(seconds);
        const { interval, timeout, startPeriod, retries } = await onTask(check);
        expect([interval, timeout, startPeriod, retries]).toEqual([...asked, times.retries]);
        if (!routed) return;
        const probe = probeOf({ port: 8000, health: check }, { service: "api", port: "main", number: 8000 });
        expect(probe).toMatchObject({ interval: asked[0], unhealthyThreshold: times.retries });
        // What is as long as the interval ends a second before.
        expect(probe.timeout).toBe(Math.min(asked[1] ?? NaN, (asked[0] ?? NaN) - 1));
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(5);
  });

  it("is not asked again by a target group before its timeout", () => {
    const health: Health = { probe: { http: "/" }, interval: "9s" };
    expect(problems(health, false)).toEqual([]);
    expect(problems({ ...health, interval: "10s" }, true)).toEqual([]);
    expect(problems(health, true)).toEqual([
      {
        path: "services.api.health.interval",
        message: `"9s" is shorter than the timeout "10s", and a target group asks again only when it has its answer; raise interval or lower timeout`,
      },
    ]);
  });

  it("is in whole seconds, not in rounded ones", () => {
    expect(problems({ probe: { http: "/" }, interval: "7.5s" }, false)).toEqual([
      {
        path: "services.api.health.interval",
        message: `"7.5s" is out of range; a container's check on ECS allows whole seconds from "5s" to "300s"`,
      },
    ]);
  });
});

describe("what a service asks of AWS", () => {
  const quiet = { ...shop, ingress: undefined };
  const drained = (drain: Drain, gpus = 0) =>
    beyondBounds({
      ...quiet,
      services: [{ ...api, drain, resources: { ...resources, gpus } }],
    }).map(({ message }) => message);

  it("is to drain for as long as what waits for it can, and is refused beyond, not cut", () => {
    const told = (time: string, whole: number, who: string, most: number) => [
      `delay (20s) and deadline (${time}) are ${whole} s together; ${who} allows whole seconds from 2 to ${most}: lower them, and have the service end earlier what takes longer`,
    ];
    const { port: _, ports: __, ...worker } = api;
    const ended = (one: Service, deadline: Duration, more: object = {}) =>
      beyondBounds({
        ...quiet,
        services: [{ ...one, drain: { delay: "20s", deadline } }],
        ...more,
      }).map(({ message }) => message);
    // Nothing says how long what answers nobody is busy.
    expect(ended(worker, "100s")).toEqual([]);
    expect(ended(worker, "600s")).toEqual(told("600s", 620, "Fargate, for a service without a port,", 120));
    // Containers beside it wait.
    expect(ended(api, "600s")).toEqual([]);
    expect(ended(api, "676s")).toEqual(
      told("676s", 696, "a task of Fargate that the load balancer does not ask", 695),
    );
    // The load balancer waits.
    const ingress = { ...proxy, routes: [route("/", api)] };
    expect(ended(api, "3580s", { ingress })).toEqual([]);
    expect(ended(api, "3581s", { ingress })).toEqual(told("3581s", 3601, "a target group", 3600));
    expect(drained({ deadline: "1s" })).toHaveLength(1);
    expect(
      [drained({ deadline: "600s" }, 1), drained({ deadline: "2h" }, 1)].map(({ length }) => length),
    ).toEqual([0, 1]);
  });

  it("is not a smaller limit than AWS WAF counts, nor a longer path than a rule has room for", () => {
    const ingress = {
      ...proxy,
      limits: [{ name: "logins", requests: 5, per: "minute" as const }],
      routes: [route("/", api, { limit: { zone: "logins", burst: 4 } }), route(`/${"a".repeat(127)}`, api)],
    };
    expect(beyondBounds({ ...shop, ingress })).toEqual([
      {
        path: "ingress.limits.logins",
        message:
          "it allows 9 requests a minute, and the lowest limit of AWS WAF is 10; raise requests, or the burst of a route",
      },
      {
        path: "ingress.routes[1].path",
        message: "it has 128 characters, and a rule of the load balancer allows 126; shorten it",
      },
    ]);
  });
});
