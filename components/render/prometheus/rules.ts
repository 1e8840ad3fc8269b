import { stringify } from "yaml";
import type { Alert, System } from "../../model";
import { promDuration } from "./duration";
import type { Place } from "./place";
import { signalExpr } from "./signals";

/** A series that is worked out once, for alerts and pages that would work it out again and again. */
export interface Recording {
  /** Its name: level, metric and operation. */
  readonly record: string;
  readonly expr: string;
}

/** Alerts and recordings by the name of their group. */
type RuleGroups = Readonly<Record<string, readonly (Alert | Recording)[]>>;

/**
 * The PromQL of an alert.
 *
 * @param place what runs the measured. @default "engine"
 */
export function exprOf({ expr }: Pick<Alert, "expr">, system: System, place: Place = "engine"): string {
  return typeof expr === "string" ? expr : signalExpr(expr, system, place);
}

/**
 * One file of rules.
 *
 * @param groups alerts and recordings by the name of their group
 * @param place what runs the measured. @default "engine"
 */
export function renderRules(system: System, groups: RuleGroups, place: Place = "engine"): string {
  return stringify({ groups: ruleGroups(system, groups, place) }, { lineWidth: 0 });
}

/** The groups as Prometheus reads them, without those that are empty. */
export function ruleGroups(
  system: System,
  groups: RuleGroups,
  place: Place,
): readonly { readonly name: string; readonly rules: readonly (Recording | Alerting)[] }[] {
  return Object.entries(groups)
    .filter(([, rules]) => rules.length > 0)
    .map(([name, rules]) => ({
      name,
      rules: rules.map((one) => ("record" in one ? one : alerting(one, system, place))),
    }));
}

/** An alert as Prometheus reads it. */
interface Alerting {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

function alerting(alert: Alert, system: System, place: Place): Alerting {
  const { name, for: lasting, severity, summary, description } = alert;
  return {
    alert: name,
    expr: exprOf(alert, system, place),
    for: promDuration(lasting),
    labels: { severity },
    annotations: { summary, ...(description === undefined ? {} : { description }) },
  };
}
