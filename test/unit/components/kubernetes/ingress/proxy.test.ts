import { describe, expect, it } from "vitest";
import { Proxy } from "../../../../../components/kubernetes/ingress/proxy";
import { servicePorts, urlOf } from "../../../../../components/kubernetes/ingress/proxy.args";
import { site, siteRoute, type Ingress, type Site } from "../../../../../components/model";
import { context } from "../../../../support/kubernetes-context";
import { deploy, listed, only, valueOf, type Deployment } from "../../../../support/mocks";
import { image, proxy, web } from "../../../../support/valid";
import { route } from "../../../../../components/model";

const secure: Ingress = { ...proxy, tls: { mode: "self-signed" } };
const app = site("app", { image: image("app"), folder: "/srv/app", fallback: "/index.html" });
const services = { api: { service: "api", port: 8000 }, web: { service: "web", port: 3000 } };

const made = (
  ingress: Ingress,
  sites: readonly Site[] = [],
  kind: "LoadBalancer" | "NodePort" = "LoadBalancer",
) =>
  deploy(
    () =>
      new Proxy(context, {
        ingress,
        services,
        sites,
        logs: "json",
        unknownHosts: "refused",
        drain: "60s",
        kind,
        replicas: 2,
        after: [],
      }),
  );
const configuration = (deployed: Deployment<unknown>) =>
  only(deployed, "ConfigMap", "shop-dev-proxy-configuration").inputs.data as Record<string, string>;
const pod = (deployed: Deployment<unknown>) =>
  (
    only(deployed, "Deployment", "shop-dev-proxy").inputs.spec as {
      template: { spec: Record<string, unknown> };
    }
  ).template.spec;

