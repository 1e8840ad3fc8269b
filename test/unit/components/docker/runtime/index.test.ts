import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { engineAt } from "../../../../../components/docker/runtime";

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

/** What `pg_isready` says of a server: 0 it serves, 1 it rejects connections, 2 none answers. */
type Said = 0 | 1 | 2;

/** An engine whose one container answers its health check, and the question whether it lives, as `says` has it. */
async function recovering(
  says: (asked: number) => Said,
  state: () => object = () => ({ Running: true, ExitCode: 0, Health: { Status: "unhealthy" } }),
) {
  let asked = 0;
  let code = 0;
  const commands: string[] = [];
  const stopped: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    const answer = (body: object): void => {
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    };
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (/\/(?:stop|kill|restart)\b/.test(url)) stopped.push(url);
      if (url.endsWith("/containers/one/exec")) {
        const [command = ""] = (JSON.parse(body) as { Cmd: string[] }).Cmd;
        commands.push(command);
        const said = says(asked++);
        code = command === "alive" ? (said <= 1 ? 0 : 1) : said;
        answer({ Id: "exec" });
      } else if (url.endsWith("/exec/exec/start")) {
        const text = Buffer.from(code === 0 ? "" : "127.0.0.1:5432 - rejecting connections\n");
        const head = Buffer.alloc(8);
        head.writeUInt8(1, 0);
        head.writeUInt32BE(text.length, 4);
        response.writeHead(200, { "Content-Type": "application/vnd.docker.raw-stream" });
        response.end(text.length === 0 ? undefined : Buffer.concat([head, text]));
      } else if (url.endsWith("/exec/exec/json")) answer({ ExitCode: code });
      else if (url.includes("/logs")) response.writeHead(200).end();
      else
        answer({
          Name: "/one",
          RestartCount: 0,
          HostConfig: { PidsLimit: 1024 },
          Config: { Healthcheck: { Test: ["CMD", "health"] } },
          State: state(),
        });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, commands, stopped, host: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("the wait for a store", () => {
  const recovery = { alive: ["alive"], deadline: 60 };
  let fake: Awaited<ReturnType<typeof recovering>> | undefined;
  afterEach(() => {
    fake?.server.closeAllConnections();
    fake?.server.close();
  });
  const wait = async (deadline: number, options: object = {}) =>
    await engineAt(fake?.host ?? "").becomesHealthy("one", { deadline, ...options });

  it("goes on past the deadline while it rejects connections, and ends once it serves", async () => {
    fake = await recovering((asked) => (asked < 7 ? 1 : 0));
    expect(await wait(0, { recovery })).toEqual({ ok: true });
    expect(fake.commands.filter((command) => command === "alive").length).toBeGreaterThanOrEqual(3);
    expect(fake.stopped).toEqual([]);
  });

  it("ends at the deadline for whom no recovery is said, with what its health check says", async () => {
    fake = await recovering(() => 1);
    expect(await wait(0)).toMatchObject({
      ok: false,
      reason:
        'did not become healthy within 0 s: its health check says "127.0.0.1:5432 - rejecting connections"',
    });
    expect(fake.commands).not.toContain("alive");
  });

  it("ends past the deadline once nothing answers any more", async () => {
    fake = await recovering((asked) => (asked < 4 ? 1 : 2));
    expect(await wait(0, { recovery })).toMatchObject({ ok: false });
    expect(fake.commands).toContain("alive");
  });

  it("ends at the end of the time that recovery may take, and kills nothing", async () => {
    fake = await recovering(() => 1);
    const began = Date.now();
    expect(await wait(0, { recovery: { ...recovery, deadline: 1 } })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^did not become healthy within \d+ s: /) as string,
    });
    expect(Date.now() - began).toBeGreaterThanOrEqual(1000);
    expect(fake.stopped).toEqual([]);
  });

  it("ends at once for one that has ended, whatever recovery it was given", async () => {
    fake = await recovering(
      () => 1,
      () => ({ Running: false, ExitCode: 1, Error: "" }),
    );
    expect(await wait(60, { recovery })).toMatchObject({
      ok: false,
      reason: "ended instead of becoming healthy, with exit code 1",
    });
  });
});
