import { expect, inject, it } from "vitest";
import { Checkout } from "../docker/checkout";

it("the running production stack has no fault by the CIS benchmark without an exception", async () => {
  const { folder, stack } = inject("production");
  const { code, output } = await Checkout.at(folder).trireme("audit", stack);
  expect(output).toContain("CIS Docker Benchmark 1.6.0, section 5: ");
  expect(output).toContain(" 0 fails.");
  expect(code, output).toBe(0);
});
