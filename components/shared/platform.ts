import type { Input, Output } from "@pulumi/pulumi";
import type { Pins, Rotations, System } from "../model";
import type { Joined, Joins } from "./join";

/** Where the bytes of an image come from. */
export type ImageSource =
  | { readonly from: "registry"; readonly reference: string }
  | {
      readonly from: "build";
      /** Absolute path of the build context. */
      readonly context: string;
      readonly dockerfile: string;
      readonly target?: string;
      readonly args: Readonly<Record<string, string>>;
      /** Hash of the context: another one builds again. */
      readonly hash: string;
      /** Absolute path on the operator's machine → path in the container, mounted read-only. */
      readonly watch: Readonly<Record<string, string>>;
    };

export interface PlatformArgs {
  readonly system: System;
  /** Sources of the system's own images by their key; absent: the image's reference is pulled. */
  readonly images: Readonly<Record<string, ImageSource>>;
  /** Images to use in place of others, by reference, for machines that cannot pull those. */
  readonly substitutes: Readonly<Record<string, string>>;
  /** The bytes that references of images stand for. @default what their tags stand for when they are pulled */
  readonly pins?: Pins;
  /** Values of the secrets that the operator provides, by name. */
  readonly provided: Readonly<Record<string, Input<string>>>;
  /** How often generated secrets and passwords of stores were rotated, by name. @default never */
  readonly rotations?: Rotations;
  /** Where the engine is: `ssh://user@host` or `unix:///path`. @default what `DOCKER_HOST` names */
  readonly host?: string;
  /** Stores are protected against deletion and outlive it. */
  readonly protect: boolean;
  /** What other stacks of the same system are told, by their names. @default no other stack runs anything of it */
  readonly joins?: Joins;
  /** The values that another stack of the same system has. @default all secrets are this stack's own */
  readonly joined?: Joined;
}

/** What every target reports of a running system. */
export interface PlatformResult {
  /** URLs that people open. */
  readonly urls: Readonly<Record<string, Output<string>>>;
  /** Generated credentials, secret. */
  readonly credentials: Readonly<Record<string, Output<string>>>;
  /** Commands that open on this machine what the system publishes for people and tools, where the target has no host for it. */
  readonly forwards?: Readonly<Record<string, Output<string>>>;
  /** What other stacks of the same system read, secret: `join-<stack>`. */
  readonly joins?: Readonly<Record<string, Output<string>>>;
  /** What else an operator wants to know: what a month costs, the commands that restore. */
  readonly facts?: Readonly<Record<string, Output<string>>>;
}
