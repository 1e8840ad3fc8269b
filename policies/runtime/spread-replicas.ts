import { z } from "zod";
import { podOf } from "../containers.kubernetes";
import { policy, type Finding } from "../policy";
import { cisKubernetes, podSecurity } from "../references";
import { at, fact, list, record, unknown, type Subject, numberOf } from "../subject";

const thresholds = z.object({
  /** Replicas from which they must survive the loss of a node. */
  from: z.number().int().min(2).default(2),
});

function replicated(subject: Subject, from: number): boolean {
  return (
    /^kubernetes:apps\/v1:(Deployment|StatefulSet)$/.test(subject.type) &&
    numberOf(at(subject.props, "spec.replicas")) >= from
  );
}

const namespaceOf = (subject: Subject) => at(subject.props, "metadata.namespace") ?? "default";

/** True if every label that a selector asks for is there; an empty one selects all. */
function selects(selector: unknown, labels: unknown): boolean {
  return Object.entries(record(record(selector).matchLabels)).every(
    ([name, value]) => record(labels)[name] === value,
  );
}

export const spreadReplicas = policy({
  name: "spread-replicas",
  description: "Replicas do not all stand on one node.",
  severity: "medium",
  thresholds,
  check: (subjects, { from }) =>
    subjects
      .filter((subject) => replicated(subject, from))
      .flatMap((subject): readonly Finding[] => {
        const pod = podOf(subject);
        const affinity = fact(pod?.spec, "affinity.podAntiAffinity", pod?.path);
        const spread = at(pod?.spec, "topologySpreadConstraints");
        return affinity.value === undefined && list(spread).length === 0
          ? [
              {
                ...affinity,
                subject,
                allowed: "podAntiAffinity, or topologySpreadConstraints, from 2 replicas on",
                fix: "Prefer another node (kubernetes.io/hostname) for each of them.",
              },
            ]
          : [];
      }),
});

export const limitDisruption = policy({
  name: "limit-disruption",
  description: "Maintenance of nodes never takes all replicas at once.",
  severity: "medium",
  scope: "stack",
  thresholds,
  check: (subjects, { from }) => {
    const budgets = subjects.filter(({ type }) => type === "kubernetes:policy/v1:PodDisruptionBudget");
    return subjects
      .filter((subject) => replicated(subject, from))
      .filter(
        (subject) =>
          !budgets.some(
            (budget) =>
              namespaceOf(budget) === namespaceOf(subject) &&
              selects(at(budget.props, "spec.selector"), at(subject.props, "spec.template.metadata.labels")),
          ),
      )
      .map((subject) => ({
        subject,
        path: "PodDisruptionBudget",
        value: undefined,
        allowed: "a PodDisruptionBudget that selects its pods",
        fix: "Add one with maxUnavailable: 1.",
      }));
  },
});

export const denyByDefault = policy({
  name: "deny-by-default",
  description: "In every namespace with pods, what no rule allows is denied.",
  severity: "high",
  references: [cisKubernetes("5.3.2")],
  scope: "stack",
  thresholds: z.object({}),
  check: (subjects) => {
    const denying = subjects
      .filter(({ type }) => type === "kubernetes:networking.k8s.io/v1:NetworkPolicy")
      .filter(({ props }) => {
        const { podSelector, ingress, policyTypes } = record(props.spec);
        const all = Object.keys(record(podSelector)).length === 0;
        return all && list(ingress).length === 0 && list(policyTypes).includes("Ingress");
      })
      .map(namespaceOf);
    const seen = new Set<unknown>();
    return subjects
      .filter((subject) => podOf(subject) !== undefined && !denying.includes(namespaceOf(subject)))
      .filter((subject) => {
        const namespace = namespaceOf(subject);
        if (namespace === unknown || seen.has(namespace)) return false;
        seen.add(namespace);
        return true;
      })
      .map((subject) => ({
        subject,
        path: "metadata.namespace",
        value: namespaceOf(subject),
        allowed: "namespaces with a NetworkPolicy that selects all pods and allows nothing in",
        fix: "Add one with podSelector: {} and policyTypes: [Ingress, Egress].",
      }));
  },
});

export const confineSystemCalls = policy({
  name: "confine-system-calls",
  description: "Every pod runs under a seccomp profile.",
  severity: "medium",
  references: [podSecurity("seccompProfile"), cisKubernetes("5.7.2")],
  thresholds: z.object({}),
  check: (subjects) =>
    subjects.flatMap((subject) => {
      const pod = podOf(subject);
      if (pod === undefined) return [];
      const profile = fact(pod.spec, "securityContext.seccompProfile.type", pod.path);
      const own = list(record(pod.spec).containers).map((one) =>
        at(one, "securityContext.seccompProfile.type"),
      );
      const fine = (value: unknown) =>
        value === "RuntimeDefault" || value === "Localhost" || value === unknown;
      return fine(profile.value) || (own.length > 0 && own.every(fine))
        ? []
        : [{ ...profile, subject, allowed: '"RuntimeDefault" or "Localhost"', fix: "Set it for the pod." }];
    }),
});
