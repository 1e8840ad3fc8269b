import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { request, type IncomingHttpHeaders } from "node:http";
import { expect, it } from "vitest";
import { allowed, issuer, origin } from "./front";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const pem = publicKey.export({ type: "spki", format: "pem" });

/** Whose tokens are taken: the issuer, and the PEM of his key. */
export const tokens = { issuer, key: pem };

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: Buffer;
  readonly told?: {
    readonly path: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly size: number;
  };
}

interface Asking {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly method?: string;
  readonly body?: Buffer;
  readonly chunked?: boolean;
}

/** An engine that is published on a port of the loopback, asked from an address that may pass. */
export interface Asker {
  (path: string, asking?: Asking): Promise<Answer>;
  readonly port: number;
  readonly address: string;
}

export function asker(port: number, address = "127.0.0.1"): Asker {
  const ask = (path: string, { headers = {}, method = "GET", body, chunked = false }: Asking = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const all = {
        host: "shop.example.com",
        "x-forwarded-for": allowed,
        ...(body === undefined || chunked ? {} : { "content-length": String(body.length) }),
        ...headers,
      };
      const given = Object.fromEntries(
        Object.entries(all).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
      );
      const outgoing = request(
        { host: address, port, path, method, headers: given, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const bytes = Buffer.concat(chunks);
            const text = bytes.toString();
            const told = text.startsWith('{"path"') ? { told: JSON.parse(text) as Answer["told"] } : {};
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: text,
              bytes,
              ...told,
            });
          });
        },
      );
      outgoing.on("error", reject);
      if (body !== undefined) outgoing.write(body);
      outgoing.end();
    });
  return Object.assign(ask, { port, address });
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const soon = (): number => Math.floor(Date.now() / 1000) + 600;

/** A token of the issuer, or one that is not what it should be. */
export function token(
  claims: Readonly<Record<string, unknown>> = {},
  { header = {}, key = privateKey }: { readonly header?: object; readonly key?: typeof privateKey } = {},
): string {
  const signed = `${part({ alg: "RS256", typ: "JWT", ...header })}.${part({ iss: issuer, exp: soon(), ...claims })}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key).toString("base64url")}`;
}

