import { isServer } from "../../engines";
import type { Signal } from "../../signal";
import type { System } from "../../system";
import { isDuration, seconds } from "../../values/units";
import { noSuch, type Problem } from "../problem";

/** Seconds of the longest answers that proxies tell apart. */
const longestAnswer = 60;

/** The names that a signal may have in a system. */
function known(system: System, signal: Signal): readonly string[] {
  const routed = (system.ingress?.routes ?? []).flatMap(({ to }) => ("service" in to ? [to.service] : []));
  const services = system.services.map(({ name }) => name);
  if (signal.type === "error-rate" || signal.type === "latency") return [...new Set(routed)];
  return signal.type === "down"
    ? [...services, ...system.stores.filter(isServer).map(({ name }) => name)]
    : services;
}

function nameProblems(system: System, path: string, signal: Signal): readonly Problem[] {
  const measuredInFront = signal.type === "error-rate" || signal.type === "latency";
  if (measuredInFront && system.ingress === undefined)
    return [
      {
        path,
        message: `${signal.type} is measured where requests come in, and the system has no ingress; write PromQL of what a service itself measures`,
      },
    ];
  const names = known(system, signal);
  const kind = signal.type === "down" ? "service or store" : measuredInFront ? "routed service" : "service";
  const given =
    "service" in signal && signal.service !== undefined
      ? [{ key: "service", name: signal.service }]
      : "of" in signal
        ? (signal.of ?? []).map((name) => ({ key: "of", name }))
        : [];
  return [
    ...given
      .filter(({ name }) => !names.includes(name))
      .map(({ key, name }) => ({ path: `${path}.${key}`, message: noSuch(kind, name, names) })),
    ...("of" in signal && signal.of?.length === 0
      ? [
          {
            path: `${path}.of`,
            message: "is empty, and would never hold; name something, or leave it out for all",
          },
        ]
      : []),
  ];
}

/** Numbers that no measurement goes beyond. */
function boundProblems(path: string, signal: Signal): readonly Problem[] {
  const share = (key: string, value: number, none: boolean): readonly Problem[] =>
    Number.isFinite(value) && value < 1 && (none ? value >= 0 : value > 0)
      ? []
      : [
          {
            path: `${path}.${key}`,
            message: `${value} is not a share; allowed are numbers ${none ? "from 0" : "above 0"} to below 1, such as 0.05 for 5 %`,
          },
        ];
  switch (signal.type) {
    case "error-rate":
      return share("above", signal.above, true);
    case "cpu":
    case "memory":
      return share("above", signal.above, false);
    case "disk":
      return share("below", signal.below, false);
    case "latency":
      return [
        ...(signal.percentile > 0 && signal.percentile < 100
          ? []
          : [
              {
                path: `${path}.percentile`,
                message: `${signal.percentile} is not a percentile; allowed are numbers above 0 and below 100, such as 95`,
              },
            ]),
        ...(isDuration(signal.above) && seconds(signal.above) >= longestAnswer
          ? [
              {
                path: `${path}.above`,
                message: `"${signal.above}" is too long: proxies tell answers of ${longestAnswer} s and more not apart; write less`,
              },
            ]
          : []),
      ];
    case "down":
      return [];
  }
}

function windowProblems({ monitoring }: System, path: string, signal: Signal): readonly Problem[] {
  const interval = monitoring?.metrics?.interval;
  if (!("over" in signal) || interval === undefined) return [];
  // How they are spelled is said elsewhere.
  if (!isDuration(signal.over) || !isDuration(interval)) return [];
  const twice = 2 * seconds(interval);
  return seconds(signal.over) >= twice
    ? []
    : [
        {
          path: `${path}.over`,
          message: `"${signal.over}" holds no two measurements, of which there is one every ${interval}; write "${twice}s" or more`,
        },
      ];
}

/** What alerts say by signals. */
export function checkSignals(system: System): readonly Problem[] {
  return (system.monitoring?.alerts ?? []).flatMap(({ name, expr }) => {
    if (typeof expr === "string") return [];
    const path = `monitoring.alerts.${name}.expr`;
    return [
      ...nameProblems(system, path, expr),
      ...boundProblems(path, expr),
      ...windowProblems(system, path, expr),
    ];
  });
}
