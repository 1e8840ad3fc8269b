import type { Alert, Dashboard, Panel, System } from "../../model";
import { objectiveRecordings } from "../../render/prometheus/objectives";
import { defaultAlerts } from "../../render/prometheus/defaults";
import { renderRules } from "../../render/prometheus/rules";
import { asMade } from "../ingress/chosen.args";
import { behindFront, isFronted } from "../ingress/fronted.args";
import type { AwsSettings } from "../settings";
import { isEcr, pulledReference } from "../workload/images.args";
import { isDrawn } from "./panels.args";

/** Series of machines, clusters and containers of ours, which AWS measures by itself and under other names, or which nobody writes there. */
const elsewhere =
  /\b(?:container_(?:cpu|memory|spec|network|fs)_\w+|node_(?:cpu|memory|filesystem|disk|network|load|boot)\w*|(?:kube|kubelet|traefik|kong)_\w+|scheduled_job_\w+|(?:backup|restore_drill|wal_archive|certificate)_(?:last|offsite|success|timestamp|duration|failing|expiry|renewal)\w*)/;
/** Those of our nginx. */
const proxied = /\bproxy_request(?:s_total|_duration_seconds)\w*/;

/**
 * The first series of an expression that nothing on AWS writes.
 *
 * @param made with its nginx among the services, where there is one
 */
export function unwritten(expr: string, made: System): string | undefined {
  return elsewhere.exec(expr)?.[0] ?? (isFronted(made) ? undefined : proxied.exec(expr)?.[0]);
}

/** Whether a signal is of one service behind our nginx, of which the load balancer measures nothing. */
export function isCountedByNginx({ expr }: Alert, made: System): boolean {
  if (typeof expr === "string" || !("service" in expr) || expr.service === undefined) return false;
  return behindFront(made, expr.service);
}

/** The alerts of a system that are rules of Prometheus; those that are signals of CloudWatch are alarms. */
export function rulesOf(made: System): readonly Alert[] {
  return (made.monitoring?.alerts ?? []).filter(
    (alert) => typeof alert.expr === "string" || isCountedByNginx(alert, made),
  );
}

/** Whether a panel shows what Prometheus alone knows. */
function isPrometheus(panel: Panel, made: System): boolean {
  return unwritten(panel.expr, made) === undefined && !isDrawn(panel, made);
}

/** The property of monitoring by which Prometheus is asked for something; undefined where CloudWatch tells all that is asked. */
export function askedBy(made: System): string | undefined {
  const { dashboards = [], publish } = made.monitoring ?? {};
  const [rule] = rulesOf(made);
  if (rule !== undefined) return `alerts.${rule.name}`;
  const page = dashboards.find(({ panels }) => panels.some((panel) => isPrometheus(panel, made)));
  if (page !== undefined) return `dashboards.${page.title}`;
  return publish?.grafana === undefined ? undefined : "publish.grafana";
}

/** The pages of Grafana: what Prometheus knows, also where CloudWatch draws it as well. */
function pagesOf(made: System): readonly Dashboard[] {
  return (made.monitoring?.dashboards ?? [])
    .map((page) => ({
      ...page,
      panels: page.panels.filter(({ expr }) => unwritten(expr, made) === undefined),
    }))
    .filter(({ panels }) => panels.length > 0);
}

/** What AWS leaves to lowering: what asks for metrics and shows them, where CloudWatch does not tell what is asked. */
export function accountCapabilities(settings: AwsSettings) {
  return {
    features: ["monitoring"],
    place: "managed",
    managed: {
      asks: (system: System) => askedBy(asMade(system, settings)) !== undefined,
      pages: (system: System) => pagesOf(asMade(system, settings)),
      // Where AWS's APIs are reached over the internet, images are, too.
      beyond: (image: string) => settings.sizes.endpoints && !isEcr(pulledReference(image, "any", settings)),
    },
  } as const;
}

/** Rules that Amazon Managed Service for Prometheus takes in a group (https://docs.aws.amazon.com/prometheus/latest/userguide/AMP_quotas.html). */
const mostOfGroup = 20;

/** Rules in as many groups as they need: `system`, `system-2`. */
function inGroups<T>(name: string, rules: readonly T[]): Readonly<Record<string, readonly T[]>> {
  return Object.fromEntries(
    Array.from({ length: Math.ceil(rules.length / mostOfGroup) }, (_, index) => [
      index === 0 ? name : `${name}-${index + 1}`,
      rules.slice(index * mostOfGroup, (index + 1) * mostOfGroup),
    ]),
  );
}

/** The rules of a system's Prometheus (YAML), as on the other targets: its own, and what every system is watched for that CloudWatch does not tell. */
export function managedRules(made: System): string {
  const { ingress, ...rest } = made;
  // Nobody but our nginx counts requests for Prometheus.
  const system: System = ingress !== undefined && isFronted(made) ? { ...rest, ingress } : rest;
  return renderRules(
    system,
    {
      ...inGroups("objectives", objectiveRecordings(system)),
      ...inGroups("system", rulesOf(made)),
      ...inGroups("defaults", defaultAlerts(system, "managed")),
    },
    "managed",
  );
}
