import { generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { jobQueue, readJob } from "../../../../examples/sample/jobs";
import { eventsOf, MemoryCache, MemoryDatabase, start } from "./harness";

const addresses = {
  DATABASE_URL: "postgresql://db/syfthub",
  REDIS_URL: "redis://redis",
  SECRET_KEY: "s3cret",
};

async function backend(environment: Record<string, string> = {}) {
  const stores = { database: new MemoryDatabase(), cache: new MemoryCache() };
  const service = await start("backend", { ...addresses, ...environment }, { stores });
  return { ...service, ...stores };
}

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const inBase64 = (pem: string) => Buffer.from(pem).toString("base64");
  return { RSA_PRIVATE_KEY_PEM: inBase64(privateKey), RSA_PUBLIC_KEY_PEM: inBase64(publicKey) };
}

describe("the backend", () => {
  it("is unhealthy, naming the tables, until the migration has run", async () => {
    const service = await backend({ SAMPLE_VERSION: "3.0.0" });
    const before = await service.get("/health");
    expect(before.status).toBe(503);
    expect(await before.json()).toMatchObject({
      status: "unhealthy",
      checks: { database: "no table alembic_version, items: run the migration", redis: "ok" },
    });

    await service.database.migrate();
    const after = await service.get("/health");
    expect(after.status).toBe(200);
    expect(after.headers.get("x-sample-version")).toBe("3.0.0");
    expect(await after.json()).toEqual({
      status: "healthy",
      version: "3.0.0",
      checks: { database: "ok", redis: "ok", identity: "ok" },
    });
  });

  it("keeps items in the database and a count in the cache", async () => {
    const service = await backend();
    expect((await service.post("/api/v1/items", { name: "first" })).status).toBe(201);
    expect(await (await service.get("/api/v1/items")).json()).toEqual({ items: [{ id: 1, name: "first" }] });
    expect((await service.post("/api/v1/items", { name: 7 })).status).toBe(422);
    expect((await service.post("/api/v1/items", "{")).status).toBe(400);
    await service.post("/api/v1/counter", {});
    await service.post("/api/v1/counter", {});
    expect(await (await service.get("/api/v1/counter")).json()).toEqual({ count: 2 });

    expect((await service.post("/api/v1/jobs", { name: "report" })).status).toBe(202);
    expect(readJob((await service.cache.take(jobQueue)) ?? "").name).toBe("report");
    expect(await (await service.get("/api/v1/jobs")).json()).toEqual({ done: 0 });
  });

  it("signs tokens that it verifies, and no others", async () => {
    const service = await backend({ ACCESS_TOKEN_EXPIRE_MINUTES: "5" });
    const issued = await service.post("/api/v1/token", { subject: "ada" });
    const { access_token, expires_in } = (await issued.json()) as {
      access_token: string;
      expires_in: number;
    };
    expect(expires_in).toBe(300);
    const verify = (token: string) =>
      service.get("/api/v1/token/verify", { authorization: `Bearer ${token}` });
    expect(await (await verify(access_token)).json()).toMatchObject({ sub: "ada" });

    const forged = access_token.replace(/\.[^.]*$/, ".AAAA");
    expect((await verify(forged)).status).toBe(401);
    const replica = await backend({ SECRET_KEY: "another" });
    const elsewhere = await replica.get("/api/v1/token/verify", { authorization: `Bearer ${access_token}` });
    expect(elsewhere.status).toBe(401);
  });

  it("lets in who knows his password, and counts who does not by a path that says login", async () => {
    const service = await start("identity-service");
    const login = (username: string, password: string) =>
      service.post("/api/v1/auth/login", { username, password });
    expect((await login("ada", "ada")).status).toBe(200);
    expect((await login("ada", "guess")).status).toBe(401);
    expect((await login("", "")).status).toBe(401);
    expect(await (await service.get("/metrics")).text()).toContain(
      'http_requests_total{method="POST",handler="/api/v1/auth/login",status="401"} 2\n',
    );
    const signing = await start("backend", { SECRET_KEY: "s" });
    const issued = await signing.post("/api/v1/auth/login", { username: "ada", password: "ada" });
    expect(await issued.json()).toMatchObject({ token_type: "bearer" });
  });

  it("refuses a token that has expired", async () => {
    const service = await backend({ ACCESS_TOKEN_EXPIRE_MINUTES: "0" });
    const issued = (await (await service.post("/api/v1/token", {})).json()) as { access_token: string };
    const answer = await service.get("/api/v1/token/verify", {
      authorization: `Bearer ${issued.access_token}`,
    });
    expect(answer.status).toBe(401);
  });

  it("publishes the same key from every replica that was given the same pair", async () => {
    const keys = keyPair();
    const [one, two, other] = await Promise.all([backend(keys), backend(keys), backend()]);
    const jwks = async (service: typeof one) => (await service.get("/api/v1/identity/jwks")).json();
    expect(await jwks(one)).toEqual(await jwks(two));
    expect(await jwks(one)).not.toEqual(await jwks(other));
    expect(other.lines.join("")).toContain("RSA keys are not configured");
  });

  it.each([
    [
      "halves of two pairs",
      { ...keyPair(), RSA_PUBLIC_KEY_PEM: keyPair().RSA_PUBLIC_KEY_PEM },
      "does not belong",
    ],
    ["a key that is not PEM", { ...keyPair(), RSA_PRIVATE_KEY_PEM: "bm90IGEga2V5" }, "is not a PEM key"],
    ["half a pair", { RSA_PUBLIC_KEY_PEM: keyPair().RSA_PUBLIC_KEY_PEM }, "RSA_PRIVATE_KEY_PEM is missing"],
  ])("is unhealthy with %s", async (_, keys, problem) => {
    const service = await backend(keys);
    await service.database.migrate();
    const health = await service.get("/health");
    expect(health.status).toBe(503);
    const { checks } = (await health.json()) as { checks: { identity: string } };
    expect(checks.identity).toContain(problem);
  });

  it("tells what reached it, without the values of secrets", async () => {
    const service = await backend();
    const answer = await service.get("/api/v1/anything?x=1", {
      "x-forwarded-proto": "https",
      authorization: "Bearer abc",
      cookie: "session=abc",
    });
    const body = (await answer.json()) as { headers: Record<string, string> };
    expect(body).toMatchObject({ service: "backend", method: "GET", path: "/api/v1/anything" });
    expect(body.headers).toMatchObject({
      "x-forwarded-proto": "https",
      authorization: "(hidden)",
      cookie: "(hidden)",
    });
    expect(body.headers).not.toHaveProperty("x-correlation-id");
  });

  it("documents itself", async () => {
    const service = await backend();
    expect(await (await service.get("/docs")).text()).toContain("Swagger UI");
    expect(await (await service.get("/redoc")).text()).toContain("ReDoc");
    const description = (await (await service.get("/openapi.json")).json()) as { paths: object };
    expect(Object.keys(description.paths)).toContain("/api/v1/items");
    expect((await service.get("/nowhere")).status).toBe(404);
  });
});

