import { describe, expect, it } from "vitest";
import {
  confineSystemCalls,
  denyByDefault,
  limitDisruption,
  spreadReplicas,
} from "../../../../policies/runtime/spread-replicas";
import { broken, deployment, holds, messagesOf, subject } from "../../../support/policies";

const pod = "spec.template.spec";
const budget = subject("kubernetes:policy/v1:PodDisruptionBudget", {
  metadata: { namespace: "shop" },
  spec: { maxUnavailable: 1, selector: { matchLabels: { app: "web" } } },
});
const denying = subject("kubernetes:networking.k8s.io/v1:NetworkPolicy", {
  metadata: { namespace: "shop" },
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
});

holds(spreadReplicas, [
  {
    what: "a Deployment of two",
    fine: deployment,
    breaks: [
      [
        `${pod}.affinity`,
        undefined,
        `kubernetes:Deployment "web": ${pod}.affinity.podAntiAffinity is not set; allowed: podAntiAffinity, or topologySpreadConstraints, from 2 replicas on. Prefer another node (kubernetes.io/hostname) for each of them.`,
      ],
    ],
  },
]);

describe(spreadReplicas.name, () => {
  it("asks nothing of a single one", () => {
    const one = broken(broken(deployment, `${pod}.affinity`, undefined), "spec.replicas", 1);
    expect(messagesOf(spreadReplicas, [one])).toEqual([]);
  });
});

const unbudgeted =
  'kubernetes:Deployment "web": PodDisruptionBudget is not set; allowed: a PodDisruptionBudget that selects its pods. Add one with maxUnavailable: 1.';

holds(limitDisruption, [
  {
    what: "a Deployment with a budget",
    fine: deployment,
    beside: [budget],
    breaks: [
      ["spec.template.metadata.labels.app", "api", unbudgeted],
      ["metadata.namespace", "other", unbudgeted],
    ],
  },
]);

holds(denyByDefault, [
  {
    what: "a policy that lets nothing in",
    fine: denying,
    beside: [deployment],
    breaks: [
      ["spec.podSelector", { matchLabels: { app: "web" } }],
      ["spec.ingress", [{}]],
      ["spec.policyTypes", ["Egress"]],
      ["metadata.namespace", "other"],
    ].map(
      ([path, value]) =>
        [
          path as string,
          value,
          'kubernetes:Deployment "web": metadata.namespace is "shop"; allowed: namespaces with a NetworkPolicy that selects all pods and allows nothing in. Add one with podSelector: {} and policyTypes: [Ingress, Egress]. [CIS Kubernetes Benchmark 1.9.0: 5.3.2]',
        ] as const,
    ),
  },
]);

holds(confineSystemCalls, [
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        `${pod}.securityContext.seccompProfile.type`,
        "Unconfined",
        `kubernetes:Deployment "web": ${pod}.securityContext.seccompProfile.type is "Unconfined"; allowed: "RuntimeDefault" or "Localhost". Set it for the pod. [Pod Security restricted v1.33: seccompProfile; CIS Kubernetes Benchmark 1.9.0: 5.7.2]`,
      ],
    ],
  },
]);
