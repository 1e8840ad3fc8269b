import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Ingress } from "../../../../../components/model";
import { renderTraefikFiles, renderTraefikPod } from "../../../../../components/render/traefik/pod";
import { proxy } from "../../../../support/valid";

const ingress: Ingress = {
  ...proxy,
  engine: "traefik",
  version: "3.7",
  tls: { mode: "self-signed" },
  limits: undefined,
};
const upstreams = {
  api: { servers: ["api"], port: 8000 },
  web: { servers: ["web"], port: 3000 },
};
const files = (change: Partial<Ingress> = {}) =>
  renderTraefikFiles({ ...ingress, ...change }, { upstreams, unknownHosts: "refused" });

interface Routes {
  readonly http: {
    readonly routers: Readonly<Record<string, { readonly service: string }>>;
    readonly middlewares: Readonly<Record<string, { readonly retry?: { readonly attempts: number } }>>;
    readonly services: Readonly<
      Record<string, { readonly loadBalancer: { readonly servers: readonly { readonly url: string }[] } }>
    >;
    readonly serversTransports: Readonly<Record<string, { readonly maxIdleConnsPerHost: number }>>;
  };
}

describe("the files of a pod of Traefik", () => {
  const { http } = parse(files()["routes.yml"] ?? "") as Routes;

  it("have every route with the server that it leads to", () => {
    const used = Object.values(http.routers).map(({ service }) => service);
    const own = used.filter((name) => !name.includes("@"));
    expect(new Set(own)).toEqual(new Set(Object.keys(http.services)));
    const urls = Object.values(http.services).flatMap(({ loadBalancer }) => loadBalancer.servers);
    expect([...new Set(urls.map(({ url }) => url))].sort()).toEqual(["http://api:8000", "http://web:3000"]);
  });

  it("keep no connection to a balancer, and ask it often", () => {
    expect(new Set(Object.values(http.serversTransports).map((one) => one.maxIdleConnsPerHost))).toEqual(
      new Set([-1]),
    );
    expect(http.middlewares.retry?.retry?.attempts).toBe(12);
  });

  it("try no instances to come, for no reload brings any", () => {
    expect(Object.keys(http.routers).filter((name) => name.startsWith("next"))).toEqual([]);
    expect(JSON.stringify(http)).not.toContain("@generation@");
  });

  it("have TLS where there is a certificate alone", () => {
    expect(files()).toHaveProperty(["tls.yml"]);
    expect(files({ tls: undefined })).not.toHaveProperty(["tls.yml"]);
  });
});

describe("the script of a pod of Traefik", () => {
  it.each([true, false])("is one that a shell reads, with a certificate and tokens: %s", (all) => {
    const script = renderTraefikPod({ names: ["web", "api"], tls: all, tokens: all });
    expect(spawnSync("sh", ["-n"], { input: script }).stderr.toString()).toBe("");
    expect(script).toContain("for name in api web; do");
    expect(script.includes("watch_certificate &")).toBe(all);
    expect(script.includes("/run/gateway/tokens.yml")).toBe(all);
  });
});
