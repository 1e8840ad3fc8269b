import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  renderTraefikReload,
  renderTraefikServe,
  renderTraefikTls,
  traefikArguments,
} from "../../../../../components/render/traefik/serve";
import { proxy } from "../../../../support/valid";

const listen = { http: 8080, https: 8443, internal: 8081 };
const given = (tls: typeof proxy.tls) =>
  traefikArguments({ ...proxy, tls, trustedProxies: ["10.0.0.0/8"] }, { listen, logs: "json", drain: "10s" });

describe("Traefik's own options", () => {
  it("open what the ingress asks for, and its own port on the loopback alone", () => {
    const secure = given({ mode: "self-signed" });
    expect(secure).toEqual(
      expect.arrayContaining([
        "--entryPoints.web.address=:8080",
        "--entryPoints.websecure.address=:8443",
        "--entryPoints.internal.address=127.0.0.1:8081",
        "--entryPoints.web.forwardedHeaders.trustedIPs=10.0.0.0/8",
      ]),
    );
    expect(given(undefined).some((word) => word.includes("websecure"))).toBe(false);
    for (const word of ["api", "dashboard", "docker"])
      expect(
        secure.some((option) => option.startsWith(`--${word}`) || option.includes(`providers.${word}`)),
      ).toBe(false);
  });

  it("count requests only where Prometheus asks for them, and never what the inside asks", () => {
    const places = { listen, logs: "json", drain: "10s" } as const;
    expect(traefikArguments(proxy, places).some((word) => /metrics/.test(word))).toBe(false);
    expect(traefikArguments(proxy, { ...places, measured: true })).toEqual(
      expect.arrayContaining([
        "--entryPoints.metrics.address=:9145",
        "--metrics.prometheus.entryPoint=metrics",
        "--entryPoints.internal.observability.metrics=false",
      ]),
    );
  });

  it("show a certificate to nobody who names another host, where those are refused", () => {
    expect(renderTraefikTls("refused")).toContain('"sniStrict":true');
    expect(renderTraefikTls("served")).toContain('"sniStrict":false');
  });
});

describe("the scripts of Traefik", () => {
  const reload = (tls: boolean, tokens: boolean) =>
    renderTraefikReload({ incoming: "/run/new", internal: 8081, deadline: 30, tls, tokens });

  it("can be read by a POSIX shell", () => {
    const scripts = [
      ...[true, false].flatMap((one) => [true, false].map((other) => reload(one, other))),
      ...[true, false].flatMap((one) =>
        [true, false].map((other) => renderTraefikServe({ renewed: one, metrics: other })),
      ),
    ];
    for (const input of scripts) {
      const { status, stderr } = spawnSync("sh", ["-n"], { input, encoding: "utf8" });
      expect([status, stderr]).toEqual([0, ""]);
    }
  });

  it("add the new instances, wait until Traefik reaches them, and only then let the old ones go", () => {
    const script = reload(true, true);
    const at = (text: string): number => {
      expect(script).toContain(text);
      return script.indexOf(text);
    };
    const together = at('apply "$generation-both" /tmp/both');
    const reached = at('answers "${file##*/}"');
    expect(together).toBeLessThan(reached);
    expect(reached).toBeLessThan(at('apply "$generation" "$new/servers"'));
    expect(at('put /tmp/before.yml "$live/dynamic/routes.yml"')).toBeGreaterThan(
      at('if ! wait_for "Traefik has not taken'),
    );
  });
});
