import { describe, expect, it } from "vitest";
import { Kong } from "../../../../../components/docker/ingress/kong";
import { Traefik } from "../../../../../components/docker/ingress/traefik";
import { Service } from "../../../../../components/docker/workload/service";
import { site, siteRoute, type Ingress } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, only, type Deployment } from "../../../../support/mocks";
import { api, image, proxy } from "../../../../support/valid";

const engines = {
  traefik: { Engine: Traefik, version: "3.7" },
  kong: { Engine: Kong, version: "3.9" },
} as const;

function program(engine: keyof typeof engines, folder = "/dist"): Traefik | Kong {
  const pages = site("pages", { image: image("pages"), folder, fallback: "/index.html" });
  const { Engine, version } = engines[engine];
  const ingress: Ingress = {
    ...{ ...proxy, engine, version, tls: { mode: "self-signed" }, limits: undefined },
    routes: [...proxy.routes.slice(0, 1), siteRoute("/", pages)],
  };
  const service = new Service(context, { service: api, volumes: {}, after: [] });
  return new Engine(context, {
    ...{ ingress, services: { api: { service, port: 8000 } }, sites: [pages] },
    ...{ logs: "json", unknownHosts: "refused", drain: "10s", protect: true },
  });
}

function uploads(deployment: Deployment<unknown>, name: string): Readonly<Record<string, string>> {
  const { inputs } = only(deployment, "Container", name);
  return Object.fromEntries(
    (inputs.uploads as { file: string; content: string }[]).map(({ file, content }) => [file, content]),
  );
}

describe.each(["traefik", "kong"] as const)("sites behind %s", (engine) => {
  it("are served by an nginx that may do little, with its own limits and no port of the host", async () => {
    const { inputs, deleteBeforeReplace } = only(
      await deploy(() => program(engine)),
      "Container",
      "shop-dev-proxy-sites",
    );
    expect(inputs).toMatchObject({
      ...{ image: "sha256:nginx:1.30-alpine", user: "101:101", readOnly: true, ports: [], memory: 128 },
      capabilities: { drops: ["ALL"] },
      networksAdvanced: [{ name: "proxy-sites network", aliases: ["proxy-sites"] }],
    });
    expect(inputs.volumes).toEqual([
      { volumeName: "shop-dev-proxy-sites-configuration-0a1b2c3", containerPath: "/var/cache/nginx" },
      { volumeName: "shop-dev-sites-0a1b2c3", containerPath: "/srv/sites", readOnly: true },
    ]);
    expect(JSON.stringify(inputs.healthcheck)).toContain("http://127.0.0.1:8081/healthz");
    expect(inputs.labels).toEqual(
      expect.arrayContaining([
        { label: "dev.trireme.part", value: "proxy-sites" },
        { label: "dev.trireme.role", value: "site-server" },
      ]),
    );
    expect(deleteBeforeReplace).toBe(false);
  });

  it("are asked by the name of that container, as an instance of a service is", async () => {
    const files = uploads(await deploy(() => program(engine)), "shop-dev-proxy-reload");
    expect(files["/run/new/servers/proxy-sites"]).toContain("shop-dev-proxy-sites-0a1b2c3:8080");
  });

  it("are released by a reload of that nginx alone", async () => {
    const [one, two] = [await deploy(() => program(engine)), await deploy(() => program(engine, "/other"))];
    const inputs = (deployment: typeof one, name: string) => only(deployment, "Container", name).inputs;
    for (const name of ["shop-dev-proxy", "shop-dev-proxy-reload", "shop-dev-proxy-sites"])
      expect(inputs(two, name)).toEqual(inputs(one, name));
    const [before, after] = [one, two].map((made) => uploads(made, "shop-dev-proxy-sites-reload"));
    expect(after?.["/run/new/sites/pages"]).toMatch(/^[0-9a-f]{12}$/);
    expect(after?.["/run/new/sites/pages"]).not.toBe(before?.["/run/new/sites/pages"]);
    expect(inputs(one, "shop-dev-proxy-sites-reload")).toMatchObject({
      networkMode: "container:shop-dev-proxy-sites-id",
      pidMode: "container:shop-dev-proxy-sites-id",
    });
  });
});
