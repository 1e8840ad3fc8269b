import { output } from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { assumedBy, policyDocument } from "../../../../../components/aws/iam/policy.args";
import { deployToAws, systemOn } from "../../../../support/aws";
import { deploy, kindOf, valueOf, type Registration } from "../../../../support/mocks";

interface Written {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Actions for which AWS knows no resource, with where it says so: the Service Authorization Reference. */
const everywhere: Readonly<Record<string, string>> = {
  "ecr:GetAuthorizationToken": "a login is for a whole registry",
  "cloudwatch:PutMetricData": "metrics have no ARN",
  "ssmmessages:CreateControlChannel": "a session's channels have no ARN",
  "ssmmessages:CreateDataChannel": "a session's channels have no ARN",
  "ssmmessages:OpenControlChannel": "a session's channels have no ARN",
  "ssmmessages:OpenDataChannel": "a session's channels have no ARN",
};

const written = ({ inputs }: Registration) =>
  (JSON.parse(String(inputs.policy)) as { readonly Statement: readonly Written[] }).Statement;

describe("a policy's document", () => {
  it("is the same for the same statements, in any order of their words", async () => {
    const statement = {
      sid: "Read",
      actions: ["s3:PutObject", "s3:GetObject"],
      resources: [output("b"), "a"],
    };
    expect(JSON.parse(await valueOf(policyDocument([statement])))).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: ["a", "b"] },
      ],
    });
  });

  it("lets a service take a role for its own account alone", () => {
    expect(JSON.parse(assumedBy("ecs-tasks.amazonaws.com", "123456789012"))).toMatchObject({
      Statement: [
        {
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
  });
});

describe.each(["simplr", "syfthub"] as const)("the roles of %s", (name) => {
  let roles: readonly Registration[];
  beforeAll(async () => {
    const { resources } = await deploy(() => deployToAws(systemOn(name, "production")), { stack: "prod" });
    roles = resources.filter(({ type }) => ["RolePolicy", "GroupPolicy"].includes(kindOf(type)));
  }, 120_000);

  it("may do what is called by its name, on what is named, where AWS has names", () => {
    expect(roles.length).toBeGreaterThan(5);
    const wide = roles.flatMap((role) =>
      written(role).flatMap(({ Action, Resource }) => [
        ...Action.filter((action) => action.includes("*")).map((action) => `${role.name}: ${action}`),
        ...(Resource.includes("*")
          ? Action.filter((action) => everywhere[action] === undefined).map(
              (action) => `${role.name}: ${action} on everything`,
            )
          : []),
      ]),
    );
    expect(wide).toEqual([]);
  });

  it("start with the secrets of their own part alone", () => {
    const readers = roles.flatMap((role) =>
      written(role)
        .filter(({ Action }) => Action.includes("secretsmanager:GetSecretValue"))
        .flatMap(({ Resource }) => Resource.map((arn) => `${role.name} ${arn.split("/").at(-1) ?? ""}`)),
    );
    expect(readers.filter((line) => line.includes("backend-start"))).toEqual(
      name === "syfthub" ? ["syfthub-prod-backend-start syfthub-prod-backend-secrets-0a1b2c3"] : [],
    );
    expect(readers.some((line) => line.startsWith(`${name}-prod-aggregator`))).toBe(false);
  });
});
