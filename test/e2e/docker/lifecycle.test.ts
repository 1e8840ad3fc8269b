import { describe, expect, inject, it } from "vitest";
import { Checkout } from "./checkout";
import { leftovers } from "./engine";
import { stackFile } from "./setup";

const checkout = (): Checkout => Checkout.at(inject("checkout"));

describe("a stack's life", () => {
  it("changes nothing on a second up, and plain pulumi agrees", async () => {
    const up = await checkout().trireme("up", "e2e", "--yes", "--skip-preview", "--expect-no-changes");
    expect(up.code, up.output).toBe(0);
    const preview = await checkout().pulumi("preview", "-s", "e2e", "--expect-no-changes");
    expect(preview.code, preview.output).toBe(0);
  });

  it("leaves the stack's file as it was, whatever plain pulumi wrote into it", async () => {
    expect((await checkout().trireme("preview", "e2e", "--expect-no-changes")).code).toBe(0);
    expect(checkout().read("Pulumi.e2e.yaml")).toBe(stackFile());
  });

  it("shows outputs with secrets masked, and logs by service", async () => {
    const outputs = await checkout().trireme("outputs", "e2e");
    expect(outputs.output).toMatch(/db-password\s+\[secret\]/);
    const logs = await checkout().trireme("logs", "e2e", "backend", "--tail", "5");
    expect(logs.code, logs.output).toBe(0);
    expect(logs.output).toMatch(/^backend/m);
  });

  it("destroys to nothing and comes up again", async () => {
    const destroyed = await checkout().trireme("destroy", "e2e", "--yes", "--skip-preview");
    expect(destroyed.code, destroyed.output).toBe(0);
    expect(await leftovers("e2e")).toEqual([]);
    const again = await checkout().trireme("start", "e2e");
    expect(again.code, again.output).toBe(0);
    const verified = await checkout().trireme("verify", "e2e");
    expect(verified.output).toContain("All 14 checks hold.");
  });
});
