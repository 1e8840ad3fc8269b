import { generateKeyPairSync } from "node:crypto";
import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Proxy } from "../../../../../components/kubernetes/ingress/proxy";
import { rsa } from "../../../../../components/model";
import { context } from "../../../../support/kubernetes-context";
import { deploy, only } from "../../../../support/mocks";
import { proxy } from "../../../../support/valid";

const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
const known = { ...context, resolve: () => output(pem) };
const jwt = { paths: ["/api/"], issuer: "shop", publicKey: rsa("tokens").publicKey };
const made = (ingress: typeof proxy & { gateway?: object }) =>
  deploy(
    () =>
      new Proxy(known, {
        ...{ ingress, services: {}, sites: [], logs: "json", unknownHosts: "refused", drain: "10s" },
        ...{ kind: "LoadBalancer", replicas: 1, after: [] },
      }),
  );

describe("whose tokens the proxy takes in a cluster", () => {
  it("stands in a Secret that its pod mounts, and is put beside the configuration before nginx starts", async () => {
    const deployed = await made({ ...proxy, gateway: { jwt } });
    const given = only(deployed, "Secret", "shop-dev-proxy-gateway-secrets").inputs.stringData as object;
    const [text = ""] = Object.values(given) as string[];
    expect(JSON.parse(text)).toMatchObject({ issuer: "shop", key: expect.any(String) as string });
    const pod = JSON.stringify(only(deployed, "Deployment", "shop-dev-proxy").inputs.spec);
    expect(pod).toContain('"mountPath":"/run/gateway"');
    expect(pod).toContain("cp -L /run/gateway/*");
    expect(pod).not.toContain(pem.slice(30, 60));
  });

  it.each([
    ["traefik", "3.7", "run.gateway.tokens.yml", '"issuer":"shop"'],
    ["kong", "3.9", "run.gateway.consumers.yml", "BEGIN PUBLIC KEY"],
  ] as const)("is told to %s as it reads it, and to nobody else", async (engine, version, key, says) => {
    const deployed = await made({ ...proxy, engine, version, limits: undefined, gateway: { jwt } });
    const given = only(deployed, "Secret", "shop-dev-proxy-gateway-secrets").inputs.stringData;
    expect(given).toEqual({ [key]: expect.stringContaining(says) as string });
    const { data } = only(deployed, "ConfigMap", "shop-dev-proxy-configuration").inputs;
    expect(JSON.stringify(data)).not.toContain(pem.slice(30, 60));
  });

  it("is nobody's where no tokens are checked", async () => {
    const deployed = await made(proxy);
    expect(JSON.stringify(only(deployed, "Deployment", "shop-dev-proxy").inputs.spec)).not.toContain(
      "/run/gateway/*",
    );
  });
});
