import { generateKeyPairSync } from "node:crypto";
import { log, output } from "@pulumi/pulumi";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Proxy } from "../../../../../components/docker/ingress/proxy";
import { Service } from "../../../../../components/docker/workload/service";
import {
  rsa,
  site,
  siteRoute,
  type Ingress,
  type Service as ServiceModel,
} from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, only, resolved, valueOf, type Deployment } from "../../../../support/mocks";
import { configurationFolder } from "../../../../../components/render/nginx";
import { api, image, proxy, web } from "../../../../support/valid";

const ingress: Ingress = { ...proxy, http: { port: 8080 }, https: undefined, tls: undefined };

const rest = { sites: [], logs: "json", unknownHosts: "refused", drain: "10s", protect: true } as const;

function parts(change: Partial<Ingress>, replicas = 1) {
  const service = (model: ServiceModel) => new Service(context, { service: model, volumes: {}, after: [] });
  const services = {
    api: { service: service({ ...api, replicas }), port: 8000 },
    web: { service: service(web), port: 3000 },
  };
  return { ingress: { ...ingress, ...change }, services };
}

function program(change: Partial<Ingress> = {}, replicas = 1): Proxy {
  return new Proxy(context, { ...parts(change, replicas), ...rest });
}

const uploads = (deployment: Deployment<unknown>) =>
  Object.fromEntries(
    (
      only(deployment, "Container", "shop-dev-proxy-reload").inputs.uploads as {
        file: string;
        content: string;
      }[]
    ).map(({ file, content }) => [file, content]),
  );
const digest = (deployment: Deployment<unknown>) =>
  (
    only(deployment, "Container", "shop-dev-proxy-reload").inputs.labels as { label: string; value: string }[]
  ).find(({ label }) => label === "dev.trireme.configuration")?.value;

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the proxy", () => {
  it("is one container with the host's port, replaced only after the old one is gone", async () => {
    const deployment = await deploy(() => program());
    const { inputs, deleteBeforeReplace } = only(deployment, "Container", "shop-dev-proxy");
    expect(inputs.ports).toEqual([{ internal: 8080, external: 8080, ip: "0.0.0.0", protocol: "tcp" }]);
    expect(inputs.volumes).toEqual([
      { volumeName: "shop-dev-proxy-configuration-0a1b2c3", containerPath: configurationFolder },
    ]);
    expect(inputs).toMatchObject({ stopSignal: "SIGQUIT", user: "101:101", readOnly: true });
    expect(deleteBeforeReplace).toBe(true);
  });

  it("listens where the ingress says", async () => {
    const deployment = await deploy(() => program({ http: { port: 80, address: "10.0.0.1" } }));
    expect(only(deployment, "Container", "shop-dev-proxy").inputs.ports).toMatchObject([
      { external: 80, ip: "10.0.0.1" },
    ]);
    expect(await valueOf(deployment.result.url)).toBe("http://shop.example.com:80");
  });

  it("stays when only the configuration changes", async () => {
    const inputs = async (change: Partial<Ingress>, replicas: number) =>
      only(await deploy(() => program(change, replicas)), "Container", "shop-dev-proxy").inputs;
    expect(await inputs({ routes: proxy.routes.slice(1) }, 3)).toEqual(await inputs({}, 1));
  });
});

describe("a proxy that checks tokens", () => {
  const { publicKey } = rsa("jwt-key", { bits: 2048 });
  const gateway = { jwt: { paths: ["/api/"], issuer: "shop", publicKey } };

  it("brings the key to the reload alone, apart from the configuration", async () => {
    const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({
      type: "spki",
      format: "pem",
    });
    const resolving = { ...context, resolve: () => output(key as string) };
    const deployment = await deploy(() => new Proxy(resolving, { ...parts({ gateway }), ...rest }));
    const holder = only(deployment, "Container", "shop-dev-proxy-gateway-files").inputs;
    expect(holder).toMatchObject({
      start: false,
      networkMode: "none",
      volumes: [{ containerPath: "/run/gateway" }],
    });
    const { inputs } = only(deployment, "Container", "shop-dev-proxy-reload");
    expect(JSON.stringify(inputs.volumes)).toContain("shop-dev-proxy-gateway-files");
    expect(Object.keys(uploads(deployment))).toContain("/run/new/gateway/jwt.js");
    expect(JSON.stringify(only(deployment, "Container", "shop-dev-proxy").inputs)).not.toContain("gateway");
  });
});

