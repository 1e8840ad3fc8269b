import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Checkout } from "./checkout";
import { containersOf, engine } from "./engine";
import { ports, stackFile } from "./setup";

const checkout = (): Checkout => Checkout.at(inject("checkout"));
const origin = `http://127.0.0.1:${ports.http}`;

function withService(name: string, settings: string): string {
  return stackFile(`    services:\n      ${name}: ${settings}\n`);
}

/** Sends one request after the other until it is told to stop; keeps what went wrong. */
class Load {
  readonly faults: string[] = [];
  requests = 0;
  private running = true;
  private readonly done: Promise<unknown>;

  constructor(workers: number) {
    this.done = Promise.all(Array.from({ length: workers }, (_, index) => this.work(index % 3 === 0)));
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.done;
  }

  private async work(post: boolean): Promise<void> {
    while (this.running) {
      this.requests++;
      try {
        const response = await fetch(`${origin}/api/v1/echo`, post ? { method: "POST", body: "x" } : {});
        await response.text();
        if (response.status !== 200) this.faults.push(String(response.status));
      } catch (error) {
        this.faults.push(String((error as Error).cause ?? error));
      }
    }
  }
}

describe("a release", () => {
  beforeAll(() => {
    checkout().write("Pulumi.e2e.yaml", stackFile());
  });

  afterAll(async () => {
    checkout().write("Pulumi.e2e.yaml", stackFile());
    const { code, output } = await checkout().npm("up", "e2e", "--yes", "--skip-preview");
    expect(code, output).toBe(0);
  });

  it("replaces the backend under load without one failed request", async () => {
    checkout().write(
      "Pulumi.e2e.yaml",
      withService("backend", '{ variables: { STAND_IN_VERSION: "2.0.0", STAND_IN_LINGER_SECONDS: 12 } }'),
    );
    const first = await checkout().npm("up", "e2e", "--yes", "--skip-preview");
    expect(first.code, first.output).toBe(0);
    const load = new Load(6);
    checkout().write(
      "Pulumi.e2e.yaml",
      withService("backend", '{ variables: { STAND_IN_VERSION: "3.0.0", STAND_IN_LINGER_SECONDS: 12 } }'),
    );
    const { code, output } = await checkout().npm("up", "e2e", "--yes", "--skip-preview");
    await load.stop();
    expect(code, output).toBe(0);
    expect(load.requests).toBeGreaterThan(500);
    expect(load.faults).toEqual([]);
    const health = (await (await fetch(`${origin}/health`)).json()) as { version: string };
    expect(health.version).toBe("3.0.0");
  });

  it("that never becomes healthy leaves the old one serving, and the next good one recovers", async () => {
    const before = (await containersOf("e2e")).filter(
      ({ part, role }) => part === "mcp" && role === "service",
    );
    checkout().write("Pulumi.e2e.yaml", withService("mcp", "{ variables: { STAND_IN_FAIL: health } }"));
    const bad = await checkout().npm("up", "e2e", "--yes", "--skip-preview");
    expect(bad.code).not.toBe(0);
    const response = await fetch(`${origin}/mcp/anything`);
    expect(response.status).toBe(200);
    expect(
      (
        await engine()
          .getContainer(before[0]?.id ?? "")
          .inspect()
      ).State.Running,
    ).toBe(true);

    checkout().write("Pulumi.e2e.yaml", stackFile());
    const good = await checkout().npm("up", "e2e", "--yes", "--skip-preview");
    expect(good.code, good.output).toBe(0);
    const left = (await containersOf("e2e")).filter(({ part, role }) => part === "mcp" && role === "service");
    expect(left).toHaveLength(1);
    expect((await checkout().npm("verify", "e2e")).output).toContain("All 14 checks hold.");
  });
});
