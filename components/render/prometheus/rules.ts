import { stringify } from "yaml";
import type { Alert } from "../../model";
import { promDuration } from "./duration";

/** One file of alerting rules. @param groups alerts by the name of their group */
export function renderRules(groups: Readonly<Record<string, readonly Alert[]>>): string {
  return stringify(
    {
      groups: Object.entries(groups)
        .filter(([, alerts]) => alerts.length > 0)
        .map(([name, alerts]) => ({ name, rules: alerts.map(rule) })),
    },
    { lineWidth: 0 },
  );
}

function rule({ name, expr, for: lasting, severity, summary, description }: Alert) {
  return {
    alert: name,
    expr,
    for: promDuration(lasting),
    labels: { severity },
    annotations: { summary, ...(description === undefined ? {} : { description }) },
  };
}