describe("the aggregator", () => {
  it("is as healthy as the backend that it was told of", async () => {
    const core = await backend();
    const aggregator = await start("aggregator", { AGGREGATOR_SYFTHUB_URL: core.url });
    const sick = await aggregator.get("/health");
    expect(sick.status).toBe(503);
    expect(await sick.json()).toMatchObject({ checks: { syfthub: `${core.url}/health answered 503` } });

    await core.database.migrate();
    expect((await aggregator.get("/health")).status).toBe(200);

    await core.drain();
    expect(await (await aggregator.get("/health")).json()).toMatchObject({
      checks: { syfthub: expect.stringContaining("ECONNREFUSED") as string },
    });
  });

  it("sends the first event at once and keeps the stream open through a silence", async () => {
    const aggregator = await start("aggregator", { SAMPLE_DRAIN_SECONDS: "5" });
    const began = Date.now();
    const next = eventsOf(await aggregator.get("/stream?silence=3"));
    expect((await next())?.event).toBe("tick");
    expect(Date.now() - began).toBeLessThan(2900);
    expect((await next())?.event).toBe("end");
    expect(Date.now() - began).toBeGreaterThanOrEqual(2990);
    expect(await next()).toBeUndefined();
  });

  it("sends as many events as asked", async () => {
    const aggregator = await start("aggregator");
    const next = eventsOf(await aggregator.get("/stream?events=3&every=5"));
    expect([(await next())?.event, (await next())?.event, (await next())?.event]).toEqual([
      "tick",
      "tick",
      "end",
    ]);
    expect(await next()).toBeUndefined();
    expect((await aggregator.get("/stream?events=many")).status).toBe(400);
  });

  it("answers a chat word by word", async () => {
    const aggregator = await start("aggregator");
    const next = eventsOf(await aggregator.post("/chat", { message: "good day" }));
    const tokens: unknown[] = [];
    for (let event = await next(); event?.event === "token"; event = await next())
      tokens.push(event.data.token);
    expect(tokens).toEqual(["You ", "said: ", "good ", "day"]);
  });
});

