import { log } from "@pulumi/pulumi";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Proxy } from "../../../components/docker/proxy";
import { Service } from "../../../components/docker/service";
import type { Entrance, Service as ServiceModel } from "../../../components/model";
import { context } from "../../support/context";
import { deploy, only, resolved, valueOf, type Deployment } from "../../support/mocks";
import { configurationFolder } from "../../../components/render/nginx";
import { api, proxy, web } from "../../support/sound";

const entrance: Entrance = { ...proxy, http: { port: 8080 }, https: undefined, tls: undefined };

function program(change: Partial<Entrance> = {}, replicas = 1): Proxy {
  const service = (model: ServiceModel) => new Service(context, { service: model, volumes: {}, after: [] });
  const services = {
    api: { service: service({ ...api, replicas }), port: 8000 },
    web: { service: service(web), port: 3000 },
  };
  return new Proxy(context, { entrance: { ...entrance, ...change }, services, logs: "json" });
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

  it("listens where the entrance says", async () => {
    const deployment = await deploy(() => program({ http: { port: 80, address: "10.0.0.1" } }));
    expect(only(deployment, "Container", "shop-dev-proxy").inputs.ports).toMatchObject([
      { external: 80, ip: "10.0.0.1" },
    ]);
    expect(await valueOf(deployment.result.url)).toBe("http://shop.example.com:80");
  });

  it("stays when only the configuration changes", async () => {
    const inputs = async (change: Partial<Entrance>, replicas: number) =>
      only(await deploy(() => program(change, replicas)), "Container", "shop-dev-proxy").inputs;
    expect(await inputs({ routes: proxy.routes.slice(1) }, 3)).toEqual(await inputs({}, 1));
  });
});

describe("the reload", () => {
  it("runs inside the proxy's own namespaces, once for each configuration", async () => {
    const { inputs } = only(await deploy(() => program()), "Container", "shop-dev-proxy-reload");
    expect(inputs).toMatchObject({
      networkMode: "container:shop-dev-proxy-id",
      pidMode: "container:shop-dev-proxy-id",
      mustRun: false,
      attach: true,
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
    expect(files["/run/new/servers/api"]).toBe(
      "server shop-dev-api-1-0a1b2c3:8000 resolve max_fails=0;\nserver shop-dev-api-2-0a1b2c3:8000 resolve max_fails=0;\n",
    );
    expect(files["/run/new/servers/web"]).toBe("server shop-dev-web-1-0a1b2c3:3000 resolve max_fails=0;\n");
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
    const answers = { "shop-dev-proxy-reload": { exitCode: 1, containerLogs: "unknown directive\n" } };
    const { result } = await deploy(() => program(), { answers });
    await resolved(result.url);
    expect(error).toHaveBeenCalledWith(
      "the reload of proxy failed with exit code 1, so nothing that waits for it was changed. Its last lines:\n  | unknown directive",
      result.reload,
    );
    expect(exit).toHaveBeenCalledWith(32);
  });
});
