import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Checkout } from "./checkout";
import { containersOf, engine } from "./engine";
import { ports, stackFile } from "./setup";

const checkout = (): Checkout => Checkout.at(inject("checkout"));
const file = "stacks/systems/syfthub/index.ts";

function withService(name: string, settings: string): string {
  return stackFile(`    services:\n      ${name}: ${settings}\n`);
}

describe("a release", () => {
  beforeAll(() => {
    checkout().write("Pulumi.e2e.yaml", stackFile());
  });

  afterAll(async () => {
    checkout().write("Pulumi.e2e.yaml", stackFile());
    const { code, output } = await checkout().trireme("up", "e2e", "--yes", "--skip-preview");
    expect(code, output).toBe(0);
  });

  it("that never becomes healthy leaves the old one serving, and the next good one recovers", async () => {
    const system = checkout().read(file);
    // Given up 40 s after its start instead of 97 s.
    const impatient = system.replace(
      /(service\("mcp".*?)\bhealth,/s,
      '$1health: http("/health", { ...timing, startPeriod: "1s", retries: 1 }),',
    );
    expect(impatient).not.toBe(system);
    const before = (await containersOf("e2e")).filter(
      ({ part, role }) => part === "mcp" && role === "service",
    );
    checkout().write("Pulumi.e2e.yaml", withService("mcp", "{ variables: { SAMPLE_FAIL: health } }"));
    checkout().write(file, impatient);
    const bad = await checkout().trireme("up", "e2e", "--yes", "--skip-preview");
    checkout().write(file, system);
    expect(bad.code).not.toBe(0);
    const response = await fetch(`http://127.0.0.1:${ports.http}/mcp/anything`);
    expect(response.status).toBe(200);
    expect(
      (
        await engine()
          .getContainer(before[0]?.id ?? "")
          .inspect()
      ).State.Running,
    ).toBe(true);

    checkout().write("Pulumi.e2e.yaml", stackFile());
    const good = await checkout().trireme("up", "e2e", "--yes", "--skip-preview");
    expect(good.code, good.output).toBe(0);
    const left = (await containersOf("e2e")).filter(({ part, role }) => part === "mcp" && role === "service");
    expect(left).toHaveLength(1);
    expect((await checkout().trireme("verify", "e2e")).output).toContain("All 14 checks hold.");
  });
});
