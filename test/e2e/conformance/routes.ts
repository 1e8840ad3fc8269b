import { beforeAll, describe, expect, it } from "vitest";
import { ask, opened, type Listening } from "../production/support/client";

/** What is asked: SyftHub behind our nginx, wherever it runs. */
export interface Asked {
  readonly listening: Listening;
  /** URL that people know it by, without a slash at its end. */
  readonly origin: string;
  /** Whether the health check is answered over plain HTTP; a load balancer of AWS leads all to HTTPS. */
  readonly plainHealth: boolean;
}

/** The table of requests that every target answers alike. */
export function routesFromOutside(asked: () => Asked): void {
  const subject = (): Listening => asked().listening;

  /** When each server-sent event of a stream arrived, in milliseconds since it was asked for. */
  async function arrivals(path: string): Promise<readonly number[]> {
    const began = Date.now();
    const response = await opened(subject(), path, { headers: { accept: "text/event-stream" } });
    const found: number[] = [];
    for await (const chunk of response) {
      const count = String(chunk)
        .split("\n\n")
        .filter((text) => text.includes("data:")).length;
      for (let index = 0; index < count; index++) found.push(Date.now() - began);
    }
    return found;
  }

  describe("the way in", () => {
    let silent: Promise<readonly number[]>;

    // Asked for at once: it is silent while the others are checked.
    beforeAll(() => {
      silent = arrivals("/aggregator/stream?silence=61&events=2");
      // Whoever waits for it hears of a failure.
      silent.catch(() => undefined);
    });

    describe("the routes from outside", () => {
      it.each([
        ["/api/v1/anything", "backend"],
        ["/docs", "backend"],
        ["/redoc", "backend"],
        ["/openapi.json", "backend"],
        ["/health", "backend"],
        ["/mcp/tools", "mcp"],
        ["/aggregator/health", "aggregator"],
        ["/.well-known/oauth-authorization-server/mcp", "mcp"],
      ])("send %s to %s", async (path, service) => {
        const { headers, status } = await ask(subject(), path);
        expect({ service: headers["x-sample"], status }).toEqual({ service, status: 200 });
      });

      it.each(["/", "/some/page", "/docsearch"])("send %s to the site", async (path) => {
        const { status, body, headers } = await ask(subject(), path);
        expect({ status, page: body.includes("<html"), service: headers["x-sample"] }).toEqual({
          status: 200,
          page: true,
          service: undefined,
        });
      });

      it("rewrite /mcp/ and /aggregator/ to the service's own root", async () => {
        const path = async (way: string) =>
          (JSON.parse((await ask(subject(), way)).body) as { path: string }).path;
        expect(await path("/mcp/tools/list?x=1")).toBe("/tools/list");
        expect(await path("/aggregator/v1/query")).toBe("/v1/query");
      });

      it("lead to HTTPS, but for a health check that is answered in clear", async () => {
        const plain = await ask(subject(), "/docs", { plain: true });
        expect(plain.status).toBe(301);
        expect(plain.headers.location).toMatch(/^https:\/\//);
        expect((await ask(subject(), "/health", { plain: true })).status).toBe(
          asked().plainHealth ? 200 : 301,
        );
      });

      it("announce the issuer under the public address", async () => {
        const { body } = await ask(subject(), "/.well-known/oauth-authorization-server/mcp");
        expect(JSON.parse(body)).toMatchObject({ issuer: `${asked().origin}/mcp` });
      });

      it("carry the system's headers, and a correlation ID once", async () => {
        const { headers } = await ask(subject(), "/api/v1/anything", {
          headers: { "x-correlation-id": "order-4711" },
        });
        expect(headers["x-correlation-id"]).toBe("order-4711");
        expect(headers["strict-transport-security"]).toContain("max-age=63072000");
        const unfit = await ask(subject(), "/api/v1/anything", { headers: { "x-correlation-id": "a b;c" } });
        expect(unfit.headers["x-correlation-id"]).toMatch(/^[0-9a-f-]{36}$/);
      });
    });

    describe("streams", () => {
      it("arrive one by one, not in batches", async () => {
        const found = await arrivals("/aggregator/stream?events=5&every=300");
        const gaps = found.slice(1).map((time, index) => time - (found[index] ?? 0));
        expect(gaps).toHaveLength(4);
        expect(Math.min(...gaps)).toBeGreaterThan(50);
      });

      it("survive a minute of silence", { timeout: 120_000 }, async () => {
        const found = await silent;
        expect(found).toHaveLength(2);
        expect(found[1]).toBeGreaterThanOrEqual(60_000);
      });
    });
  });
}
