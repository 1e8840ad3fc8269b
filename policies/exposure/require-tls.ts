import { z } from "zod";
import { dockerLabels } from "../containers.docker";
import { policy, type Finding } from "../policy";
import { awsBestPractices } from "../references";
import { ancestry, at, fact, kindOf, list, record, unknown, type Subject, textOf } from "../subject";

const versions = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;
const thresholds = z.object({
  /** The oldest protocol that a public listener speaks. */
  minimum: z.enum(versions).default("TLSv1.2"),
});
type Minimum = z.infer<typeof thresholds>["minimum"];

const tooOld = (spoken: string, minimum: Minimum) =>
  versions.indexOf(spoken as Minimum) >= 0 && versions.indexOf(spoken as Minimum) < versions.indexOf(minimum);

/** The proxy on Docker: its configuration is among the files that its reload takes in. */
function nginx(subject: Subject, minimum: Minimum): readonly Finding[] {
  if (subject.type !== "docker:index/container:Container") return [];
  const role = dockerLabels(subject).get("dev.trireme.role");
  if (role !== "reload") return [];
  // It has no port of the host, which another policy holds; the engine in front of it speaks TLS.
  if (ancestry(subject).at(-1) === "trireme:docker:SiteServer") return [];
  return list(subject.props.uploads).flatMap((upload, index): readonly Finding[] => {
    const { file, content } = record(upload);
    if (typeof content !== "string" || !String(file).endsWith("nginx.conf")) return [];
    const path = `uploads[${index}].content`;
    if (!/^\s*listen [^;]*\bssl\b/m.test(content))
      return [
        {
          subject,
          path,
          value: content,
          instead: "without a listener that speaks TLS",
          allowed: "HTTPS",
          fix: "Give the ingress tls and https.",
        },
      ];
    const spoken = [...content.matchAll(/^\s*ssl_protocols ([^;]+);/gm)].flatMap(([, words = ""]) =>
      words.split(/\s+/),
    );
    const old = spoken.filter((protocol) => tooOld(protocol, minimum));
    return old.length === 0
      ? []
      : [
          {
            subject,
            path,
            value: content,
            instead: `ssl_protocols ${spoken.join(" ")}`,
            allowed: `${minimum} and newer`,
            fix: `Leave out ${old.join(", ")}.`,
          },
        ];
  });
}

/** Traefik and Kong on Docker: what they listen on stands in their arguments and variables. */
function engine(subject: Subject): readonly Finding[] {
  if (subject.type !== "docker:index/container:Container") return [];
  if (dockerLabels(subject).get("dev.trireme.role") !== "proxy") return [];
  const words = (value: unknown): readonly string[] =>
    list(value).filter((one): one is string => typeof one === "string");
  const entries = words(subject.props.command).filter((word) => /^--entryPoints\.\w+\.address=/.test(word));
  const listens = words(subject.props.envs).filter((word) => word.startsWith("KONG_PROXY_LISTEN="));
  const plain = [
    { path: "command", found: entries, speaks: /^--entryPoints\.websecure\./ },
    { path: "envs", found: listens, speaks: /\bssl\b/ },
  ].filter(({ found, speaks }) => found.length > 0 && !found.some((word) => speaks.test(word)));
  return plain.map(({ path, found }) => ({
    subject,
    path,
    value: found,
    instead: `${found.join(" ")}, without a listener that speaks TLS`,
    allowed: "HTTPS",
    fix: "Give the ingress tls and https.",
  }));
}

/** Policies of a load balancer by the oldest protocol that they speak. */
function balancerMinimum(name: string): Minimum {
  if (/TLS13-1-3/.test(name)) return "TLSv1.3";
  if (/TLS13-1-2|TLS-1-2|TLS-1-2-Ext|FS-1-2/.test(name)) return "TLSv1.2";
  if (/1-1/.test(name)) return "TLSv1.1";
  return "TLSv1";
}

