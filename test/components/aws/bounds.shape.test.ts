import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeOf } from "../../../components/aws/balancer.shape";
import { beyondBounds } from "../../../components/aws/bounds.shape";
import { containerDefinitions } from "../../../components/aws/task.shape";
import { seconds, type Duration, type Health } from "../../../components/model";
import { api, shop } from "../../support/sound";

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
    entrance: routed
      ? { ...shop.entrance!, routes: [{ match: "prefix", path: "/", to: { service: "api" } }] }
      : undefined,
  });

describe("a health check on AWS", () => {
  it("of 15 minutes to start is refused, not cut to 300 s", () => {
    expect(problems({ probe: { http: "/" }, startPeriod: "15m", retries: 20 }, false)).toEqual([
      {
        path: "services.api.health.startPeriod",
        message: `"15m" is out of bounds: a container's check on ECS takes "0s" to "300s"; write one of these`,
      },
      {
        path: "services.api.health.retries",
        message: "20 is out of bounds: a container's check on ECS takes 1 to 10",
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
        const probe = probeOf({ health: check }, { service: "api", number: 8000 } as never);
        expect(probe).toMatchObject({ timeout: asked[1], unhealthyThreshold: times.retries });
        // A target group waits for an answer before it asks again.
        expect(probe.interval).toBe(Math.max(asked[0]!, asked[1]! + 1));
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(5);
  });
});
