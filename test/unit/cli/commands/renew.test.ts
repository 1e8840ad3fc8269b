import { describe, expect, it } from "vitest";
import { isCertificateOf, renewable } from "../../../../cli/commands/renew";
import { postgres, provided, serverCertificate } from "../../../../components/model";
import { dbProps, shop } from "../../../support/valid";

describe("what renew takes", () => {
  it("is the ingress with TLS, databases that speak it, and certificates that are secrets", () => {
    const system = {
      ...shop,
      stores: [
        postgres("db", { ...dbProps, tls: true }),
        postgres("plain", dbProps),
        postgres("far", {
          ...dbProps,
          tls: true,
          external: { url: provided("url", { description: "its URL" }).value },
        }),
      ],
      secrets: [serverCertificate("broker-tls", { hosts: ["broker"] })],
    };
    const own = ["db", "broker-tls"];
    expect(renewable({ ...system, ingress: undefined })).toEqual(own);
  });
});

describe("a certificate's resource", () => {
  it("is called after the stack and what it is for, in whichever generation", () => {
    const named = (name: string) => isCertificateOf("shop-prod", "db", name);
    expect([named("shop-prod-db-server"), named("shop-prod-db-2-server")]).toEqual([true, true]);
    expect([named("shop-prod-db-pooler-tls-server"), named("shop-prod-other-db-server")]).toEqual([
      false,
      false,
    ]);
  });
});