function balancer(subject: Subject, minimum: Minimum): readonly Finding[] {
  if (!/^aws:(lb|alb)\/listener:Listener$/.test(subject.type)) return [];
  const { protocol, sslPolicy, defaultActions } = subject.props;
  if (protocol === unknown) return [];
  if (protocol === "HTTPS" || protocol === "TLS") {
    const policyName = sslPolicy === undefined ? "ELBSecurityPolicy-2016-08" : sslPolicy;
    return policyName === unknown || !tooOld(balancerMinimum(textOf(policyName)), minimum)
      ? []
      : [
          {
            subject,
            path: "sslPolicy",
            value: sslPolicy,
            allowed: `a policy from ${minimum} on`,
            fix: 'Set it to "ELBSecurityPolicy-TLS13-1-2-2021-06".',
          },
        ];
  }
  const redirects = list(defaultActions).every(
    (action) => record(action).type === "redirect" && at(action, "redirect.protocol") === "HTTPS",
  );
  return redirects && list(defaultActions).length > 0
    ? []
    : [
        {
          subject,
          path: "protocol",
          value: protocol,
          allowed: '"HTTPS", or a redirect to it',
          fix: "Listen with a certificate; redirect port 80.",
        },
      ];
}

function distribution(subject: Subject, minimum: Minimum): readonly Finding[] {
  if (kindOf(subject) !== "aws:Distribution") return [];
  const behaviours = [
    { value: subject.props.defaultCacheBehavior, path: "defaultCacheBehavior" },
    ...list(subject.props.orderedCacheBehaviors).map((value, index) => ({
      value,
      path: `orderedCacheBehaviors[${index}]`,
    })),
  ].map(({ value, path }) => fact(value, "viewerProtocolPolicy", path));
  const version = fact(subject.props, "viewerCertificate.minimumProtocolVersion");
  const spoken = String(version.value).split("_")[0] ?? "";
  return [
    ...behaviours
      .filter(({ value }) => value !== "redirect-to-https" && value !== "https-only" && value !== unknown)
      .map((found) => ({
        ...found,
        subject,
        allowed: '"redirect-to-https" or "https-only"',
        fix: "Set it.",
      })),
    ...(version.value === unknown || (spoken.startsWith("TLSv1") && !tooOld(spoken, minimum))
      ? []
      : [
          {
            ...version,
            subject,
            allowed: `${minimum} and newer`,
            fix: 'Set it to "TLSv1.2_2021"; it needs a certificate of your own.',
          },
        ]),
  ];
}

function cluster(subject: Subject): readonly Finding[] {
  if (kindOf(subject) === "kubernetes:Ingress") {
    const covered = list(at(subject.props, "spec.tls")).flatMap((one) => list(record(one).hosts));
    return list(at(subject.props, "spec.rules")).flatMap((rule, index) => {
      const host = fact(rule, "host", `spec.rules[${index}]`);
      return host.value === unknown || covered.includes(host.value)
        ? []
        : [
            {
              ...host,
              subject,
              allowed: "hosts that spec.tls names",
              fix: "Add the host and its secret to spec.tls.",
            },
          ];
    });
  }
  if (kindOf(subject) !== "kubernetes:Gateway") return [];
  return list(at(subject.props, "spec.listeners")).flatMap((listener, index) => {
    const protocol = fact(listener, "protocol", `spec.listeners[${index}]`);
    // Port 80 is there to redirect.
    const fine = protocol.value === "HTTPS" || protocol.value === "TLS" || record(listener).port === 80;
    return fine || protocol.value === unknown
      ? []
      : [{ ...protocol, subject, allowed: '"HTTPS" or "TLS"', fix: "Listen with a certificate." }];
  });
}

export const requireTls = policy({
  name: "require-tls",
  description: "In production every public listener speaks TLS, and none of its broken versions.",
  severity: "high",
  environments: ["production"],
  references: [awsBestPractices("ELB.1", "CloudFront.3", "CloudFront.15")],
  thresholds,
  check: (subjects, { minimum }) =>
    subjects.flatMap((subject) => [
      ...nginx(subject, minimum),
      ...engine(subject),
      ...balancer(subject, minimum),
      ...distribution(subject, minimum),
      ...cluster(subject),
    ]),
});
