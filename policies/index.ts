import {
  PolicyPack,
  Secret,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import type { AnyPolicy } from "./policy";
import { packPolicies } from "./policies";
import { subjectOf, type Received } from "./reading";
import type { Subject } from "./subject";
import { settingsOf, settingsSchema, violations } from "./settings";

const isSecret = (value: object): boolean => value instanceof Secret;

/** Takes off the SDK's guards, which refuse unknown values and open secrets: policies here tell them apart themselves. */
function unguarded(props: unknown): unknown {
  const guard = props as { readonly __isSpecialProxy?: boolean; readonly __getSpecialProxyTarget: unknown };
  return guard.__isSpecialProxy === true ? unguarded(guard.__getSpecialProxyTarget) : props;
}

const subjects = new WeakMap<object, Subject>();

/** A resource as policies read it; made once for all of them. */
function subject({ urn, name, type, opts, props }: Received): Subject {
  const own = unguarded(props) as object;
  const known = subjects.get(own);
  if (known !== undefined) return known;
  const made = subjectOf({ urn, name, type, opts, props: own }, isSecret);
  subjects.set(own, made);
  return made;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function configSchema(policy: AnyPolicy): ResourceValidationPolicy["configSchema"] {
  const { properties } = z.toJSONSchema(settingsSchema(policy), { io: "input" });
  return { properties: properties as NonNullable<ResourceValidationPolicy["configSchema"]>["properties"] };
}

function described(policy: AnyPolicy) {
  const [framework] = policy.references ?? [];
  return {
    name: policy.name,
    description: policy.description,
    enforcementLevel: policy.level ?? "mandatory",
    severity: policy.severity,
    configSchema: configSchema(policy),
    ...(framework === undefined
      ? {}
      : {
          framework: {
            name: framework.name,
            version: framework.version,
            reference: framework.rules.join(", "),
            specification: "",
          },
        }),
  };
}

/** The policy as Pulumi calls it. */
function registered(policy: AnyPolicy): ResourceValidationPolicy | StackValidationPolicy {
  if (policy.scope === "stack")
    return {
      ...described(policy),
      validateStack: (args, report) => {
        const settings = settingsOf(policy, args.getConfig());
        const subjects = args.resources.map(subject);
        for (const { urn, message } of violations(policy, subjects, settings, today())) report(message, urn);
      },
    };
  return {
    ...described(policy),
    validateResource: (args, report) => {
      const settings = settingsOf(policy, args.getConfig());
      for (const { message } of violations(policy, [subject(args)], settings, today())) report(message);
    },
  };
}

new PolicyPack("trireme", { policies: packPolicies.map(registered) });
