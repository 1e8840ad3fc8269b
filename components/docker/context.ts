import type * as docker from "@pulumi/docker";
import type { Input, Output } from "@pulumi/pulumi";
import type { Image, Value } from "../model";
import type { NetworkMembership } from "./container.shape";
import type { ContainerImage } from "./images";

/** Changes a child's arguments before it is registered; for what the model does not say. */
export type Transform<T> = (args: T) => T;

/** What the parts of one system on one engine share. */
export interface DockerContext {
  /** Prefix of every name: system and stack. */
  readonly prefix: string;
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

/** Labels by which the commands find a stack's containers. */
export function labels(
  context: DockerContext,
  part: string,
  role: string,
): Readonly<Record<string, Input<string>>> {
  return {
    "dev.trireme.stack": context.stack,
    "dev.trireme.part": part,
    "dev.trireme.role": role,
  };
}

export type ContainerTransform = Transform<docker.ContainerArgs>;
