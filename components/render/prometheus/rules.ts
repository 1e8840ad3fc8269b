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
export function renderRules(
  system: System,
  groups: Readonly<Record<string, readonly (Alert | Recording)[]>>,
  place: Place = "engine",
): string {
  return stringify(
    {
      groups: Object.entries(groups)
        .filter(([, rules]) => rules.length > 0)
        .map(([name, rules]) => ({
          name,
          rules: rules.map((one) => ("record" in one ? one : alerting(one, system, place))),
        })),
    },
    { lineWidth: 0 },
  );
}

function alerting(alert: Alert, system: System, place: Place) {
  const { name, for: lasting, severity, summary, description } = alert;
  return {
    alert: name,
    expr: exprOf(alert, system, place),
    for: promDuration(lasting),
    labels: { severity },
    annotations: { summary, ...(description === undefined ? {} : { description }) },
  };
}
