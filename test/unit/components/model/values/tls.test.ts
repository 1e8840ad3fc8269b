import { describe, expect, it } from "vitest";
import {
  certificateSecrets,
  provided,
  customTls,
  system,
  warningDays,
} from "../../../../../components/model";
import { development, proxy } from "../../../../support/valid";

describe("a certificate that the operator provides", () => {
  it("brings its secrets into the system that names it, once", () => {
    const ingress = { ...proxy, tls: customTls };
    const names = (secrets: Parameters<typeof system>[2]["secrets"]) =>
      system("shop", development, { ingress, secrets }).secrets.map(({ name }) => name);
    expect(names([])).toEqual(["tls-certificate", "tls-key"]);
    expect(names([provided("tls-key", { description: "our own" })])).toEqual(["tls-key", "tls-certificate"]);
  });

  it("adds none of its own to a system that names others, or none", () => {
    const certificate = provided("wildcard", { description: "*.example.com" }).value;
    expect(certificateSecrets({ mode: "custom", certificate, key: certificate })).toEqual([]);
    expect(certificateSecrets({ mode: "self-signed" })).toEqual([]);
    expect(certificateSecrets(undefined)).toEqual([]);
  });
});

describe("the days before a warning", () => {
  it("are fewer where the certificate renews itself", () => {
    expect([warningDays("lets-encrypt"), warningDays("custom"), warningDays("self-signed")]).toEqual([
      14, 30, 30,
    ]);
  });
});