describe("the MCP server", () => {
  const environment = {
    OAUTH_ISSUER: "http://localhost:8080/mcp",
    SYFTHUB_PUBLIC_URL: "http://localhost:8080",
  };

  it.each(["", "/mcp"])("describes its authorization server at the well-known path%s", async (suffix) => {
    const mcp = await start("mcp", environment);
    const answer = await mcp.get(`/.well-known/oauth-authorization-server${suffix}`);
    expect(await answer.json()).toMatchObject({
      issuer: "http://localhost:8080/mcp",
      authorization_endpoint: "http://localhost:8080/mcp/oauth/authorize",
      token_endpoint: "http://localhost:8080/mcp/oauth/token",
      jwks_uri: "http://localhost:8080/api/v1/identity/jwks",
      code_challenge_methods_supported: ["S256"],
    });
  });

  it("speaks JSON-RPC", async () => {
    const mcp = await start("mcp", environment);
    const rpc = async (body: object) => (await mcp.post("/mcp", { jsonrpc: "2.0", ...body })).json();
    expect(await rpc({ id: 1, method: "initialize" })).toMatchObject({
      id: 1,
      result: { serverInfo: { name: "sample" } },
    });
    expect(await rpc({ id: 2, method: "unheard/of" })).toMatchObject({ id: 2, error: { code: -32601 } });
    expect((await mcp.post("/mcp", { jsonrpc: "2.0", method: "notifications/initialized" })).status).toBe(
      202,
    );
  });

  it("streams its own messages to who asks for a stream", async () => {
    const mcp = await start("mcp", environment);
    expect((await mcp.get("/mcp")).status).toBe(406);
    const next = eventsOf(await mcp.get("/mcp", { accept: "text/event-stream" }));
    expect((await next())?.data.method).toBe("notifications/message");
    await mcp.drain();
    expect(await next()).toBeUndefined();
  });
});

describe("mounted sources", () => {
  it.each([
    ["frontend", "src/page.html", "/any/path"],
    ["backend", "src/message.txt", "/api/hello"],
    ["aggregator", "src/message.txt", "/hello"],
    ["mcp", "server.py", "/hello"],
  ] as const)("%s shows an edit of %s at once", async (role, file, path) => {
    const root = await mkdtemp(join(tmpdir(), "sample-"));
    onTestFinished(() => rm(root, { recursive: true }));
    await mkdir(join(root, "src"));
    const service = await start(role, {}, { root });
    expect(await (await service.get(path)).text()).toContain(`there is no ${file} in the mounted sources`);
    for (const text of ["<p>before</p>", "<p>after</p>"]) {
      await writeFile(join(root, file), text);
      expect(await (await service.get(path)).text()).toContain(text);
    }
  });
});
