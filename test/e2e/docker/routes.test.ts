import { inject, describe, expect, it } from "vitest";
import { pg, WebSocket } from "../../../lab/clients";
import { Checkout } from "./checkout";
import { ports } from "./setup";

const origin = `http://127.0.0.1:${ports.http}`;

interface Answer {
  readonly status: number;
  readonly service: string | null;
  readonly headers: Headers;
  readonly body: string;
}

async function get(path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(origin + path, { redirect: "manual", ...init });
  return {
    status: response.status,
    service: response.headers.get("x-sample"),
    headers: response.headers,
    body: await response.text(),
  };
}

/** Reads server-sent events until the stream ends or the reader has enough. */
async function events(
  path: string,
  enough: (received: readonly number[]) => boolean,
): Promise<readonly number[]> {
  const started = Date.now();
  const abort = new AbortController();
  const response = await fetch(origin + path, {
    headers: { accept: "text/event-stream" },
    signal: abort.signal,
  });
  const received: number[] = [];
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const count = decoder
      .decode(chunk)
      .split("\n\n")
      .filter((text) => text.includes("data:")).length;
    for (let index = 0; index < count; index++) received.push(Date.now() - started);
    if (enough(received)) break;
  }
  abort.abort();
  return received;
}

describe("the routes from outside", () => {
  it.each([
    ["/api/v1/anything", "backend"],
    ["/docs", "backend"],
    ["/redoc", "backend"],
    ["/openapi.json", "backend"],
    ["/health", "backend"],
    ["/mcp", "mcp"],
    ["/mcp/tools", "mcp"],
    ["/aggregator/health", "aggregator"],
    ["/.well-known/oauth-authorization-server/mcp", "mcp"],
    ["/", "frontend"],
    ["/some/page", "frontend"],
    ["/docsearch", "frontend"],
  ])("sends %s to %s", async (path, service) => {
    const answer = await get(
      path,
      path === "/mcp"
        ? {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
          }
        : {},
    );
    expect({ service: answer.service, status: answer.status }).toEqual({ service, status: 200 });
  });

  it("rewrites /mcp/ and /aggregator/ to the service's own root", async () => {
    const mcp = JSON.parse((await get("/mcp/tools/list?x=1")).body) as { path: string };
    expect(mcp.path).toBe("/tools/list");
    const aggregator = JSON.parse((await get("/aggregator/v1/query")).body) as { path: string };
    expect(aggregator.path).toBe("/v1/query");
  });

  it("announces the issuer under the public address", async () => {
    const { body } = await get("/.well-known/oauth-authorization-server/mcp");
    expect(JSON.parse(body)).toMatchObject({ issuer: `http://localhost:${ports.http}/mcp` });
  });

  it("makes a correlation ID where a request has none", async () => {
    const { headers } = await get("/api/v1/anything");
    expect(headers.get("x-correlation-id")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it("passes a correlation ID on and returns it once", async () => {
    const { headers, body } = await get("/api/v1/anything", {
      headers: { "x-correlation-id": "order-4711" },
    });
    expect(headers.get("x-correlation-id")).toBe("order-4711");
    expect((JSON.parse(body) as { headers: Record<string, string> }).headers["x-correlation-id"]).toBe(
      "order-4711",
    );
  });

  it("replaces a correlation ID that is unfit for a log", async () => {
    const { headers } = await get("/api/v1/anything", { headers: { "x-correlation-id": "a b;c" } });
    expect(headers.get("x-correlation-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("streams through the proxy", () => {
  it(
    "delivers the first event within a second and survives 60 s of silence",
    { timeout: 90_000 },
    async () => {
      const received = await events("/aggregator/stream?silence=60", (all) => all.length >= 2);
      expect(received[0]).toBeLessThan(1_000);
      expect(received[1]).toBeGreaterThanOrEqual(59_000);
    },
  );

  it("delivers events one by one, not in batches", async () => {
    const received = await events("/aggregator/stream?events=5&every=200", (all) => all.length >= 5);
    const gaps = received.slice(1).map((time, index) => time - (received[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(50);
  });

  it("echoes over a WebSocket", async () => {
    const socket = new WebSocket(`${origin.replace("http", "ws")}/hmr`, "vite-hmr");
    const echoed = await new Promise((resolve, reject) => {
      socket.on("open", () => socket.send("is it new?"));
      socket.on("message", (data: Buffer) => resolve(data.toString()));
      socket.on("error", reject);
    });
    socket.terminate();
    expect(echoed).toBe("is it new?");
  });
});

describe("the database on the host", () => {
  const client = (password: string): pg.Client =>
    new pg.Client({ host: "127.0.0.1", port: ports.db, user: "syfthub", database: "syfthub_dev", password });

  it("opens with the generated password", async () => {
    const { output } = await Checkout.at(inject("checkout")).trireme(
      "outputs",
      "e2e",
      "--show-secrets",
      "--json",
    );
    const outputs = JSON.parse(output.slice(output.indexOf("{"))) as Record<string, string>;
    const db = client(outputs["db-password"] ?? "");
    await db.connect();
    const { rows } = await db.query<{ version_num: string }>("select version_num from alembic_version");
    await db.end();
    expect(rows).toHaveLength(1);
  });

  it("stays shut without it", async () => {
    await expect(client("not the password").connect()).rejects.toThrow(/password authentication failed/);
  });
});
