import { password, type Service, type System } from "../../model";
import { grafanaFiles } from "../../render/grafana";
import { addressOf, answers, imageOf, made, published, resources, scrapeOf, type Made } from "./parts";
import { joined } from "../../render/document";

const name = "grafana";
const passwordFile = "/run/secrets/admin-password";

/** Pages of graphs: there where someone described some, or its page is wanted, or logs that it shows. */
export function grafana(
  system: System,
  of: Readonly<Partial<Record<"prometheus" | "alertmanager" | "loki" | "jaeger", Service>>>,
): Made | undefined {
  const { dashboards = [], publish } = system.monitoring ?? {};
  if (dashboards.length === 0 && publish?.grafana === undefined && of.loki === undefined) return undefined;
  const admin = password("grafana-admin-password");
  const sources = Object.fromEntries(
    Object.entries(of).map(([type, service]) => [type, joined(["http://", addressOf(service)])]),
  );
  const service = made(name, {
    image: imageOf(name, "grafana"),
    env: {
      GF_SECURITY_ADMIN_PASSWORD__FILE: passwordFile,
      GF_AUTH_ANONYMOUS_ENABLED: "false",
      GF_USERS_ALLOW_SIGN_UP: "false",
      // It has no way out, and asks nobody for plugins, news and newer versions.
      GF_ANALYTICS_REPORTING_ENABLED: "false",
      GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
      GF_NEWS_NEWS_FEED_ENABLED: "false",
      GF_PLUGINS_PREINSTALL_DISABLED: "true",
      GF_SECURITY_DISABLE_GRAVATAR: "true",
      GF_LOG_MODE: "console",
    },
    files: {
      ...Object.fromEntries(
        Object.entries(grafanaFiles(sources, dashboards)).map(([path, content]) => [path, { content }]),
      ),
      [passwordFile]: { content: admin.value },
    },
    // What it shows is described: nothing of its own outlives it.
    scratch: ["/var/lib/grafana", "/var/log/grafana"],
    user: "472:472",
    port: 3000,
    health: answers("/api/health"),
    resources: resources(0.05, 128, { cpu: 0.5, memory: 384 }),
    ...published(system, name),
  });
  return { service, path: "monitoring.dashboards", secret: admin, scrape: scrapeOf(service) };
}
