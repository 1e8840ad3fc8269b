import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInternal, rsa, type Ingress } from "../../../../../components/model";
import { renderJwtFile, renderNginx } from "../../../../../components/render/nginx";
import { fewInternal, fewPaths, fewRoutes } from "../../../../support/arbitrary.routes";
import { nginxFaults, nginxOutcome, parseNginx } from "../../../../support/nginx-conf";
import { proxy } from "../../../../support/valid";

const issuer = "https://id.example.com";
const { publicKey } = rsa("key", { bits: 2048 });
const host = "shop.example.com";

function conf(change: Partial<Ingress>): string {
  const ingress = { ...proxy, tls: undefined, https: undefined, limits: undefined, ...change };
  const names = new Set(ingress.routes.flatMap(({ to }) => ("service" in to ? [to.service] : [])));
  const site = {
    name: "pages",
    kind: "site" as const,
    folder: "/dist",
    image: { name: "p", reference: "p:1" },
  };
  return (
    renderNginx(ingress, {
      upstreams: Object.fromEntries([...names].map((name) => [name, { servers: ["a"], port: 8000 }])),
      sites: { pages: { site, release: "1" } },
      ...{ folder: "/etc/trireme", listen: 8080, internal: 8081, logs: "json", unknownHosts: "refused" },
    })["nginx.conf"] ?? ""
  );
}

const guarded = (paths: readonly string[]) => ({ jwt: { paths, issuer, publicKey } });

describe("paths that need a token", () => {
  it("are those named and all below them, and every request goes where it went without", () => {
    const paths = fc.uniqueArray(fewPaths, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fewRoutes, fewInternal, paths, fewPaths, (routes, internalPaths, needed, path) => {
        const change: Partial<Ingress> = { routes: routes, internalPaths };
        const text = conf({ ...change, gateway: guarded(needed) });
        expect(nginxFaults(text)).toEqual([]);
        const asked = { port: 8080, host, path };
        const without = nginxOutcome(parseNginx(conf(change)), asked);
        const got = nginxOutcome(parseNginx(text), asked);
        const asks = !("status" in without) && isInternal({ internalPaths: needed }, path);
        expect(got).toEqual(asks ? { ...without, guarded: true } : without);
      }),
      { numRuns: 500 },
    );
  });

  it("cost those nothing who ask for none", () => {
    const text = conf({});
    for (const word of ["load_module", "js_", "auth_request", "X-Consumer", "$preflight", "$forbidden"])
      expect(text).not.toContain(word);
    const cors = conf({ gateway: { corsOrigins: ["https://shop.example.com"] } });
    expect(cors).not.toContain("load_module");
  });
});

describe("the file of an issuer", () => {
  const pem = (bits: number, format: "spki" | "pkcs1") =>
    generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({
      type: format,
      format: "pem",
    }) as string;

  it("has its key in one form, whatever form it comes in", () => {
    for (const format of ["spki", "pkcs1"] as const) {
      const { key, issuer: of } = JSON.parse(renderJwtFile(issuer, pem(2048, format))) as Record<
        string,
        string
      >;
      expect(of).toBe(issuer);
      expect(Buffer.from(key ?? "", "base64").subarray(0, 2)).toEqual(Buffer.from([0x30, 0x82]));
    }
  });

  it("is refused with a key that RS256 does not allow, or with none", () => {
    const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({
      type: "spki",
      format: "pem",
    });
    for (const key of [pem(1024, "spki"), curve as string, "secret"])
      expect(() => renderJwtFile(issuer, key)).toThrow(/RSA public key of 2048 bits/);
  });
});