function byHmac(): string {
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ iss: issuer, exp: soon() })}`;
  // What it counts on: the public key taken for a shared secret.
  return `${signed}.${createHmac("sha256", pem).update(signed).digest("base64url")}`;
}

function altered(): string {
  const [header, , signature] = token().split(".");
  return `${header}.${part({ iss: issuer, exp: soon(), sub: "admin" })}.${signature}`;
}

/** What is wrong with a token, with the word by which the answer says so. */
const refusals: readonly (readonly [what: string, authorization: () => string | undefined, says: string])[] =
  [
    ["no token", () => undefined, "needed"],
    ["another scheme", () => "Basic dXNlcjpwYXNz", "needed"],
    ["no token after its scheme", () => "Bearer", "needed"],
    ["text", () => "Bearer abc", "malformed"],
    ["parts that are not JSON", () => "Bearer YQ.YQ.YQ", "malformed"],
    ["a list of claims", () => `Bearer ${part({ alg: "RS256" })}.${part([1])}.YQ`, "malformed"],
    ["no signature", () => `Bearer ${token().split(".").slice(0, 2).join(".")}.`, "malformed"],
    [
      "the algorithm none",
      () => `Bearer ${part({ alg: "none" })}.${part({ iss: issuer, exp: soon() })}.YQ`,
      "RS256",
    ],
    ["a signature by HMAC with the public key", () => `Bearer ${byHmac()}`, "RS256"],
    ["the name of another algorithm", () => `Bearer ${token({}, { header: { alg: "RS512" } })}`, "RS256"],
    [
      "extensions that must be understood",
      () => `Bearer ${token({}, { header: { crit: ["b64"] } })}`,
      "extensions",
    ],
    ["the signature of a stranger", () => `Bearer ${token({}, { key: stranger })}`, "signature"],
    ["claims that were altered", () => `Bearer ${altered()}`, "signature"],
    ["another issuer", () => `Bearer ${token({ iss: "https://evil.example.com" })}`, "issuer"],
    ["no issuer", () => `Bearer ${token({ iss: undefined })}`, "issuer"],
    ["no end", () => `Bearer ${token({ exp: undefined })}`, "never expires"],
    ["an end that is text", () => `Bearer ${token({ exp: String(soon()) })}`, "never expires"],
    ["an end that has passed", () => `Bearer ${token({ exp: soon() - 601 })}`, "expired"],
    ["a beginning that is to come", () => `Bearer ${token({ nbf: soon() })}`, "not valid yet"],
  ];

/** The routes, and who is refused whatever he asks for. */
export function answersRoutes(ask: Asker): void {
  it.each([
    ["/plain/x?y=1", 200, "/plain/x?y=1"],
    ["/plain", 404, undefined],
    ["/mcp/tools/list?x=1", 200, "/tools/list?x=1"],
    ["/mcp/", 200, "/"],
    ["/a/x", 200, "/b/x"],
    ["/a/metrics", 404, undefined],
    ["/a/metrics/x", 404, undefined],
    ["/mcp/metrics", 404, undefined],
    ["/mcp/b/metrics/x", 404, undefined],
    ["/c", 200, "/d"],
    ["/c/x", 200, "/d/x"],
    ["/cx", 404, undefined],
    ["/e", 200, "/f"],
    ["/e/x", 404, undefined],
    ["/metrics", 404, undefined],
    ["/metrics/x", 404, undefined],
    ["/", 404, undefined],
  ])("answers %s with %i", async (path, status, sent) => {
    const { status: got, told } = await ask(path);
    expect({ status: got, sent: told?.path }).toEqual({ status, sent });
  });

  it("knows its hosts, and refuses all others", async () => {
    expect((await ask("/any", { headers: { host: "api.example.com" } })).told?.path).toBe("/any");
    expect((await ask("/plain/x", { headers: { host: "evil.example.com" } })).status).toBe(421);
  });

  it("sends the system's headers and a route's own", async () => {
    const { headers } = await ask("/e");
    expect(headers).toMatchObject({ "x-frame-options": "DENY", "x-own": "yes" });
  });

  it("gives each request an ID, and keeps one that came with it", async () => {
    const made = await ask("/plain/x");
    expect(made.headers["x-request-id"]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(made.told?.headers["x-request-id"]).toBe(made.headers["x-request-id"]);
    const kept = await ask("/plain/x", { headers: { "x-request-id": "order-4711" } });
    expect([kept.headers["x-request-id"], kept.told?.headers["x-request-id"]]).toEqual([
      "order-4711",
      "order-4711",
    ]);
    const unfit = await ask("/plain/x", { headers: { "x-request-id": "a b;c" } });
    expect(unfit.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("tells a service who asked, and nothing that a client made up", async () => {
    const lies = {
      forwarded: "for=198.51.100.1",
      "x-original-url": "/metrics",
      "x-consumer-username": "admin",
    };
    const { told } = await ask("/plain/x", { headers: lies });
    expect(JSON.stringify(told?.headers)).not.toMatch(/198\.51\.100\.1|\/metrics|admin/);
    expect(told?.headers["x-forwarded-for"]).toContain(allowed);
  });

  it("refuses a body that is too large, whether its length is told or not", async () => {
    const send = async (size: number, chunked: boolean) =>
      (await ask("/small", { method: "POST", body: Buffer.alloc(size), chunked })).status;
    expect(await Promise.all([send(1024, false), send(1025, false)])).toEqual([200, 413]);
    expect(await Promise.all([send(1000, true), send(300_000, true)])).toEqual([200, 413]);
  });

  it("limits how often an address asks", async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 4; index++) statuses.push((await ask("/limited")).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  it("passes events on as they come", async () => {
    const began = Date.now();
    const first = await new Promise<number>((resolve, reject) => {
      const headers = { host: "shop.example.com", "x-forwarded-for": allowed };
      request({ host: ask.address, port: ask.port, path: "/events", headers, agent: false }, (response) => {
        response.once("data", () => resolve(Date.now() - began));
        response.resume();
      })
        .on("error", reject)
        .end();
    });
    expect(first).toBeLessThan(600);
  });

  it("opens a WebSocket", async () => {
    const headers = {
      ...{
        host: "shop.example.com",
        "x-forwarded-for": allowed,
        connection: "Upgrade",
        upgrade: "websocket",
      },
      ...{ "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", "sec-websocket-version": "13" },
    };
    const echoed = await new Promise<string>((resolve, reject) => {
      const outgoing = request({ host: ask.address, port: ask.port, path: "/socket", headers, agent: false });
      outgoing.on("error", reject);
      outgoing.on("response", ({ statusCode }) => reject(new Error(`answered ${statusCode}`)));
      outgoing.on("upgrade", (_response, socket) => {
        socket.once("data", (data: Buffer) => {
          socket.destroy();
          resolve(data.toString());
        });
        socket.write("hello");
      });
      outgoing.end();
    });
    expect(echoed).toBe("hello");
  });
}

/** Tokens, origins and addresses. */
export function checksAsGateway(ask: Asker): void {
  it.each(refusals)("refuses %s", async (_what, authorization, says) => {
    const given = authorization();
    const headers: Asking["headers"] = given === undefined ? {} : { authorization: given };
    const { status, headers: got, body, told } = await ask("/secured/x", { headers });
    expect([status, told, got["content-type"], got["www-authenticate"]]).toEqual([
      401,
      undefined,
      "application/json",
      "Bearer",
    ]);
    expect(JSON.parse(body)).toEqual({
      error: "unauthorized",
      message: expect.stringContaining(says) as string,
    });
  });

  it("refuses two tokens, of which a service could read the other", async () => {
    const authorization = [`Bearer ${token()}`, `Bearer ${token()}`];
    const { status, told } = await ask("/secured/x", { headers: { authorization } });
    expect([400, 401]).toContain(status);
    expect(told).toBeUndefined();
  });

  it("takes a token of the issuer, and tells the service whose it was", async () => {
    const lies = { "x-credential-identifier": "admin", "x-consumer-username": "admin" };
    const authorization = `bearer ${token({ nbf: soon() - 700 })}`;
    const { status, told } = await ask("/secured/x", { headers: { ...lies, authorization } });
    expect([status, told?.path]).toEqual([200, "/secured/x"]);
    expect(told?.headers["x-credential-identifier"]).toBe(issuer);
    expect(JSON.stringify(told?.headers)).not.toContain("admin");
    expect(
      (await ask("/plain/x", { headers: lies })).told?.headers["x-credential-identifier"],
    ).toBeUndefined();
    const large = Buffer.alloc(100_000);
    expect(
      (await ask("/secured/x", { method: "POST", body: large, headers: { authorization } })).told?.size,
    ).toBe(large.length);
  });

  it.each([
    "/secured/",
    "/plain/deep",
    "/plain/deep/x",
    "/plain/%64eep/x",
    "/plain//deep/x",
    "/plain/a/../deep/x",
  ])("asks for one at %s", async (path) => {
    expect((await ask(path)).status).toBe(401);
    expect((await ask(path, { headers: { authorization: `Bearer ${token()}` } })).status).toBe(200);
  });

  it("asks for none beside those paths, and leaves a service's own 401 alone", async () => {
    expect((await ask("/plain/deeper")).status).toBe(200);
    const own = await ask("/plain/own-401");
    expect([own.status, own.told?.path]).toEqual([401, "/plain/own-401"]);
  });

  it("answers preflights, and tells browsers who may read", async () => {
    const preflight = (from: string) =>
      ask("/secured/x", {
        method: "OPTIONS",
        headers: {
          origin: from,
          "access-control-request-method": "PUT",
          "access-control-request-headers": "authorization",
        },
      });
    const known = await preflight(origin);
    expect([known.status, known.told]).toEqual([204, undefined]);
    expect(known.headers).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": expect.stringMatching(/authorization/i) as string,
    });
    expect(known.headers["access-control-allow-methods"]).toContain("PUT");
    expect(
      (await preflight("https://evil.example.com")).headers["access-control-allow-origin"],
    ).toBeUndefined();
    const read = await ask("/plain/x", { headers: { origin } });
    expect([read.status, read.headers["access-control-allow-origin"]]).toEqual([200, origin]);
    const refused = await ask("/secured/x", { headers: { origin } });
    expect([refused.status, refused.headers["access-control-allow-origin"]]).toEqual([401, origin]);
    const foreign = await ask("/plain/x", { headers: { origin: "https://evil.example.com" } });
    expect(foreign.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("lets nobody in from other addresses", async () => {
    const from = (address: string, path = "/plain/x") =>
      ask(path, { headers: { "x-forwarded-for": address } });
    const refused = await from("203.0.113.9");
    expect([refused.status, refused.headers["content-type"]]).toEqual([403, "application/json"]);
    expect(JSON.parse(refused.body)).toMatchObject({ error: "forbidden" });
    expect((await from("203.0.113.9", "/secured/x")).status).toBe(403);
    // A client that puts an address in front of his own is still who he is.
    expect((await from(`${allowed}, 203.0.113.9`)).status).toBe(403);
    expect((await from("2001:db8::1")).status).toBe(200);
  });
}
