import fc from "fast-check";
import { expect, it } from "vitest";
import { beyondBounds } from "../../../../components/kubernetes/bounds.args";
import { container } from "../../../../components/kubernetes/workload/pod.args";
import { seconds, type Duration, type Health } from "../../../../components/model";
import { api, shop } from "../../../support/valid";

it("refuses probes of less than a second, and of parts of one", () => {
  const health: Health = { probe: { http: "/" }, interval: "500ms", timeout: "1.5s" };
  const told = (text: string) =>
    `"${text}" is out of range; a probe of the kubelet allows whole seconds from "1s" to "2147483647s"`;
  expect(beyondBounds({ ...shop, services: [{ ...api, readiness: health }] })).toEqual([
    { path: "services.api.readiness.interval", message: told("500ms") },
    { path: "services.api.readiness.timeout", message: told("1.5s") },
  ]);
});

it("refuses what an autoscaler does not wait for", () => {
  const scaleUp = { stabilization: "2h", percent: 50, period: "1h" } as const;
  const scaleDown = { stabilization: "1h", percent: 50, period: "30m" } as const;
  const services = [{ ...api, autoscale: { min: 1, max: 3, cpu: 70, scaleUp, scaleDown } }];
  expect(beyondBounds({ ...shop, services }).map(({ path }) => path)).toEqual([
    "services.api.autoscale.scaleUp.stabilization",
    "services.api.autoscale.scaleUp.period",
  ]);
});

it("asks with the very values that were accepted", () => {
  const length = fc
    .tuple(fc.integer({ min: 1, max: 4000 }), fc.constantFrom("s", "ms"))
    .map(([value, unit]) => `${value}${unit}` as Duration);
  let accepted = 0;
  fc.assert(
    fc.property(length, length, (interval, timeout) => {
      const health: Health = { probe: { http: "/" }, interval, timeout };
      if (beyondBounds({ ...shop, services: [{ ...api, health }] }).length > 0) return;
      accepted++;
      const { readinessProbe } = container({ name: "api", image: "shop:v1", health, ports: { main: 8000 } });
      expect(readinessProbe).toMatchObject({
        periodSeconds: seconds(interval),
        timeoutSeconds: seconds(timeout),
      });
    }),
    { numRuns: 300 },
  );
  expect(accepted).toBeGreaterThan(20);
});
