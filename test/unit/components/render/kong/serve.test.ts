import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  kongEnvironment,
  renderKongReload,
  renderKongServe,
} from "../../../../../components/render/kong/serve";
import { proxy } from "../../../../support/valid";

const listen = { http: 8080, https: 8443, internal: 8081 };

describe("Kong's variables", () => {
  it("open no Admin API and no interface, and nothing but the loopback for its status", () => {
    const variables = kongEnvironment({ ...proxy, tls: undefined }, { listen });
    expect(variables).toMatchObject({
      KONG_DATABASE: "off",
      KONG_ADMIN_LISTEN: "off",
      KONG_ADMIN_GUI_LISTEN: "off",
      KONG_STATUS_LISTEN: "127.0.0.1:8081",
      KONG_PROXY_LISTEN: "0.0.0.0:8080 backlog=4096",
    });
    expect(Object.keys(variables).some((name) => name.startsWith("KONG_SSL"))).toBe(false);
  });

  it("open the status to Prometheus where it asks", () => {
    expect(kongEnvironment(proxy, { listen, measured: true }).KONG_STATUS_LISTEN).toBe(
      "127.0.0.1:8081, 0.0.0.0:9145",
    );
  });

  it("carry the settings of the ingress, and whom it believes", () => {
    const settings = { nginx_worker_processes: "auto", upstream_keepalive_pool_size: "64" };
    const variables = kongEnvironment({ ...proxy, settings, trustedProxies: ["10.0.0.0/8"] }, { listen });
    expect(variables).toMatchObject({
      KONG_NGINX_WORKER_PROCESSES: "auto",
      KONG_UPSTREAM_KEEPALIVE_POOL_SIZE: "64",
      KONG_TRUSTED_IPS: "10.0.0.0/8",
      KONG_SSL_CERT: "/var/lib/kong/tls/pair.pem",
    });
  });
});

describe("the scripts of Kong", () => {
  const reload = (tls: boolean, tokens: boolean) =>
    renderKongReload({ incoming: "/run/new", listen: 8080, deadline: 30, tls, tokens });

  it("can be read by a POSIX shell", () => {
    const scripts = [
      ...[true, false].flatMap((one) => [true, false].map((other) => reload(one, other))),
      ...[true, false].map((metrics) => renderKongServe({ metrics })),
    ];
    for (const input of scripts) {
      const { status, stderr } = spawnSync("sh", ["-n"], { input, encoding: "utf8" });
      expect([status, stderr]).toEqual([0, ""]);
    }
  });

  it("add the new instances, wait until Kong reaches them, and only then let the old ones go", () => {
    const script = reload(true, true);
    const at = (text: string): number => {
      expect(script).toContain(text);
      return script.indexOf(text);
    };
    expect(at('apply "$generation-both" /tmp/both')).toBeLessThan(at('answers "${file##*/}"'));
    expect(at('answers "${file##*/}"')).toBeLessThan(at('apply "$generation" "$new/servers"'));
    expect(at('put /tmp/before.yml "$live/live.yml"')).toBeGreaterThan(at("Kong has not taken"));
  });
});
