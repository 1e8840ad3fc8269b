import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Image, System, Value } from "../model";
import type { StoreAddress } from "../shared/addresses";
import type { AwsApi } from "./runtime";
import type { Owner } from "./labels";
import type { Statement } from "./iam/policy.args";
import type { AwsSettings } from "./settings";

/** The network of a system once it exists. */
export interface NetworkHandle {
  readonly vpcId: Output<string>;
  /** Ids of the subnets of each kind, one for each zone in their order. */
  readonly subnets: {
    /** The ingress, and the ways out. */
    readonly public: readonly Output<string>[];
    /** Tasks. */
    readonly private: readonly Output<string>[];
    /** Stores: no way out. */
    readonly isolated: readonly Output<string>[];
  };
  /** Where tasks run: private subnets, or public ones where there is no NAT. */
  readonly tasks: { readonly subnets: readonly Output<string>[]; readonly publicAddress: boolean };
  /** Id of the security group of the private endpoints; absent: AWS's APIs are reached over the internet. */
  readonly endpointsGroup: Output<string> | undefined;
  /** Id of the security group of a service, job, store, backup or the ingress. */
  securityGroupOf(component: string): Output<string>;
}

/** What the components of one system in one account share. */
export interface AwsContext extends Owner {
  readonly model: System;
  readonly environment: System["environment"];
  readonly settings: AwsSettings;
  /** Stores are protected against deletion and outlive the stack. */
  readonly protect: boolean;
  /** Our own key, by which everything at rest is encrypted. */
  readonly keyArn: Output<string>;
  readonly network: NetworkHandle;
  /** What must be there before a task starts: ways to AWS's APIs, and the places where tasks run. */
  readonly groundwork: readonly Resource[];
  /** The ECS cluster, and the Service Connect namespace in it. */
  readonly cluster: {
    readonly arn: Output<string>;
    readonly name: Output<string>;
    readonly namespaceArn: Output<string>;
  };
  /** Name and ARN of the log group of a component. */
  logGroupOf(component: string): { readonly name: Output<string>; readonly arn: Output<string> };
  /** Reference of one of the system's own images as tasks pull it. */
  image(image: Image): string;
  /** Reference of an official image as tasks pull it. */
  engineImage(reference: string): string;
  /** The text of a value; a store that is named in it must exist by then. */
  resolve(value: Value): Output<string>;
  /** Password of a store that the system runs. */
  passwordOf(store: string): Output<string>;
  /** Asked how services and tasks are doing. */
  readonly api: AwsApi;
}

/** A store that is made, by `createStore` of store.ts. */
export interface MadeStore {
  /** Where consumers reach it. */
  readonly address: StoreAddress;
  /** Must exist before a consumer starts. */
  readonly ready: Output<Resource>;
  /** What the tasks of its consumers may do, beside opening connections. */
  readonly grants?: readonly Statement[];
  /** What AWS calls it, by the name under which alarms and the dashboard speak of it. @default they know it beforehand */
  readonly watched?: Readonly<Record<string, Output<string>>>;
}

/** A shared volume on EFS, by `createVolume` of volume.ts. */
export interface MadeVolume {
  readonly fileSystemId: Output<string>;
  readonly fileSystemArn: Output<string>;
  readonly accessPointId: Output<string>;
  readonly accessPointArn: Output<string>;
  /** Its mount targets: must exist before a task that mounts it starts. */
  readonly ready: readonly Input<Resource>[];
}
