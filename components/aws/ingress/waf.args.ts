import type { input } from "@pulumi/aws/types";
import { bytes, type Ingress, type RateLimit, type Route } from "../../model";
import { byPrecedence, pathRegex } from "./routes.args";

type Rule = input.wafv2.WebAclRule;
type Statement = input.wafv2.WebAclRuleStatement;

/** Seconds over which WAF counts. */
const window = 60;
/** WAF counts no fewer. */
export const fewestRequests = 10;
/** nginx's own limit of a request's body. */
const standardBody = "1Mi";

/** Requests of one address within the window: the rate, and one burst on top. */
export function windowLimit(zone: RateLimit, burst: number): number {
  const rate = zone.per === "second" ? zone.requests * window : zone.requests * (window / 60);
  return Math.ceil(rate + burst);
}

function path(regexString: string): Statement {
  return {
    regexMatchStatement: {
      regexString,
      fieldToMatch: { uriPath: {} },
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };
}

/** The routes of the same host that would answer before this one. */
function ahead(routes: readonly Route[], route: Route): readonly Route[] {
  const ordered = byPrecedence(routes);
  return ordered
    .slice(0, ordered.indexOf(route))
    .filter((other) => other.host === route.host && new RegExp(pathRegex(route)).test(other.path));
}

/** Requests that a route answers, and no route ahead of it. */
function answeredBy(routes: readonly Route[], route: Route): Statement {
  const others = ahead(routes, route);
  const own = path(pathRegex(route));
  if (others.length === 0) return own;
  const not: Statement = {
    notStatement: { statement: path(others.map(pathRegex).join("|")) },
  };
  return { andStatement: { statements: [own, not] } };
}

function anyOf(statements: readonly Statement[]): Statement {
  const [first, second] = statements;
  if (first !== undefined && second === undefined) return first;
  return { orStatement: { statements: [...statements] } };
}

const label = (name: string) => `trireme:${name.replace("-", ":")}`;

const seen = (metricName: string): Rule["visibilityConfig"] => ({
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
});

type Ruled = Omit<Rule, "priority">;

/** Labels the requests that some routes answer, for rules after it: a statement may hold others three levels deep only. */
function labelled(name: string, routes: readonly Route[], own: readonly Route[]): Ruled {
  return {
    name,
    action: { count: {} },
    statement: anyOf(own.map((route) => answeredBy(routes, route))),
    ruleLabels: [{ name: label(name) }],
    visibilityConfig: seen(name),
  };
}

function hasLabel(name: string): Statement {
  return { labelMatchStatement: { scope: "LABEL", key: label(name) } };
}

/** How many limits an ingress has that a route is under: each is a rule that counts an address's requests. */
export function ratesOf({ routes }: Pick<Ingress, "routes">): number {
  return new Set(routes.flatMap(({ limit }) => limit?.zone ?? [])).size;
}

/** The requests of a zone are counted together, whichever of its routes answers them. */
function zoneRules({ routes }: Ingress, zone: RateLimit): readonly Ruled[] {
  const own = routes.filter(({ limit }) => limit?.zone === zone.name);
  if (own.length === 0) return [];
  const burst = Math.max(...own.map(({ limit }) => limit?.burst ?? 0));
  const [all, name] = [`zone-${zone.name}`, `rate-${zone.name}`];
  return [
    labelled(all, routes, own),
    {
      name,
      action: { block: { customResponse: { responseCode: 429 } } },
      statement: {
        rateBasedStatement: {
          aggregateKeyType: "IP",
          limit: windowLimit(zone, burst),
          evaluationWindowSec: window,
          scopeDownStatement: hasLabel(all),
        },
      },
      visibilityConfig: seen(name),
    },
  ];
}

/** A regular expression for the decimal numbers above one. */
export function numbersAbove(most: number): string {
  const digits = String(most);
  const greater = [...digits].flatMap((digit, index) => {
    const rest = digits.length - index - 1;
    return digit === "9"
      ? []
      : [`${digits.slice(0, index)}[${Number(digit) + 1}-9]${rest === 0 ? "" : `[0-9]{${rest}}`}`];
  });
  return `^0*(${[`[1-9][0-9]{${digits.length},}`, ...greater].join("|")})$`;
}

/** Requests with more in them than their route takes, by the length that they declare. */
function bodyRules({ routes }: Ingress): readonly Ruled[] {
  const served = routes.filter(({ to }) => "service" in to);
  const sizes = [...new Set(served.map(({ maxBody }) => bytes(maxBody ?? standardBody)))].sort(
    (a, b) => a - b,
  );
  return sizes.flatMap((most): readonly Ruled[] => {
    const own = served.filter(({ maxBody }) => bytes(maxBody ?? standardBody) === most);
    const [all, name] = [`takes-${most}`, `body-${most}`];
    const tooLong: Statement = {
      regexMatchStatement: {
        regexString: numbersAbove(most),
        fieldToMatch: { singleHeader: { name: "content-length" } },
        textTransformations: [{ priority: 0, type: "NONE" }],
      },
    };
    return [
      labelled(all, routes, own),
      {
        name,
        action: { block: { customResponse: { responseCode: 413 } } },
        statement: { andStatement: { statements: [tooLong, hasLabel(all)] } },
        visibilityConfig: seen(name),
      },
    ];
  });
}

/** AWS's own rules: what is wrong wherever it is asked. */
const managed = [
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesAmazonIpReputationList",
];
/** Of those, what our own rules do better: uploads are bounded route by route. */
const overridden: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY"],
};

function managedRules(): readonly Ruled[] {
  return managed.map((name) => ({
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ruleActionOverrides: (overridden[name] ?? []).map((rule) => ({
          name: rule,
          actionToUse: { count: {} },
        })),
      },
    },
    visibilityConfig: seen(name),
  }));
}

/**
 * The rules before an ingress, in their order: sizes, rates by the routes' limits, AWS's own.
 *
 * @param bounded whether WAF keeps the limits of routes. @default true
 */
export function wafRules(ingress: Ingress, bounded = true): Rule[] {
  return [
    ...(bounded ? bodyRules(ingress) : []),
    ...(bounded ? (ingress.limits ?? []) : []).flatMap((zone) => zoneRules(ingress, zone)),
    ...managedRules(),
  ].map((rule, priority) => ({ ...rule, priority }));
}