describe("our own proxy", () => {
  it("is nginx with the configuration of the routes, rolled out again with each of them", async () => {
    const deployed = await made(secure);
    expect(listed(deployed)).toEqual([
      "Deployment shop-dev-proxy",
      "ConfigMap shop-dev-proxy-configuration",
      "Secret shop-dev-proxy-certificate",
      "Service shop-dev-proxy",
      "ServiceAccount shop-dev-proxy",
      "PodDisruptionBudget shop-dev-proxy",
      "PrivateKey shop-dev-proxy-certificate",
      "SelfSignedCert shop-dev-proxy-certificate",
      "Certificates shop-dev-proxy-certificates",
      "Proxy shop-dev-proxy",
    ]);
    const files = configuration(deployed);
    expect(Object.keys(files).sort()).toEqual(["nginx.conf", "servers.api", "servers.web"]);
    expect(only(deployed, "ConfigMap", "shop-dev-proxy-configuration").inputs.metadata).not.toHaveProperty(
      "name",
    );
    expect(pod(deployed).volumes).toContainEqual({
      name: "configuration",
      configMap: {
        name: "shop-dev-proxy-configuration-0a1b2c3",
        items: [
          { key: "nginx.conf", path: "nginx.conf" },
          { key: "servers.api", path: "servers/api" },
          { key: "servers.web", path: "servers/web" },
        ],
      },
    });
  });

  it("names the balancer in front of a service often, and no connection of it for long", async () => {
    const files = configuration(await made(secure));
    expect(files["servers.api"]).toBe("server api:8000 max_fails=0;\n".repeat(12));
    expect(files["nginx.conf"]).toContain("keepalive_time 5s;");
    expect(files["nginx.conf"]).not.toMatch(/resolver|next-api/);
  });

  it("finishes what it holds, as long as the longest of its services would", async () => {
    expect(pod(await made(secure))).toMatchObject({ terminationGracePeriodSeconds: 70 });
  });

  it("lets a site's own image bring its files", async () => {
    const ingress = { ...secure, routes: [route("/api/", web), siteRoute("/", app)] };
    const deployed = await made(ingress, [app]);
    const [init] = pod(deployed).initContainers as { name: string; image: string; command: string[] }[];
    expect(init).toMatchObject({ name: "site-app", image: "ghcr.io/your-org/shop-app:v1" });
    const release = configuration(deployed)["sites.app"] ?? "";
    expect(release).toMatch(/^[0-9a-f]{12}$/);
    expect(init?.command.at(-1)).toContain(`/srv/sites/app/${release}`);
  });

  it("has a certificate through cert-manager where an authority issues it", async () => {
    const issued = { ...context, settings: { ...context.settings, issuer: "letsencrypt-prod" } };
    const deployed = await deploy(
      () =>
        new Proxy(issued, {
          ingress: proxy,
          services,
          sites: [],
          logs: "json",
          unknownHosts: "refused",
          drain: "0s",
          kind: "LoadBalancer",
          replicas: 1,
          after: [],
        }),
    );
    expect(only(deployed, "Certificate", "shop-dev-proxy-certificate").inputs).toMatchObject({
      apiVersion: "cert-manager.io/v1",
      spec: {
        secretName: "proxy-tls",
        dnsNames: ["shop.example.com"],
        issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-prod" },
      },
    });
    expect(pod(deployed).volumes).toContainEqual({
      name: "certificate",
      secret: { secretName: "proxy-tls" },
    });
    expect(listed(deployed)).not.toContain("PodDisruptionBudget shop-dev-proxy");
  });

  it("keeps the clients' addresses", async () => {
    expect(only(await made(secure), "Service", "shop-dev-proxy").inputs.spec).toMatchObject({
      type: "LoadBalancer",
      externalTrafficPolicy: "Local",
    });
  });

  it("tells where people open the system", async () => {
    expect(await valueOf((await made(secure)).result.url)).toBe("https://shop.example.com");
    expect(urlOf({ ...secure, https: { port: 30443 } })).toBe("https://shop.example.com:30443");
    expect(urlOf({ ...secure, tls: undefined })).toBe("http://shop.example.com");
  });

  it("opens the same ports on nodes, where it is to", () => {
    expect(servicePorts({ ...secure, http: { port: 30080 }, https: { port: 30443 } }, "NodePort")).toEqual([
      { name: "http", port: 30080, targetPort: "http", protocol: "TCP", nodePort: 30080 },
      { name: "https", port: 30443, targetPort: "https", protocol: "TCP", nodePort: 30443 },
    ]);
  });

  describe("by another engine", () => {
    const traefik: Ingress = { ...secure, engine: "traefik", version: "3.7", limits: undefined };
    const kong: Ingress = { ...traefik, engine: "kong", version: "3.9" };
    const container = (deployed: Deployment<unknown>) => (pod(deployed).containers as Container[])[0];
    interface Container {
      readonly image: string;
      readonly command: readonly string[];
      readonly args?: readonly string[];
      readonly env: readonly { readonly name: string; readonly value?: string }[];
      readonly readinessProbe: object;
      readonly lifecycle: object;
    }

    it("is Traefik, whose routes lead to the balancers in front of the pods", async () => {
      const deployed = await made(traefik);
      const files = configuration(deployed);
      expect(Object.keys(files).sort()).toEqual([
        ...["plugin..traefik.yml", "plugin.ingress.go", "plugin.tokens.go"],
        ...["routes.yml", "tls.yml"],
      ]);
      expect(files["routes.yml"]).toContain('- url: "http://api:8000"');
      const found = container(deployed);
      expect(found).toMatchObject({
        image: "traefik:v3.7",
        lifecycle: { preStop: { sleep: { seconds: 10 } } },
      });
      // Two seconds before it would be killed.
      expect(found?.args).toContain("--entryPoints.web.transport.lifeCycle.graceTimeOut=58s");
      expect(pod(deployed)).toMatchObject({ terminationGracePeriodSeconds: 70 });
    });

    it("is Kong, which a kubelet asks for its health and which keeps no connection to a balancer", async () => {
      const deployed = await made(kong);
      expect(Object.keys(configuration(deployed))).toEqual(["kong.yml"]);
      expect(configuration(deployed)["kong.yml"]).toContain('  - target: "api:8000"');
      const found = container(deployed);
      expect(found).toMatchObject({
        image: "kong:3.9",
        readinessProbe: { httpGet: { path: "/status/ready", port: "status" } },
      });
      const env = Object.fromEntries((found?.env ?? []).map(({ name, value }) => [name, value]));
      expect(env).toMatchObject({
        KONG_STATUS_LISTEN: "0.0.0.0:8081",
        KONG_UPSTREAM_KEEPALIVE_POOL_SIZE: "0",
        KONG_ADMIN_LISTEN: "off",
      });
      const own = { ...kong, settings: { upstream_keepalive_pool_size: "64" } };
      const kept = container(await made(own))?.env.find(({ name }) => name.endsWith("POOL_SIZE"));
      expect(kept?.value).toBe("64");
    });

    it("has an nginx behind it that serves its sites, which no client reaches past it", async () => {
      const ingress = { ...traefik, routes: [route("/api/", web), siteRoute("/", app)] };
      const deployed = await made(ingress, [app]);
      expect(listed(deployed)).toEqual(
        expect.arrayContaining(["Deployment shop-dev-proxy-sites", "SiteServer shop-dev-proxy-sites"]),
      );
      expect(pod(deployed)).not.toHaveProperty("initContainers");
      expect(configuration(deployed)["routes.yml"]).toContain('- url: "http://proxy-sites:8080"');
      expect(only(deployed, "Service", "shop-dev-proxy-sites").inputs.spec).not.toHaveProperty("type");
    });
  });

  it.each(["nginx", "traefik", "kong"] as const)(
    "tells the cluster's Prometheus where it counts requests: %s",
    async (engine) => {
      const scraped = { ...context, settings: { ...context.settings, scrapers: "monitoring" } };
      const versions = { nginx: "1.30", traefik: "3.7", kong: "3.9" };
      const ingress = { ...secure, engine, version: versions[engine], limits: undefined };
      const deployed = await deploy(
        () =>
          new Proxy(scraped, {
            ...{ ingress, services, sites: [], logs: "json", unknownHosts: "refused", drain: "0s" },
            ...{ kind: "LoadBalancer", replicas: 1, measured: true, after: [] },
          }),
      );
      const { template } = only(deployed, "Deployment", "shop-dev-proxy").inputs.spec as {
        template: { metadata: { annotations: object } };
      };
      expect(template.metadata.annotations).toEqual({
        "prometheus.io/scrape": "true",
        "prometheus.io/port": "9145",
        "prometheus.io/path": "/metrics",
      });
      const { containers } = pod(deployed);
      expect(JSON.stringify([containers, configuration(deployed)])).toContain("9145");
    },
  );
});
