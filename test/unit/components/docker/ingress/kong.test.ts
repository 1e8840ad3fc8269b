import { describe, expect, it } from "vitest";
import { Kong } from "../../../../../components/docker/ingress/kong";
import { Service } from "../../../../../components/docker/workload/service";
import type { Ingress } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, only } from "../../../../support/mocks";
import { api, proxy, web } from "../../../../support/valid";

const ingress: Ingress = {
  ...proxy,
  engine: "kong",
  version: "3.9",
  tls: { mode: "self-signed" },
  limits: undefined,
};

function program(replicas = 1): Kong {
  const service = (model: typeof api) => new Service(context, { service: model, volumes: {}, after: [] });
  return new Kong(context, {
    ingress,
    services: {
      api: { service: service({ ...api, replicas }), port: 8000 },
      web: { service: service(web), port: 3000 },
    },
    ...{ sites: [], logs: "json", unknownHosts: "refused", drain: "10s", protect: true },
  });
}

describe("Kong on an engine", () => {
  it("is one container that may do little, and stays when only instances change", async () => {
    const [one, three] = [await deploy(() => program()), await deploy(() => program(3))];
    const { inputs, deleteBeforeReplace } = only(one, "Container", "shop-dev-proxy");
    expect(inputs).toMatchObject({ image: "sha256:kong:3.9", user: "101:101", readOnly: true });
    expect(inputs.ports).toMatchObject([{ internal: 8080 }, { internal: 8443 }]);
    expect(inputs.envs).toContain("KONG_ADMIN_LISTEN=off");
    expect(JSON.stringify(inputs.healthcheck)).toContain("/status/ready");
    expect(deleteBeforeReplace).toBe(true);
    expect(only(three, "Container", "shop-dev-proxy").inputs).toEqual(inputs);
  });

  it("is reloaded from the tools' image in its own namespaces", async () => {
    const { inputs } = only(await deploy(() => program()), "Container", "shop-dev-proxy-reload");
    expect(inputs).toMatchObject({
      image: "sha256:busybox:1.37-musl",
      networkMode: "container:shop-dev-proxy-id",
      pidMode: "container:shop-dev-proxy-id",
      user: "101:101",
    });
    const paths = (inputs.uploads as readonly { readonly file: string }[]).map(({ file }) => file);
    expect(paths).toEqual(
      expect.arrayContaining(["/run/new/kong.yml", "/run/new/upstreams/api", "/run/new/servers/web"]),
    );
  });
});
