import { Platform, type AwsPlatformArgs } from "../../components/aws/platform";
import { settingsIn, type AwsSettings, type GivenSettings } from "../../components/aws/settings";
import type { Environment, System } from "../../components/model";
import { simplr } from "../../stacks/systems/simplr";
import { syfthub } from "../../stacks/systems/syfthub";
import { noApi } from "./outcomes";

const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

const given: GivenSettings = {
  region: "eu-west-1",
  account: "123456789012",
  cidr: "10.40.0.0/16",
  hostedZone: "Z0123456789ABCDEFGHIJ",
  stores: {},
  user: 1000,
  gpuInstance: "g5.xlarge",
  registries: {},
  alerts: { emails: ["ops@example.com"], webhooks: [] },
};

/** Settings of a stack on AWS as its environment has them. */
export function settingsOn(
  environment: Environment["name"],
  changes: Partial<GivenSettings> = {},
): AwsSettings {
  return settingsIn(environment, { ...given, ...changes });
}

/** What an environment says to a system on AWS. */
export function environmentOn(name: Environment["name"], system: string): Environment {
  return {
    name,
    domain: "app.example.com",
    repository: `${registry}/${system}`,
    tag: "v1.0.0",
    replicas: name === "production" ? 2 : 1,
    ports: {},
  };
}

const described = { simplr, syfthub } as const;

/** One of the two systems as it is deployed on AWS. */
export function systemOn(name: keyof typeof described, environment: Environment["name"]): System {
  return described[name](environmentOn(environment, name));
}

/** What SyftHub's development says of Vite's WebSocket, which pings every half minute. */
export const pinged = { kind: "balancer", readTimeout: 4000 } as const;

/** What SyftHub's production says to CloudFront. */
export const patient = { kind: "cloudfront", readTimeout: 120 } as const;

/** A stack in an account in which everything goes well. */
export function deployToAws(system: System, more: Partial<AwsPlatformArgs> = {}): Platform {
  return new Platform({
    system,
    images: {},
    substitutes: {},
    provided: {},
    protect: system.environment === "production",
    aws: settingsOn(system.environment, system.environment === "development" ? {} : { ingress: patient }),
    api: noApi,
    ...more,
  });
}
