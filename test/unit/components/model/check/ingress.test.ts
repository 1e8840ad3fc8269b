import { describe, expect, it } from "vitest";
import { check, route, rsa, site, type Ingress, type IngressProps } from "../../../../../components/model";
import { limitsOf } from "../../../../support/limits";
import { image, errors, proxy, shop, web } from "../../../../support/valid";

const found = (change: Partial<IngressProps>) =>
  errors({ ...shop, ingress: { ...proxy, ...change } }).filter((line) => line.startsWith("ingress."));

describe("TLS and its port", () => {
  it("come together or not at all", () => {
    expect(found({ https: undefined })).toEqual([
      "ingress.https: tls needs a port: add https: { port: 443 }, or remove tls",
    ]);
    expect(found({ tls: undefined })).toEqual([
      'ingress.tls: https needs a certificate: add tls with mode "lets-encrypt", "custom" or "self-signed", or remove https',
    ]);
    expect(found({ tls: undefined, https: undefined })).toEqual([]);
  });

  it("need a host to certify", () => {
    expect(found({ hosts: [] })).toEqual(["ingress.hosts: a certificate covers at least one host; name it"]);
  });
});

describe("hosts of a public authority", () => {
  it("are names that the internet knows", () => {
    expect(found({ hosts: ["shop.example.com", "shop.localhost", "intranet"] })).toEqual([
      'ingress.hosts: Let\'s Encrypt issues no certificate for "intranet" and "shop.localhost", which are not public names; use tls mode "self-signed" or "custom", or name a server of your own',
    ]);
  });

  it("may be any names for an authority of one's own", () => {
    const server = "https://ca.example.com/directory";
    const tls = { mode: "lets-encrypt", email: "ops@example.com", server } as const;
    expect(found({ hosts: ["shop.localhost"], tls })).toEqual([]);
  });

  it("have no asterisk: it cannot be proven over HTTP", () => {
    expect(found({ hosts: ["*.example.com"] })).toEqual([
      'ingress.hosts: "*.example.com" cannot be validated over HTTP; name each host, or provide a certificate: tls mode "custom"',
    ]);
  });
});

describe("paths that stay plain", () => {
  it("are answered by a route: its own, one above or one below", () => {
    const routes = [route("/api/", web), route("/open/here", web)];
    expect(found({ routes, plainPaths: ["/api/health", "/open", "/elsewhere"] })).toEqual([
      'ingress.plainPaths: no route answers "/elsewhere"; add one, or remove the path',
    ]);
  });

  it("make no sense where all is plain", () => {
    expect(found({ tls: undefined, https: undefined, plainPaths: ["/api/"] })).toEqual([
      "ingress.plainPaths: nothing is redirected to HTTPS without tls, so nothing can stay plain; remove it",
    ]);
  });
});

describe("a site", () => {
  it("that no route leads to is an error, not left out", () => {
    const pages = site("pages", { image: image("pages"), folder: "/dist" });
    expect(errors({ ...shop, sites: [pages] })).toEqual([
      'sites.pages: no route leads to it; add siteRoute("/", pages) to the ingress, or remove the site',
    ]);
  });
});

const key = rsa("key", { bits: 2048 });
const jwt = { paths: ["/api/"], issuer: "shop", publicKey: key.publicKey };

function told(gateway: Ingress["gateway"]): readonly string[] {
  const system = { ...shop, secrets: [...shop.secrets, key], ingress: { ...proxy, gateway } };
  return check(system, limitsOf("docker"))
    .filter(({ path }) => path.startsWith("ingress."))
    .map(({ path }) => path);
}

describe("the checks of a gateway", () => {
  it("may be asked for all together", () => {
    const all = {
      jwt,
      corsOrigins: ["https://a.example.com", "http://localhost:3000"],
      allowedAddresses: ["10.0.0.0/8", "::1"],
    };
    expect(told(all)).toEqual([]);
  });

  it.each([
    ["a token without issuer and key", { jwt: { paths: ["/"] } }, ["jwt.issuer", "jwt.publicKey"]],
    ["tokens for no path", { jwt: { ...jwt, paths: [] } }, ["jwt.paths"]],
    [
      "a path that does not begin with a slash",
      { jwt: { ...jwt, paths: ["api", "/a b"] } },
      ["jwt.paths", "jwt.paths"],
    ],
    ["an issuer with a space", { jwt: { ...jwt, issuer: "a b" } }, ["jwt.issuer"]],
    ["an origin with a path", { corsOrigins: ["https://a.example.com/"] }, ["corsOrigins"]],
    ["an origin with the usual port", { corsOrigins: ["https://a.example.com:443"] }, ["corsOrigins"]],
    ["any origin", { corsOrigins: ["*"] }, ["corsOrigins"]],
    ["nobody", { allowedAddresses: [] }, ["allowedAddresses"]],
    ["no address range", { allowedAddresses: ["10.0.0.0/33"] }, ["allowedAddresses"]],
  ] as const)("are refused for %s", (_, gateway, places) => {
    expect(told(gateway)).toEqual(places.map((place) => `ingress.gateway.${place}`));
  });
});
