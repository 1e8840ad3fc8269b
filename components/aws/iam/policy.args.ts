import { all, output, type Input, type Output } from "@pulumi/pulumi";

type Conditions = Readonly<Record<string, Readonly<Record<string, Input<string> | readonly string[]>>>>;

/** One sentence of an IAM policy: actions by name on resources by ARN. */
export interface Statement {
  /** Letters and digits. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly Input<string>[];
  /** Operator → key → value, e.g. `{ StringEquals: { "aws:SourceAccount": "…" } }`. */
  readonly conditions?: Conditions;
}

/** A sentence of a resource's own policy, which says whom it is for. */
export interface ResourceStatement extends Statement {
  readonly effect?: "Allow" | "Deny";
  /** `{ Service: "logs.amazonaws.com" }`, or `*` where the condition narrows it. */
  readonly principal: "*" | Readonly<Record<string, Input<string> | readonly string[]>>;
}

function written(statement: Statement | ResourceStatement) {
  const { sid, actions, resources, conditions } = statement;
  return {
    Sid: sid,
    Effect: "effect" in statement ? (statement.effect ?? "Allow") : "Allow",
    ...("principal" in statement ? { Principal: statement.principal } : {}),
    Action: [...actions].sort(),
    Resource: all([...resources]).apply((arns) => [...arns].sort()),
    ...(conditions === undefined ? {} : { Condition: conditions }),
  };
}

/** A policy's JSON: the same statements give the same bytes. */
export function policyDocument(statements: readonly (Statement | ResourceStatement)[]): Output<string> {
  return output(statements.map(written)).apply((Statement) =>
    JSON.stringify({ Version: "2012-10-17", Statement }),
  );
}

/** Who may take a role: a service of AWS, for this account alone. */
export function assumedBy(service: string, account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        // Another account that has the service act for it cannot take our role.
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ],
  });
}
