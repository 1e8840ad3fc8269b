import { Agent, request } from "node:http";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { answersRoutes, asker, checksAsGateway, tokens, type Asker } from "../docker/support/requests";
import { allowed } from "../docker/support/front";
import { thorough } from "../production/support/thorough";
import { objectOf } from "./cluster";
import { ShopStack } from "./shop";
import { tokenKey } from "./shop/gate";
import type { Order } from "./shop/system";

type Front = NonNullable<Order["front"]>;

/** Asks the proxy of a stack that is up by then. */
function later(asking: () => Asker): Asker {
  const ask = async (...args: Parameters<Asker>) => await asking()(...args);
  return Object.defineProperties(ask, {
    port: { get: () => asking().port },
    address: { get: () => asking().address },
  }) as Asker;
}

/** The certificate that is shown to who asks for the gate's name. */
function shown(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, servername: "shop.example.com", rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().subjectaltname ?? "");
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

describe.each(["nginx", "traefik"] as const)(
  "our own proxy as a gateway in a cluster: %s",
  { timeout: 300_000 },
  (engine) => {
    let gate: ShopStack;
    let asking: Asker | undefined;

    const front = async (change: Partial<Front> = {}): Promise<void> =>
      await gate.program.set({ front: JSON.stringify({ engine, image: inject("image"), ...change }) });

    beforeAll(async () => {
      gate = await ShopStack.create("gate");
      await gate.program.set({ provided: JSON.stringify({ [tokenKey]: tokens.key }) });
      await front();
      await gate.up("v1");
      const { hostname, port } = new URL(await gate.address());
      asking = asker(Number(port), hostname);
    });

    afterAll(async () => {
      await gate.remove();
    });

    const ask = later(() => {
      if (asking === undefined) throw new Error("the proxy is not up");
      return asking;
    });
    answersRoutes(ask);
    checksAsGateway(ask);

    it("serves the files of a site", async () => {
      const { status, body, headers } = await ask("/manual/");
      expect([status, headers["x-frame-options"], headers["cache-control"]]).toEqual([
        200,
        "DENY",
        "no-cache",
      ]);
      expect(body).toContain("<html");
      expect((await ask("/manual/none")).status).toBe(404);
    });

    describe.runIf(thorough)("under load", () => {
      /** Clients that keep their connections, and clients that open one for each request, while the body runs. */
      async function failures(body: () => Promise<void>): Promise<Readonly<Record<string, number>>> {
        const counts: Record<string, number> = {};
        const state = { goes: true };
        const agent = new Agent({ keepAlive: true });
        const one = (path: string, method: string, kept: boolean): Promise<string> =>
          new Promise((resolve) => {
            const headers = {
              ...{ host: "shop.example.com", "x-forwarded-for": allowed },
              ...(method === "POST" ? { "content-length": "4" } : {}),
            };
            const outgoing = request(
              {
                ...{ host: ask.address, port: ask.port, path, method, headers },
                ...(kept ? { agent } : { agent: false }),
              },
              (response) => {
                response.on("error", (error) => resolve(String(error)));
                response.on("end", () => resolve(String(response.statusCode)));
                response.resume();
              },
            );
            outgoing.on("error", (error) => resolve(String(error)));
            outgoing.end(method === "POST" ? "body" : undefined);
          });
        const client = async (path: string, method: string, kept: boolean): Promise<void> => {
          while (state.goes) {
            const told = await one(path, method, kept);
            counts[told] = (counts[told] ?? 0) + 1;
          }
        };
        const clients = [true, false].flatMap((kept) => [
          client("/plain/x", "GET", kept),
          client("/plain/x", "POST", kept),
          client("/plain/y", "POST", kept),
        ]);
        try {
          await body();
        } finally {
          state.goes = false;
          await Promise.all(clients);
          agent.destroy();
        }
        console.log(`${engine}: ${JSON.stringify(counts)}`);
        return counts;
      }

      const all200 = { "200": expect.any(Number) as number };

      it("drops no request at a release of the service", async () => {
        expect(await failures(async () => await gate.up("v2"))).toEqual(all200);
      });

      it("drops none at a change of its own, and speaks TLS after it", async () => {
        await front({ header: "two", secure: true });
        expect(await failures(async () => await gate.up("v2"))).toEqual(all200);
        expect((await ask("/plain/x")).headers["x-version"]).toBe("two");
        expect((await ask("/mcp/")).headers.location).toBe("https://shop.example.com/mcp/");
        const { spec } = await objectOf<{
          spec: { ports: readonly { name: string; nodePort: number }[] };
        }>("service", "proxy", "--namespace", gate.namespace);
        const https = spec.ports.find(({ name }) => name === "https")?.nodePort ?? 0;
        expect(await shown(ask.address, https)).toContain("DNS:shop.example.com");
      });
    });
  },
);
