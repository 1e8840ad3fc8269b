import type * as docker from "@pulumi/docker";
import type { Input, Output } from "@pulumi/pulumi";
import { labelNames, type Image, type Role, type Value } from "../model";
import type { NetworkMembership } from "./container.shape";
import type { ContainerImage } from "./images";

/** Changes a child's arguments before it is registered; for what the model does not say. */
export type Transform<T> = (args: T) => T;

/** What the parts of one system on one engine share. */
export interface DockerContext {
  /** Prefix of every name: system and stack. */
  readonly prefix: string;
  readonly system: string;
  readonly stack: string;
  /** The networks that a part is on, and its name there. */
  networks(part: string): readonly NetworkMembership[];
  /** A network of a part's own through which its published ports or the internet are reached. */
  outside(part: string): NetworkMembership;
  image(image: Image): ContainerImage;
  /** An official image, or its substitute on this machine. */
  engineImage(reference: string): ContainerImage;
  resolve(value: Value): Output<string>;
}

/** Labels by which a stack's containers are found again. */
export function labels(
  context: DockerContext,
  part: string,
  role: Role,
): Readonly<Record<string, Input<string>>> {
  return {
    [labelNames.system]: context.system,
    [labelNames.stack]: context.stack,
    [labelNames.part]: part,
    [labelNames.role]: role,
  };
}

export type ContainerTransform = Transform<docker.ContainerArgs>;
