import { Proxy, ProxyDefaultTargetGroup, ProxyTarget, type Instance } from "@pulumi/aws/rds";
import type { Secret } from "@pulumi/aws/secretsmanager";
import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import type { Postgres } from "../../model";
import type { AwsContext } from "../context";
import { tags } from "../labels";
import { identifierOf, poolPercent } from "./postgres.args";
import { createRole } from "../iam/roles";
import { keyStatement } from "../iam/statements";

/** RDS Proxy in front of an instance: connections that many short-lived tasks share. */
export function createPooler(
  context: AwsContext,
  args: {
    readonly store: Postgres;
    readonly name: string;
    readonly credentials: Secret;
    readonly instance: Instance;
  },
  parent: Resource,
): { readonly target: ProxyTarget; readonly address: Output<string> } {
  const { store, name, credentials, instance } = args;
  const role = createRole(
    context,
    {
      name: `${store.name}-pooler`,
      service: "rds.amazonaws.com",
      account: context.settings.account,
      statements: [
        {
          sid: "ReadCredentials",
          actions: ["secretsmanager:GetSecretValue"],
          resources: [credentials.arn],
        },
        keyStatement(context, "secretsmanager"),
      ],
    },
    parent,
  );
  const proxy = new Proxy(
    name,
    {
      name: identifierOf(context.prefix, store.name, "pooler"),
      engineFamily: "POSTGRESQL",
      requireTls: true,
      idleClientTimeout: 1800,
      roleArn: role.arn,
      auths: [
        {
          authScheme: "SECRETS",
          iamAuth: "DISABLED",
          secretArn: credentials.arn,
          clientPasswordAuthType: "POSTGRES_SCRAM_SHA_256",
        },
      ],
      vpcSubnetIds: [...context.network.subnets.isolated],
      vpcSecurityGroupIds: [context.network.securityGroupOf(store.name)],
      tags: tags(context, store.name, "store"),
    },
    { parent },
  );
  const group = new ProxyDefaultTargetGroup(
    name,
    {
      dbProxyName: proxy.name,
      connectionPoolConfig: {
        maxConnectionsPercent: poolPercent(store),
        connectionBorrowTimeout: 120,
      },
    },
    { parent },
  );
  const target = new ProxyTarget(
    name,
    {
      dbProxyName: proxy.name,
      targetGroupName: group.name,
      dbInstanceIdentifier: instance.identifier,
    },
    { parent },
  );
  return { target, address: interpolate`${proxy.endpoint}:5432` };
}
