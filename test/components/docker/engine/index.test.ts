import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { engineAt } from "../../../../components/docker/engine";

const notRunning = "Cannot update container one: runc did not terminate successfully: container not running";

/** An engine with one container, whose limit it refuses so often; what it is asked is kept. */
class FakeEngine {
  readonly updates: string[] = [];
  private constructor(private readonly server: Server) {}

  static async start(refusals: number, state: { Running: boolean; ExitCode: number }): Promise<FakeEngine> {
    const server = createServer((request, response) => {
      const answer = (status: number, body: object): void => {
        response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
      };
      if (request.method !== "POST") {
        answer(200, { Name: "/one", RestartCount: 0, HostConfig: {}, Config: {}, State: state });
        return;
      }
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        fake.updates.push(body);
        if (fake.updates.length <= refusals) answer(500, { message: notRunning });
        else answer(200, {});
      });
    });
    const fake = new FakeEngine(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get host(): string {
    return `tcp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe("the limit of the processes of a container", () => {
  let fake: FakeEngine | undefined;
  afterEach(() => fake?.stop());

  it("is asked for again while the engine takes one that falls over for one that runs", async () => {
    fake = await FakeEngine.start(2, { Running: true, ExitCode: 0 });
    expect(await engineAt(fake.host).becomesHealthy("one", { deadline: 5 })).toEqual({ ok: true });
    expect(fake.updates).toEqual(Array(3).fill('{"PidsLimit":1024}'));
  });

  it("is given to one that ends while it is asked for", async () => {
    fake = await FakeEngine.start(2, { Running: false, ExitCode: 0 });
    expect(await engineAt(fake.host).runsToEnd("one", { deadline: 5 })).toEqual({ ok: true });
    expect(fake.updates).toEqual(Array(3).fill('{"PidsLimit":1024}'));
  });
});
