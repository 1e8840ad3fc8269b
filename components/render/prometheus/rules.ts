import { stringify } from "yaml";
import type { Alert, System } from "../../model";
import { promDuration } from "./duration";
import { signalExpr } from "./signals";

/** A series that is worked out once, for alerts and pages that would work it out again and again. */
export interface Recording {
  /** Its name: level, metric and operation. */
  readonly record: string;
  readonly expr: string;
}

/** The PromQL of an alert. */
export function exprOf({ expr }: Pick<Alert, "expr">, system: System): string {
  return typeof expr === "string" ? expr : signalExpr(expr, system);
}

/** One file of rules. @param groups alerts and recordings by the name of their group */
export function renderRules(
  system: System,
  groups: Readonly<Record<string, readonly (Alert | Recording)[]>>,
): string {
  return stringify(
    {
      groups: Object.entries(groups)
        .filter(([, rules]) => rules.length > 0)
        .map(([name, rules]) => ({
          name,
          rules: rules.map((one) => ("record" in one ? one : alerting(one, system))),
        })),
    },
    { lineWidth: 0 },
  );
}

function alerting(alert: Alert, system: System) {
  const { name, for: lasting, severity, summary, description } = alert;
  return {
    alert: name,
    expr: exprOf(alert, system),
    for: promDuration(lasting),
    labels: { severity },
    annotations: { summary, ...(description === undefined ? {} : { description }) },
  };
}
