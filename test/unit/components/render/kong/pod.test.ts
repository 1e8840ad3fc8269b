import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { renderConsumers } from "../../../../../components/render/kong";
import { renderKongFiles, renderKongPod } from "../../../../../components/render/kong/pod";
import type { KongService } from "../../../../../components/render/kong/entities";
import { inPod } from "../../../../support/pod-script";
import { proxy } from "../../../../support/valid";

interface Configuration {
  readonly services: readonly KongService[];
  readonly consumers: readonly object[];
  readonly upstreams: readonly { readonly name: string; readonly targets: readonly object[] }[];
}

const upstreams = { api: { servers: ["api"], port: 8000 }, web: { servers: ["web"], port: 3000 } };
const text = renderKongFiles(
  { ...proxy, engine: "kong", version: "3.9", tls: { mode: "self-signed" }, limits: undefined },
  { upstreams, unknownHosts: "refused", measured: true },
)["kong.yml"];

describe("the file of a pod of Kong", () => {
  const made = parse(`${text}${renderConsumers('{"issuer":"shop","key":"QUJD"}')}`) as Configuration;

  it("is whole, with whose tokens are taken behind it", () => {
    expect(made.upstreams).toMatchObject([
      { name: "api.upstream", targets: [{ target: "api:8000" }] },
      { name: "web.upstream", targets: [{ target: "web:3000" }] },
    ]);
    expect(made.consumers).toHaveLength(1);
    expect(text).not.toContain("@generation@");
  });

  it("asks a balancer often, and tries no instances to come", () => {
    expect(new Set(made.services.map(({ retries }) => retries))).toEqual(new Set([11]));
    expect(made.services.map(({ name }) => name).filter((name) => name.startsWith("next"))).toEqual([]);
    const known = new Set(made.upstreams.map(({ name }) => name));
    expect(made.services.filter(({ host }) => !known.has(host))).toEqual([]);
  });
});

describe("the script of a pod of Kong", () => {
  it.each([true, false])("is one that a shell reads, with a certificate and tokens: %s", (all) => {
    const script = renderKongPod({ tls: all, tokens: all });
    expect(spawnSync("sh", ["-n"], { input: script }).stderr.toString()).toBe("");
    expect(script.includes("kill -HUP 1")).toBe(all);
    expect(script.includes("/run/gateway/consumers.yml")).toBe(all);
  });

  it("puts whose tokens are taken behind its file, and signals Kong once a renewed certificate is there", async () => {
    const given = {
      "run/configuration/kong.yml": "services: []\n",
      "run/gateway/consumers.yml": "consumers: []\n",
      "run/certificate/tls.crt": "one\n",
      "run/certificate/tls.key": "key\n",
    };
    const live = "var/lib/kong";
    const script = renderKongPod({ tls: true, tokens: true })
      .replaceAll("$KONG_DECLARATIVE_CONFIG", `/${live}/live.yml`)
      .replaceAll("$KONG_PREFIX", `/${live}/prefix`)
      .replace("kill -HUP 1", `cp /${live}/tls/pair.pem /tmp/signalled`);
    await inPod(script, given, { kong: ":", nginx: "while :; do sleep 1; done" }, async (pod) => {
      await pod.until(`${live}/live.yml`, "services: []\nconsumers: []\n");
      await pod.until(`${live}/tls/pair.pem`, "one\nkey\n");
      pod.write("run/certificate/tls.crt", "two\n");
      await pod.until("tmp/signalled", "two\nkey\n");
    });
  });
});
