import { output } from "@pulumi/pulumi";
import * as docker from "@pulumi/docker";
import { describe, expect, it } from "vitest";
import { Acme } from "../../../../../components/docker/ingress/acme";
import { context } from "../../../../support/context";
import { deploy, only } from "../../../../support/mocks";
import { proxy } from "../../../../support/valid";

const mounts = [{ volumeName: "state", containerPath: "/var/lib/acme-state" }];
const deployed = (tls: { server?: string; caCertificate?: string } = {}) =>
  deploy(() => {
    const reload = new docker.Container("shop-dev-proxy-reload", { image: "nginx" });
    return new Acme(
      { ...context, metrics: { volume: "shop-dev-metrics" } },
      {
        ingress: proxy,
        tls: { mode: "lets-encrypt", email: "ops@example.com", ...tls },
        mounts,
        after: output(reload),
      },
    );
  });

describe("the client of a certificate authority", () => {
  it("gets the first certificate once the proxy answers challenges, and renews after that", async () => {
    const deployment = await deployed();
    const issue = only(deployment, "Container", "shop-dev-proxy-acme-issue");
    const keeper = only(deployment, "Container", "shop-dev-proxy-acme");
    expect(issue.dependsOn).toContain("Container shop-dev-proxy-reload");
    expect(keeper.dependsOn).toEqual([
      "Container shop-dev-proxy-acme-files",
      "Container shop-dev-proxy-acme-issue",
    ]);
    expect(issue.inputs.entrypoints).toEqual(["sh", "/run/acme/acme.sh", "issue"]);
    expect(keeper.inputs.entrypoints).toEqual(["sh", "/run/acme/acme.sh", "keep"]);
    expect(issue.inputs.restart).toBe("no");
    expect(keeper.inputs.restart).toBe("unless-stopped");
  });

  it("is the official image, as the proxy's user, with a way out and no other network", async () => {
    const { inputs } = only(await deployed(), "Container", "shop-dev-proxy-acme");
    expect(inputs).toMatchObject({
      image: expect.stringMatching(/^sha256:certbot\/certbot:v\d+\.\d+\.\d+$/) as string,
      user: "101:101",
      readOnly: true,
      networksAdvanced: [{ name: "proxy-acme outside" }],
      memory: 256,
    });
    expect(inputs.volumes).toContainEqual({
      volumeName: "shop-dev-metrics",
      containerPath: "/var/lib/metrics",
    });
  });

  it("is unhealthy when its certificate is about to end", async () => {
    const { inputs } = only(await deployed(), "Container", "shop-dev-proxy-acme");
    expect(inputs.healthcheck).toMatchObject({ tests: ["CMD", "sh", "/run/acme/acme.sh", "healthy"] });
  });

  it("trusts another authority by the certificate that was given for it", async () => {
    const files = async (tls: Parameters<typeof deployed>[0]) =>
      Object.fromEntries(
        (
          only(await deployed(tls), "Container", "shop-dev-proxy-acme-files").inputs.uploads as {
            file: string;
            content: string;
          }[]
        ).map(({ file, content }) => [file, content]),
      );
    const own = await files({ server: "https://ca.example.com/dir", caCertificate: "PEM" });
    expect(own["/run/acme/authority.pem"]).toBe("PEM");
    expect(own["/run/acme/acme.sh"]).toContain("export REQUESTS_CA_BUNDLE='/run/acme/authority.pem'");
    const usual = await files({});
    expect(Object.keys(usual)).toEqual(["/run/acme/acme.sh"]);
    expect(usual["/run/acme/acme.sh"]).toContain("https://acme-v02.api.letsencrypt.org/directory");
  });
});
