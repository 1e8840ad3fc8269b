import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../../components/model";
import { anyIngress, rendered } from "../../../support/arbitrary.ingress";
import { nginxFaults } from "../../../support/nginx-conf";
import { limitsOf } from "../../../support/limits";

describe("whatever passes the check", () => {
  // The Docker suite asks nginx itself.
  it("is a configuration that nginx can read, with nothing named twice", () => {
    let passed = 0;
    fc.assert(
      fc.property(anyIngress, (system) => {
        if (check(system, limitsOf("docker")).length > 0) return;
        passed++;
        for (const names of ["instance", "balancer"] as const)
          expect(nginxFaults(rendered(system, "/var/cache/nginx", names)["nginx.conf"] ?? "")).toEqual([]);
      }),
      { numRuns: 80 },
    );
    // It would say nothing if the check refused all.
    expect(passed).toBeGreaterThan(10);
  });
});
