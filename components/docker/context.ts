import type * as docker from "@pulumi/docker";
import type { types } from "@pulumi/docker";
import type { Input, Output } from "@pulumi/pulumi";
import { labelNames, type HostAccess, type Image, type Role, type Value } from "../model";
import type { NetworkMembership } from "./workload/container.args";
import type { Engine } from "./runtime";
import type { ContainerImage } from "./workload/images";

/** What an instance mounts so that its health can be asked, whatever its image has. */
export interface Prober {
  readonly volumes: readonly types.input.ContainerVolume[];
  readonly dependsOn: readonly Output<docker.Container>[];
}

/** What the components of one system on one engine share. */
export interface DockerContext {
  /** Prefix of every name: system and stack. */
  readonly prefix: string;
  readonly system: string;
  readonly stack: string;
  /**
   * The networks that a component is on, and its name there; with the way out where it publishes ports or reaches beyond the system.
   *
   * @param instance its number, of a service that is asked for metrics
   */
  networks(component: string, publishes?: boolean, instance?: number): readonly NetworkMembership[];
  /** A network of a component's own through which its published ports or the internet are reached. */
  outside(component: string): NetworkMembership;
  /** What of the machine a component sees. */
  host(component: string): HostAccess | undefined;
  /** Whether a feature made it, and not the author. */
  lowered(component: string): boolean;
  image(image: Image): ContainerImage;
  /** An official image, or its substitute on this machine. */
  engineImage(reference: string): ContainerImage;
  resolve(value: Value): Output<string>;
  /** The same for a store's own container, which keeps the password that it was first started with. */
  readonly initially: (value: Value) => Output<string>;
  /** Where components without a port of their own write their metrics; absent where a system has none of them. */
  readonly metrics?: { readonly volume: Input<string> };
  /** The tools by which an instance's health is asked; made when they are first wanted. */
  prober(): Prober;
  /** Asked how the containers that Pulumi made are doing. */
  readonly engine: Engine;
}

/** Labels by which a stack's containers are found again. */
export function labels(
  context: DockerContext,
  component: string,
  role: Role,
): Readonly<Record<string, Input<string>>> {
  return {
    [labelNames.system]: context.system,
    [labelNames.stack]: context.stack,
    [labelNames.component]: component,
    [labelNames.role]: role,
  };
}
