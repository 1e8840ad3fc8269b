import { ComponentResource } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { additions } from "../../../../../components/docker/stores/additions";
import { Store } from "../../../../../components/docker/stores/store";
import { engineContainer, postgres } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, listed, only } from "../../../../support/mocks";
import { db, dbProps } from "../../../../support/valid";

const audited = postgres("db", { ...dbProps, version: "16.4", extensions: ["pgaudit"] });

describe("what an engine's image lacks", () => {
  it("is nothing where nothing is asked for", async () => {
    const deployment = await deploy(() =>
      additions(context, "db", engineContainer(db), new ComponentResource("test:index:Parent", "parent")),
    );
    expect(deployment.result).toEqual({ volumes: [], dependsOn: [] });
    expect(listed(deployment)).toEqual(["Parent parent"]);
  });

  it("comes out of the other image into folders that the engine mounts to be read", async () => {
    const deployment = await deploy(() => new Store(context, { store: audited, protect: false }));
    const source = only(deployment, "Container", "shop-dev-db-additions-source");
    expect(source.inputs).toMatchObject({
      image: "sha256:ghcr.io/cloudnative-pg/postgresql:16-standard-bookworm",
      networkMode: "none",
      capabilities: { drops: ["ALL"] },
      readOnly: true,
      volumes: [{ containerPath: "/added" }],
    });
    const holder = only(deployment, "Container", "shop-dev-db-additions");
    expect(holder.inputs).toMatchObject({
      image: "sha256:postgres:16.4-bookworm",
      networkMode: "none",
      capabilities: { drops: ["ALL"] },
      volumes: [
        { fromContainer: "shop-dev-db-additions-source-0a1b2c3", readOnly: true },
        { containerPath: "/usr/lib/postgresql/16/lib" },
        { containerPath: "/usr/share/postgresql/16/extension" },
      ],
    });
    expect(holder.dependsOn).toContain("Container shop-dev-db-additions-source");
    const server = only(deployment, "Container", "shop-dev-db");
    expect(server.inputs.volumes).toContainEqual({
      fromContainer: "shop-dev-db-additions-0a1b2c3",
      readOnly: true,
    });
    expect(server.dependsOn).toContain("Container shop-dev-db-additions");
  });
});
