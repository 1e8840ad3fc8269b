import { describe, expect, it } from "vitest";
import {
  ingressAnnotations,
  ingressPath,
  ingressRefusals,
  ingressSpec,
} from "../../../../../components/kubernetes/ingress/ingress.args";
import { ingress, exact, route, type Ingress, type Route } from "../../../../../components/model";
import { orbitspace } from "../../../../../stacks/systems/orbitspace";
import { api, development, proxy, shop, web } from "../../../../support/valid";

const nginx = "nginx.ingress.kubernetes.io";
const compyle = orbitspace({ ...development, name: "production", domain: "compyle.example.com" });
const routes = compyle.ingress?.routes ?? [];
const annotations = (at: number) =>
  ingressAnnotations(compyle.ingress as Ingress, routes[at] as Route, {
    regular: true,
    issuer: "letsencrypt-prod",
  });
const set = (one: Ingress) => ingressRefusals(one).filter((refusal) => refusal.set);

describe("Orbitspace behind ingress-nginx", () => {
  it("has the annotations of its reference", () => {
    expect(annotations(0)).toEqual({
      "cert-manager.io/cluster-issuer": "letsencrypt-prod",
      [`${nginx}/limit-rpm`]: "60",
      [`${nginx}/limit-burst-multiplier`]: "1",
      [`${nginx}/proxy-body-size`]: "100m",
      [`${nginx}/proxy-connect-timeout`]: "600",
      [`${nginx}/proxy-send-timeout`]: "600",
      [`${nginx}/proxy-read-timeout`]: "600",
      [`${nginx}/proxy-buffer-size`]: "16k",
      [`${nginx}/proxy-next-upstream`]: "error",
      [`${nginx}/proxy-next-upstream-tries`]: "3",
      [`${nginx}/proxy-next-upstream-timeout`]: "5",
      [`${nginx}/rewrite-target`]: "/agents/$1",
      [`${nginx}/ssl-redirect`]: "true",
      [`${nginx}/use-regex`]: "true",
    });
    expect(annotations(1)[`${nginx}/proxy-buffering`]).toBe("off");
    expect(annotations(2)[`${nginx}/proxy-read-timeout`]).toBe("3600");
  });

  it("has an Ingress for each route, with the certificate of all hosts", () => {
    expect(
      ingressSpec(compyle, compyle.ingress as Ingress, routes[2] as Route, {
        class: "nginx",
        secret: "proxy-tls",
      }),
    ).toEqual({
      ingressClassName: "nginx",
      tls: [{ hosts: ["compyle.example.com", "www.compyle.example.com"], secretName: "proxy-tls" }],
      rules: ["compyle.example.com", "www.compyle.example.com"].map((host) => ({
        host,
        http: {
          paths: [
            {
              path: "/",
              pathType: "ImplementationSpecific",
              backend: { service: { name: "nextjs", port: { name: "main" } } },
            },
          ],
        },
      })),
    });
  });

  it("is refused nothing", () => {
    expect(set(compyle.ingress as Ingress)).toEqual([]);
  });
});

describe("a path", () => {
  it("stays one where nothing is rewritten", () => {
    expect(ingressPath(exact("/health", api), false)).toEqual({ path: "/health", pathType: "Exact" });
    expect(ingressPath(route("/docs", api), false)).toEqual({ path: "/docs", pathType: "Prefix" });
  });

  it("as a regular expression covers whole segments, and nothing beside", () => {
    const covers = (one: Route, path: string) =>
      new RegExp(`^${ingressPath(one, true).path}`, "i").test(path);
    const docs = route("/docs", api);
    expect(["/docs", "/docs/a", "/docsX", "/doc"].map((path) => covers(docs, path))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const one = exact("/a.json", api);
    expect(["/a.json", "/a.json/b", "/aXjson"].map((path) => covers(one, path))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("what ingress-nginx cannot do", () => {
  const told = (change: Partial<Ingress>) => set({ ...proxy, ...change }).map(({ path }) => path);

  it("is refused by its path", () => {
    expect(told({})).toEqual([]);
    expect(told({ correlationHeader: "X-ID" })).toEqual(["ingress.correlationHeader"]);
    expect(told({ internalPaths: ["/metrics"] })).toEqual(["ingress.internalPaths"]);
    expect(told({ plainPaths: ["/api/health"] })).toEqual(["ingress.plainPaths"]);
    expect(told({ plainPaths: ["/api"] })).toEqual([]);
    // A prefix is for its bare path as well, which the model redirects here.
    const bare = { routes: [route("/a", api), route("/", web)], plainPaths: ["/a/"] };
    expect(told(bare)).toEqual(["ingress.plainPaths"]);
    expect(told({ routes: [route("/a/", api)] })).toEqual(['ingress.routes "/a/"']);
    expect(
      told({ routes: [exact("/a/b", api), route("/a/", api, { rewrite: "/" }), route("/", api)] }),
    ).toEqual(['ingress.routes[0] "/a/b"']);
    expect(told({ routes: [route("/@a", api)] })).toEqual(['ingress.routes[0] "/@a"']);
    expect(told({ trustedProxies: ["10.0.0.0/8"] })).toEqual(["ingress.trustedProxies"]);
    expect(told({ maxHeaders: "32Ki" })).toEqual(["ingress.maxHeaders"]);
    const limit = { zone: "logins", burst: 5 };
    expect(told({ routes: [route("/a", api, { limit }), route("/b", api, { limit })] })).toEqual([
      "ingress.limits.logins",
    ]);
  });

  it("is told with what to write instead", () => {
    const site = { ...proxy, routes: [{ match: "prefix", path: "/", to: { site: "app" } }] } as Ingress;
    expect(set(site)).toEqual([
      {
        path: 'ingress.routes[0] "/"',
        set: true,
        message:
          "ingress-nginx serves no files of its own; set trireme:kubernetes.ingress.kind to proxy, or serve the site by a service",
      },
    ]);
  });
});

it("names the hosts that no other route does", () => {
  const entry = ingress("proxy", {
    version: "1.30",
    hosts: ["shop.example.com", "api.example.com"],
    http: { port: 80 },
    routes: [route("/", api, { host: "api.example.com" }), route("/web", api)],
  });
  const rules = ingressSpec(shop, entry, entry.routes[1] as Route, { class: "nginx" }).rules as {
    host: string;
  }[];
  expect(rules.map(({ host }) => host)).toEqual(["shop.example.com"]);
});
