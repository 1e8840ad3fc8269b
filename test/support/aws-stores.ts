import { output, secret } from "@pulumi/pulumi";
import type { AwsContext } from "../../components/aws/context";
import { settingsIn, type GivenSettings } from "../../components/aws/settings";
import {
  isConfidential,
  partsOf,
  refsOf,
  system,
  type Environment,
  type System,
} from "../../components/model";
import { simplr } from "../../stacks/systems/simplr";
import { syfthub } from "../../stacks/systems/syfthub";
import { readable } from "../unit/stacks/systems/readable";
import { noApi } from "./outcomes";

export function environment(name: Environment["name"]): Environment {
  return {
    name,
    domain: "app.example.com",
    repository: "ghcr.io/acme/app",
    tag: "v1.0.0",
    replicas: name === "production" ? 2 : 1,
    ports: {},
  };
}

export const systems = { simplr, syfthub } as const;

const given: GivenSettings = {
  region: "eu-west-1",
  account: "123456789012",
  cidr: "10.40.0.0/16",
  ingress: { kind: "cloudfront" },
  stores: {},
  gpuInstance: "g5.xlarge",
  registries: {},
  alerts: { emails: ["ops@example.com"], webhooks: [] },
};

export function awsSettings(name: Environment["name"] = "production", changes: Partial<GivenSettings> = {}) {
  return settingsIn(name, { ...given, ...changes });
}

/** A system with these parts and nothing else. */
export function shop(parts: Parameters<typeof system>[2], name: Environment["name"] = "production"): System {
  return system("shop", environment(name), parts);
}

/** What a component of the AWS target needs of its system, told by names alone. */
export function awsContext(model: System, changes: Partial<AwsContext> = {}): AwsContext {
  const id = (name: string) => output(name);
  return {
    prefix: `${model.name}-prod`,
    system: model.name,
    stack: "prod",
    model,
    environment: model.environment,
    settings: awsSettings(model.environment),
    protect: model.environment === "production",
    keyArn: id("arn:aws:kms:eu-west-1:123456789012:key/ours"),
    network: {
      vpcId: id("vpc"),
      subnets: {
        public: [id("public-a"), id("public-b")],
        private: [id("private-a"), id("private-b")],
        isolated: [id("isolated-a"), id("isolated-b")],
      },
      tasks: { subnets: [id("private-a"), id("private-b")], publicAddress: false },
      endpointsGroup: undefined,
      securityGroupOf: (part) => id(`sg-${part}`),
    },
    groundwork: [],
    cluster: {
      arn: id("arn:aws:ecs:eu-west-1:123456789012:cluster/shop"),
      name: id("shop"),
      namespaceArn: id("arn:aws:servicediscovery:eu-west-1:123456789012:namespace/shop"),
    },
    logGroupOf: (part) => ({
      name: id(`/trireme/${part}`),
      arn: id(`arn:aws:logs:::log-group:/trireme/${part}`),
    }),
    image: ({ reference }) => reference,
    engineImage: (reference) => reference,
    resolve: (value) => {
      const text = partsOf(value).map(readable).join("");
      return refsOf(value).some(isConfidential) ? secret(text) : output(text);
    },
    passwordOf: (store) => secret(`password of ${store}`),
    api: noApi,
    ...changes,
  };
}
