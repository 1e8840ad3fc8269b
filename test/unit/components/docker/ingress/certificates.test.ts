import { describe, expect, it } from "vitest";
import { Certificates } from "../../../../../components/docker/ingress/certificates";
import { customTls, type Ingress } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, listed, only, type Deployment } from "../../../../support/mocks";
import { proxy } from "../../../../support/valid";

const metrics = { volume: "shop-dev-metrics" };
const deployed = (tls: Ingress["tls"], withMetrics = true) =>
  deploy(
    () =>
      new Certificates(
        { ...context, ...(withMetrics ? { metrics } : {}) },
        { ingress: { ...proxy, tls }, image: "sha256:nginx:1.30-alpine", retain: true },
      ),
    {
      answers: {
        "shop-dev-proxy-certificate": { certPem: "CERTIFICATE\n", validityEndTime: "2027-11-21T00:00:00Z" },
        "shop-dev-proxy-placeholder": { certPem: "PLACEHOLDER\n", validityEndTime: "2046-11-21T00:00:00Z" },
      },
    },
  );

const brought = (deployment: Deployment<unknown>) => {
  const { inputs, texts } = only(deployment, "Container", "shop-dev-proxy-certificate-files");
  const files = inputs.uploads as { file: string; content: string; permissions: string; owner: string }[];
  return files.map((file, index) => ({
    ...file,
    secret: texts.find(({ path }) => path === `.uploads.${index}.content`)?.secret,
  }));
};

describe("a self-signed certificate", () => {
  it("covers all hosts for a year and is renewed by any deployment in its last two months", async () => {
    const deployment = await deployed({ mode: "self-signed" });
    expect(only(deployment, "SelfSignedCert", "shop-dev-proxy-certificate").inputs).toMatchObject({
      dnsNames: ["shop.example.com"],
      validityPeriodHours: 8760,
      earlyRenewalHours: 1440,
      allowedUses: ["digital_signature", "server_auth"],
    });
  });

  it("comes to the proxy with its key in one file that is the proxy's alone, and with the time of its end", async () => {
    const [metric, pair] = brought(await deployed({ mode: "self-signed" }));
    expect(pair).toMatchObject({
      file: "/run/certificate/pair.pem",
      content: "CERTIFICATE\ngenerated shop-dev-proxy-certificate private",
      permissions: "0400",
      owner: "101",
    });
    expect(metric?.content).toContain('{host="shop.example.com"} 1826755200');
  });

  it("exports nothing where there are no metrics", async () => {
    const files = brought(await deployed({ mode: "self-signed" }, false));
    expect(files.map(({ file }) => file)).toEqual(["/run/certificate/pair.pem"]);
  });
});

describe("a certificate that the operator provided", () => {
  it("is joined with its key, secret, and made by nobody", async () => {
    const deployment = await deployed(customTls, false);
    const [pair] = brought(deployment);
    expect(pair?.content).toBe("<secret tls-certificate value>\n<secret tls-key value>\n");
    expect(pair?.secret).toBe(true);
    expect(listed(deployment).filter((line) => /Cert|Key/.test(line))).toEqual([
      "Certificates shop-dev-proxy-certificates",
    ]);
  });
});

describe("a certificate of an authority", () => {
  const deployment = () => deployed({ mode: "lets-encrypt", email: "ops@example.com" });

  it("has a placeholder that nginx starts with", async () => {
    const [placeholder] = brought(await deployment());
    expect(placeholder?.file).toBe("/run/certificate/placeholder.pem");
    expect(placeholder?.content).toMatch(/^PLACEHOLDER\n/);
  });

  it("keeps the client's state, without standing in the way of another mode; what it shares with the proxy goes", async () => {
    const made = await deployment();
    expect(only(made, "Volume", "shop-dev-proxy-acme-state")).toMatchObject({
      protect: false,
      retainOnDelete: true,
    });
    expect(only(made, "Volume", "shop-dev-proxy-acme")).toMatchObject({
      protect: false,
      retainOnDelete: false,
    });
  });
});

describe("an ingress without TLS", () => {
  it("has nothing made for it", async () => {
    expect(listed(await deployed(undefined))).toEqual(["Certificates shop-dev-proxy-certificates"]);
  });
});
