import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Ingress } from "../../../../../components/model";
import { renderTraefikFiles, renderTraefikPod } from "../../../../../components/render/traefik/pod";
import { inPod } from "../../../../support/pod-script";
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

  it("names a Service by its address, and puts a renewed certificate in force where Traefik sees it", async () => {
    const mounted = Object.fromEntries(
      Object.entries(files()).map(([path, text]) => [`run/configuration/${path}`, text]),
    );
    const certificate = { "run/certificate/tls.crt": "one\n", "run/certificate/tls.key": "key\n" };
    const programs = {
      getent: 'case $2 in api) echo "10.96.0.7  api.shop.svc" ;; web) echo "fd00::7  web.shop.svc" ;; esac',
      traefik: "while :; do sleep 1; done",
    };
    const script = renderTraefikPod({ names: ["web", "api"], tls: true, tokens: false });
    await inPod(script, { ...mounted, ...certificate }, programs, async (pod) => {
      const live = "var/lib/traefik";
      await pod.until(`${live}/tls/pair.pem`, "one\nkey\n");
      const routes = pod.read(`${live}/dynamic/routes.yml`) ?? "";
      expect(routes).toContain('- url: "http://10.96.0.7:8000"');
      expect(routes).toContain('- url: "http://[fd00::7]:3000"');
      // By which `verify` knows the release.
      expect(pod.read(`${live}/routes.yml`)).toBe(files()["routes.yml"]);
      const before = pod.inode(`${live}/dynamic/tls.yml`);
      pod.write("run/certificate/tls.crt", "two\n");
      await pod.until(`${live}/tls/pair.pem`, "two\nkey\n");
      // Traefik looks at a certificate when the file that names it is another.
      await expect.poll(() => pod.inode(`${live}/dynamic/tls.yml`)).not.toBe(before);
      expect(pod.read(`${live}/dynamic/tls.yml`)).toBe(files()["tls.yml"]);
    });
  });
});
