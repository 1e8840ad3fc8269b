import { describe, expect, it } from "vitest";
import { Replicas } from "../../../../../components/docker/stores/replicas";
import { Store } from "../../../../../components/docker/stores/store";
import { postgres, type Postgres } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, listed, only } from "../../../../support/mocks";
import { dbProps } from "../../../../support/valid";

const shop = postgres("db", { ...dbProps, readReplicas: 2, tls: true, extensions: ["pgaudit"] });
const deployed = (store: Postgres = shop) =>
  deploy(() => {
    const of = new Store(context, { store, protect: true });
    return new Replicas(context, { store, of, after: [of.ready] });
  });

describe("the read replicas of a Postgres", () => {
  it("are made after it, one after the other, each with a volume of its own that is not kept", async () => {
    const deployment = await deployed();
    expect(listed(deployment)).toEqual(
      expect.arrayContaining([
        ...[1, 2].map((number) => `Container shop-dev-db-replicas-${number}`),
        ...[1, 2].map((number) => `Volume shop-dev-db-replicas-${number}-data`),
        ...["Container shop-dev-db-replicas-role", "Container shop-dev-db-replicas-read"],
      ]),
    );
    const second = only(deployment, "Container", "shop-dev-db-replicas-2");
    expect(second.dependsOn).toContain("Container shop-dev-db-replicas-1");
    expect(only(deployment, "Container", "shop-dev-db-replicas-1").dependsOn).toContain(
      "Container shop-dev-db-replicas-role",
    );
    expect(only(deployment, "Container", "shop-dev-db-replicas-role").dependsOn).toContain(
      "Container shop-dev-db",
    );
    expect(second.inputs).toMatchObject({
      networksAdvanced: [{ name: "db network", aliases: ["replica-2.db"] }],
      user: "999:999",
      readOnly: true,
      capabilities: { drops: ["ALL"] },
    });
    // pgaudit's files, by the container that has them for the primary.
    expect(second.inputs.volumes).toContainEqual({
      fromContainer: "shop-dev-db-additions-0a1b2c3",
      readOnly: true,
    });
  });

  it("are found by one name, which is in the certificate that they share with the primary", async () => {
    const deployment = await deployed();
    expect(only(deployment, "CertRequest", "shop-dev-db-server").inputs.dnsNames).toEqual(["db", "read.db"]);
    expect(only(deployment, "Container", "shop-dev-db-replicas-read").inputs).toMatchObject({
      networksAdvanced: [{ name: "db network", aliases: ["read.db"] }],
      user: "99:99",
      readOnly: true,
    });
  });

  it("have a password of their own, which stands in secret files alone", async () => {
    const deployment = await deployed();
    const { result } = only(deployment, "RandomPassword", "shop-dev-db-replicas-password").inputs;
    expect(result).toBeUndefined();
    const holders = ["1", "2", "role"].map((end) =>
      only(deployment, "Container", `shop-dev-db-replicas-${end}-files`),
    );
    const paths = holders.map(({ inputs }) =>
      (inputs.uploads as { file: string }[])
        .map(({ file }) => file)
        .filter((file) => file.startsWith("/run/replica")),
    );
    expect(paths).toEqual([
      ["/run/replica/password", "/run/replica/replica.sh"],
      ["/run/replica/password", "/run/replica/replica.sh"],
      ["/run/replica/owner", "/run/replica/role.sh", "/run/replica/verifier"],
    ]);
    const shown = deployment.resources
      .flatMap(({ texts }) => texts)
      .filter(({ text, secret: hidden }) => /SCRAM-SHA-256\$/.test(text) && !hidden);
    expect(shown).toEqual([]);
  });
});

describe("a replica whose primary is reached in clear", () => {
  it("has no certificate", async () => {
    const plain = postgres("db", { ...dbProps, readReplicas: 1 });
    const holder = only(await deployed(plain), "Container", "shop-dev-db-replicas-1-files");
    const files = (holder.inputs.uploads as { file: string }[]).map(({ file }) => file);
    expect(files).toEqual(["/run/clients/pg_hba.conf", "/run/replica/password", "/run/replica/replica.sh"]);
  });
});
