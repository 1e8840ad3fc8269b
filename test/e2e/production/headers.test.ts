import { describe, expect, inject, it } from "vitest";
import { ask, type Answer } from "./support/client";

const production = inject("production");

/** What the reference asks of every answer over HTTPS. */
const wanted = {
  "strict-transport-security": "max-age=63072000",
  "x-frame-options": "SAMEORIGIN",
  "x-content-type-options": "nosniff",
  "x-xss-protection": "1; mode=block",
  "referrer-policy": "strict-origin-when-cross-origin",
};

/** The header checks of an HTTP observatory that hold for a system whose pages are its own. */
function faultsOf({ headers }: Answer): readonly string[] {
  const age = Number(/max-age=(\d+)/.exec(headers["strict-transport-security"] ?? "")?.[1] ?? 0);
  return [
    ...(age >= 15_768_000 ? [] : ["HSTS is shorter than six months"]),
    ...(headers["x-content-type-options"] === "nosniff" ? [] : ["types may be guessed"]),
    ...(/^(DENY|SAMEORIGIN)$/.test(String(headers["x-frame-options"])) ? [] : ["others may frame it"]),
    ...(/^(no-referrer|same-origin|strict-origin)/.test(String(headers["referrer-policy"]))
      ? []
      : ["addresses are told to others"]),
    ...(/\d/.test(String(headers.server ?? "")) ? ["the server's version is told"] : []),
    ...(headers["x-powered-by"] === undefined ? [] : ["the software is told"]),
    ...(headers["access-control-allow-origin"] === "*" ? ["every origin may read it"] : []),
    ...((headers["set-cookie"] ?? []).every((cookie) => /;\s*secure/i.test(cookie))
      ? []
      : ["an open cookie"]),
  ];
}

const kinds = [
  ["the site's page", "/", 200],
  ["a site's file", "/page.css", 200],
  ["a site's unknown page", "/some/page", 200],
  ["a site's missing file", "/missing.js", 404],
  ["a service", "/api/v1/echo", 200],
  ["a service's error", "/api/v1/token/verify", 401],
  ["a stream", "/aggregator/stream?events=1&every=1", 200],
  ["a request that is no HTTP to speak of", "/%", 400],
] as const;

describe("every answer over HTTPS", () => {
  it.each(kinds)("has the security headers: %s", async (_, path, status) => {
    const answer = await ask(production, path);
    expect(answer.status).toBe(status);
    const got = Object.fromEntries(Object.keys(wanted).map((name) => [name, answer.headers[name]]));
    expect(got).toEqual(wanted);
    expect(faultsOf(answer)).toEqual([]);
  });

  it("has each header once, whatever the service sends", async () => {
    const { headers } = await ask(production, "/api/v1/echo");
    // Node.js joins repeated headers with a comma.
    for (const name of Object.keys(wanted)) expect(headers[name]).not.toContain(",");
    expect(headers["x-correlation-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("answers over plain HTTP", () => {
  it.each(["/", "/health"])("promise nothing about HTTPS: %s", async (path) => {
    const { headers } = await ask(production, path, { plain: true });
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });
});

describe("compression", () => {
  it.each(["/", "/page.css", "/openapi.json"])("makes %s smaller for those who take it", async (path) => {
    const [plain, compressed] = await Promise.all([
      ask(production, path),
      ask(production, path, { headers: { "accept-encoding": "gzip" } }),
    ]);
    expect(compressed.headers["content-encoding"]).toBe("gzip");
    expect(compressed.headers.vary).toContain("Accept-Encoding");
    expect(plain.headers["content-encoding"]).toBeUndefined();
  });
});
