import { describe, expect, it } from "vitest";
import { encrypted } from "../../../../components/shared/encryption";
import { Store } from "../../../../components/docker/stores/store";
import { postgres } from "../../../../components/model";
import { context } from "../../../support/context";
import { deploy, listed, only } from "../../../support/mocks";
import { dbProps } from "../../../support/valid";

const deployed = () =>
  deploy(() => new Store(context, { store: postgres("db", { ...dbProps, tls: true }), protect: false }));

describe("a Postgres that speaks TLS", () => {
  it("has a certificate of its own authority for its name, renewed half a year before it ends", async () => {
    const deployment = await deployed();
    expect(listed(deployment)).toEqual(
      expect.arrayContaining([
        "PrivateKey shop-dev-db-authority",
        "SelfSignedCert shop-dev-db-authority",
        "PrivateKey shop-dev-db-server",
        "CertRequest shop-dev-db-server",
        "LocallySignedCert shop-dev-db-server",
      ]),
    );
    expect(only(deployment, "CertRequest", "shop-dev-db-server").inputs.dnsNames).toEqual(["db"]);
    expect(only(deployment, "LocallySignedCert", "shop-dev-db-server").inputs).toMatchObject({
      validityPeriodHours: 2 * 365 * 24,
      earlyRenewalHours: 183 * 24,
      allowedUses: ["digital_signature", "server_auth"],
    });
  });

  it("has its key in a file that it alone can read, and lets nobody in over the network without TLS", async () => {
    const deployment = await deployed();
    const uploadsOf = (name: string) =>
      only(deployment, "Container", name).inputs.uploads as {
        readonly file: string;
        readonly content: string;
        readonly permissions: string;
        readonly owner: string;
      }[];
    const holder = only(deployment, "Container", "shop-dev-db-certificate-files");
    const key = uploadsOf("shop-dev-db-certificate-files").find(({ file }) => file.endsWith("server.key"));
    expect(key).toMatchObject({ permissions: "0400", owner: "999" });
    const clients =
      uploadsOf("shop-dev-db-files").find(({ file }) => file === "/run/clients/pg_hba.conf")?.content ?? "";
    const kinds = clients.split("\n").flatMap((line) => line.split(" ")[0] ?? []);
    expect(new Set(kinds)).toEqual(new Set(["local", "hostssl", ""]));
    const secrets = holder.texts.filter(({ text }) => text.includes("PRIVATE KEY"));
    expect(secrets.every((one) => one.secret)).toBe(true);
  });

  it("is told of them by parameters of its start", () => {
    const { command } = encrypted(postgres("db", { ...dbProps, tls: true }));
    expect(command.filter((word) => word !== "-c")).toEqual([
      "hba_file=/run/clients/pg_hba.conf",
      "ssl=on",
      "ssl_cert_file=/run/tls/server.crt",
      "ssl_key_file=/run/tls/server.key",
      "ssl_min_protocol_version=TLSv1.2",
    ]);
  });
});
