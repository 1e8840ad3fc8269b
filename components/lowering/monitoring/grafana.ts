import { password, type Dashboard, type Service, type System } from "../../model";
import { grafanaFiles, type DataSources } from "../../render/grafana";
import { addressOf, answers, imageOf, made, published, resources, scrapeOf, type Made } from "./parts";
import { joined } from "../../render/document";
import { cloudVariables } from "../../render/telemetry/managed";

const name = "grafana";
const passwordFile = "/run/secrets/admin-password";

/** Pages of graphs: there where someone described some, or its page is wanted, or logs that it shows. */
export function grafana(
  system: System,
  of: Readonly<Partial<Record<"prometheus" | "alertmanager" | "loki" | "jaeger", Service>>>,
): Made | undefined {
  const { dashboards = [], publish } = system.monitoring ?? {};
  if (dashboards.length === 0 && publish?.grafana === undefined && of.loki === undefined) return undefined;
  const sources = Object.fromEntries(
    Object.entries(of).map(([type, service]) => [type, joined(["http://", addressOf(service)])]),
  );
  return pages(system, { sources, dashboards });
}

/** The same where a cloud keeps the metrics, which it asks with the rights of its own task; its plugin of Prometheus signs what it asks. */
export function managedGrafana(system: System, dashboards: readonly Dashboard[]): Made | undefined {
  if (dashboards.length === 0 && system.monitoring?.publish?.grafana === undefined) return undefined;
  const sources = { prometheus: `$${cloudVariables.metrics}/` };
  const made = pages(system, {
    ...{ sources, dashboards, signed: true },
    env: { GF_AUTH_SIGV4_AUTH_ENABLED: "true", AWS_SDK_LOAD_CONFIG: "true" },
  });
  // It tells of itself what nobody looks at, and its series would cost more than it does.
  const { scrape: _, ...rest } = made;
  return { ...rest, cloud: ["read-metrics"] };
}

function pages(
  system: System,
  {
    sources,
    dashboards,
    signed = false,
    env = {},
  }: {
    readonly sources: DataSources;
    readonly dashboards: readonly Dashboard[];
    readonly signed?: boolean;
    readonly env?: Readonly<Record<string, string>>;
  },
): Made {
  const admin = password("grafana-admin-password");
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
      ...env,
    },
    files: {
      ...Object.fromEntries(
        Object.entries(grafanaFiles(sources, dashboards, signed)).map(([path, content]) => [
          path,
          { content },
        ]),
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
