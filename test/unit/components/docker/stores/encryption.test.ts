import { describe, expect, it } from "vitest";
import { Store } from "../../../../../components/docker/stores/store";
import { postgres } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, only } from "../../../../support/mocks";
import { dbProps } from "../../../../support/valid";

const deployed = () =>
  deploy(() => new Store(context, { store: postgres("db", { ...dbProps, tls: true }), protect: false }));

describe("the certificate of a Postgres", () => {
  it("lies in a volume, so that another one is no other server", async () => {
    const server = only(await deployed(), "Container", "shop-dev-db");
    expect(server.inputs.volumes).toContainEqual({
      volumeName: "shop-dev-db-certificate-0a1b2c3",
      containerPath: "/run/tls",
      readOnly: true,
    });
    expect(JSON.stringify(server.inputs)).not.toContain("certificate-files");
  });

  it("is brought there before the server starts, by its own user and without a network", async () => {
    const bring = only(await deployed(), "Container", "shop-dev-db-certificate").inputs;
    expect(bring).toMatchObject({ user: "999:999", networkMode: "none" });
    expect(bring.volumes).toEqual([
      { volumeName: "shop-dev-db-certificate-0a1b2c3", containerPath: "/run/tls" },
      { fromContainer: "shop-dev-db-certificate-files-0a1b2c3", readOnly: true },
    ]);
  });

  it("is read again by what sees the server's processes, each time that another one is brought", async () => {
    const reload = only(await deployed(), "Container", "shop-dev-db-certificate-reload").inputs;
    expect(reload).toMatchObject({
      user: "999:999",
      networkMode: "none",
      pidMode: "container:shop-dev-db-id",
    });
    expect(reload.labels).toContainEqual({
      label: "dev.trireme.brought",
      value: "shop-dev-db-certificate-id",
    });
  });
});