describe("the reload", () => {
  it("runs inside the proxy's own namespaces, once for each configuration", async () => {
    const { inputs } = only(await deploy(() => program()), "Container", "shop-dev-proxy-reload");
    expect(inputs).toMatchObject({
      networkMode: "container:shop-dev-proxy-id",
      pidMode: "container:shop-dev-proxy-id",
      mustRun: false,
      restart: "no",
      user: "101:101",
    });
  });

  it("brings nginx the names of the instances as they are now", async () => {
    const files = uploads(await deploy(() => program({}, 2)));
    expect(Object.keys(files).sort()).toEqual([
      "/run/new/nginx.conf",
      "/run/new/servers/api",
      "/run/new/servers/web",
    ]);
    const named = (path: string) => files[path]?.match(/(?<=^server )\S+/gm);
    expect(named("/run/new/servers/api")).toEqual(
      [1, 1, 2, 2].map((index) => `shop-dev-api-${index}-0a1b2c3:8000`),
    );
    expect(named("/run/new/servers/web")).toEqual([1, 1].map(() => "shop-dev-web-1-0a1b2c3:3000"));
  });

  it("tells by a label which configuration it brought", async () => {
    const one = digest(await deploy(() => program()));
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(digest(await deploy(() => program()))).toBe(one);
    expect(digest(await deploy(() => program({ routes: proxy.routes.slice(1) })))).not.toBe(one);
  });

  it("that nginx refuses ends the deployment with the reason", async () => {
    const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
    const error = vi.spyOn(log, "error").mockResolvedValue();
    vi.spyOn(context.engine, "runsToEnd").mockResolvedValue({
      ok: false,
      container: "shop-dev-proxy-reload-0a1b2c3",
      reason: "failed, with exit code 1",
      log: "unknown directive\n",
    });
    const { result } = await deploy(() => program());
    await resolved(result.url);
    expect(error).toHaveBeenCalledWith(
      "the reload of proxy: container shop-dev-proxy-reload-0a1b2c3 failed, with exit code 1. Nothing that waits for it was changed. Its last lines:\n  | unknown directive",
      result.reload,
    );
    expect(exit).toHaveBeenCalledWith(32);
  });
});

describe("the proxy with TLS", () => {
  const tls = { tls: { mode: "self-signed" }, https: { port: 443 } } as const;

  it("publishes both ports and answers at the address without the usual port", async () => {
    const deployment = await deploy(() => program(tls));
    expect(only(deployment, "Container", "shop-dev-proxy").inputs.ports).toEqual([
      { internal: 8080, external: 8080, ip: "0.0.0.0", protocol: "tcp" },
      { internal: 8443, external: 443, ip: "0.0.0.0", protocol: "tcp" },
    ]);
    expect(await valueOf(deployment.result.url)).toBe("https://shop.example.com");
    const other = await deploy(() => program({ ...tls, https: { port: 8443 } }));
    expect(await valueOf(other.result.url)).toBe("https://shop.example.com:8443");
  });

  it("gets its certificate from a holder, which only the reload mounts", async () => {
    const deployment = await deploy(() => program(tls));
    const holder = { fromContainer: "shop-dev-proxy-certificate-files-0a1b2c3", readOnly: true };
    expect(only(deployment, "Container", "shop-dev-proxy-reload").inputs.volumes).toContainEqual(holder);
    expect(only(deployment, "Container", "shop-dev-proxy").inputs.volumes).not.toContainEqual(holder);
    expect(uploads(deployment)["/run/new/nginx.conf"]).toContain(
      "listen 8443 ssl default_server backlog=4096;",
    );
  });

  it("exports the metric of its certificate again when it starts", async () => {
    const metrics = { volume: "shop-dev-metrics" };
    const deployment = await deploy(() => {
      const { services, ingress: own } = parts(tls);
      return new Proxy({ ...context, metrics }, { ingress: own, services, ...rest });
    });
    const { inputs } = only(deployment, "Container", "shop-dev-proxy");
    expect(inputs.volumes).toContainEqual({ volumeName: metrics.volume, containerPath: "/var/lib/metrics" });
    expect((inputs.command as string[])[2]).toContain("/var/cache/nginx/certificate.prom /var/lib/metrics");
  });

  it("that certificates come to by themselves is healthy while it watches for them", async () => {
    const deployment = await deploy(() =>
      program({ ...tls, tls: { mode: "lets-encrypt", email: "ops@example.com" } }),
    );
    const { inputs } = only(deployment, "Container", "shop-dev-proxy");
    expect(inputs.volumes).toContainEqual({
      volumeName: "shop-dev-proxy-acme-0a1b2c3",
      containerPath: "/var/lib/acme",
      readOnly: true,
    });
    expect((inputs.healthcheck as { tests: string[] }).tests.join(" ")).toContain(
      "find /tmp/watching -mmin -2",
    );
  });
});

describe("the proxy with a site", () => {
  it("mounts the files read-only and serves the release that was published", async () => {
    const pages = site("pages", { image: image("pages"), folder: "/dist", fallback: "/index.html" });
    const deployment = await deploy(() => {
      const { services, ingress: own } = parts({ routes: [siteRoute("/", pages)] });
      return new Proxy(context, { ingress: own, services, ...rest, sites: [pages] });
    });
    expect(only(deployment, "Container", "shop-dev-proxy").inputs.volumes).toContainEqual({
      volumeName: "shop-dev-sites-0a1b2c3",
      containerPath: "/srv/sites",
      readOnly: true,
    });
    const files = uploads(deployment);
    const release = files["/run/new/sites/pages"] ?? "";
    expect(release).toMatch(/^[0-9a-f]{12}$/);
    expect(files["/run/new/nginx.conf"]).toContain(`/${release}/index.html`);
  });
});
