import { describe, expect, it } from "vitest";
import { Traefik } from "../../../../../components/docker/ingress/traefik";
import { Service } from "../../../../../components/docker/workload/service";
import type { Ingress } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, only } from "../../../../support/mocks";
import { api, proxy, web } from "../../../../support/valid";

const ingress: Ingress = {
  ...proxy,
  engine: "traefik",
  version: "3.7",
  tls: { mode: "self-signed" },
  limits: undefined,
};

function program(change: Partial<Ingress> = {}, replicas = 1): Traefik {
  const service = (model: typeof api) => new Service(context, { service: model, volumes: {}, after: [] });
  return new Traefik(context, {
    ingress: { ...ingress, ...change },
    services: {
      api: { service: service({ ...api, replicas }), port: 8000 },
      web: { service: service(web), port: 3000 },
    },
    ...{ sites: [], logs: "json", unknownHosts: "refused", drain: "10s", protect: true },
  });
}

describe("Traefik on an engine", () => {
  it("is one container that may do little, and has no secret in its words", async () => {
    const deployment = await deploy(() => program());
    const { inputs, deleteBeforeReplace } = only(deployment, "Container", "shop-dev-proxy");
    expect(inputs).toMatchObject({ image: "sha256:traefik:v3.7", user: "101:101", readOnly: true });
    expect(inputs.ports).toMatchObject([{ internal: 8080 }, { internal: 8443 }]);
    expect(deleteBeforeReplace).toBe(true);
    const files = only(deployment, "Container", "shop-dev-proxy-plugin-files").inputs;
    expect(files.volumes).toEqual([{ containerPath: "/plugins-local/src/trireme.dev/ingress" }]);
  });

  it("stays when only the routes change, which a reload brings into its network", async () => {
    const made = async (change: Partial<Ingress>, replicas: number) =>
      deploy(() => program(change, replicas));
    const [before, after] = [await made({}, 1), await made({ routes: proxy.routes.slice(1) }, 3)];
    const inputs = (deployment: typeof before) => only(deployment, "Container", "shop-dev-proxy").inputs;
    expect(inputs(after)).toEqual(inputs(before));
    const reload = only(after, "Container", "shop-dev-proxy-reload").inputs;
    expect(reload).toMatchObject({ networkMode: "container:shop-dev-proxy-id", mustRun: false });
    const paths = (reload.uploads as readonly { readonly file: string }[]).map(({ file }) => file);
    expect(paths).toEqual(
      expect.arrayContaining(["/run/new/routes.yml", "/run/new/tls.yml", "/run/new/servers/api"]),
    );
  });
});
