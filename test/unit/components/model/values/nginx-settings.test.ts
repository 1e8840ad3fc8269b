import { describe, expect, it } from "vitest";
import { check, nginxSettingProblem, nginxSettings, type Ingress } from "../../../../../components/model";
import { renderNginx } from "../../../../../components/render/nginx";
import { limitsOf } from "../../../../support/limits";
import { proxy, shop } from "../../../../support/valid";

function conf(settings: Ingress["settings"]): string {
  return (
    renderNginx(
      { ...proxy, tls: undefined, https: undefined, resources: undefined, settings },
      {
        upstreams: { api: { servers: ["a"], port: 1 }, web: { servers: ["b"], port: 1 } },
        ...{ folder: "/etc/trireme", listen: 8080, internal: 8081, logs: "json" },
      },
    )["nginx.conf"] ?? ""
  );
}

describe("settings of nginx's own", () => {
  it.each(Object.entries(nginxSettings))(
    "render %s once, and in place of what stands there",
    (name, setting) => {
      const value =
        setting.unit === "switch" ? "on" : `${setting.most}${setting.unit === "seconds" ? "s" : ""}`;
      expect(nginxSettingProblem(name, value)).toBeUndefined();
      const lines = conf({ [name]: value })
        .split("\n")
        .map((line) => line.trim());
      expect(lines.filter((line) => line.startsWith(`${name} `))).toEqual([`${name} ${value};`]);
    },
  );

  it.each([
    ["keepalive_timeout", "5s", "10s to 3600s"],
    ["keepalive_timeout", "65", "10s to 3600s"],
    ["gzip_comp_level", "10", "1 to 9"],
    ["reset_timedout_connection", "yes", "on and off"],
    ["worker_processes", "auto", "1 to 64"],
  ])("refuse %s of %s, and say what is allowed", (name, value, says) => {
    const problems = check(
      { ...shop, ingress: { ...proxy, settings: { [name]: value } } },
      limitsOf("docker"),
    );
    expect(problems).toEqual([
      { path: `ingress.settings.${name}`, message: expect.stringContaining(says) as string },
    ]);
  });
});
