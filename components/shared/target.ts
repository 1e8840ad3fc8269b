import type { z } from "zod";
import type { Capabilities } from "../lowering";
import type { Environment, Limits, Problem, Rotations, System } from "../model";
import type { Catalogue } from "./children";
import type { PlatformArgs, PlatformResult } from "./platform";
import type { TransformsOf } from "./transform";

/** What a stack's file says beside its target's own settings, as far as targets act on it. */
export interface StackSettings {
  readonly environment: Environment["name"];
  /** Docker engine that the stack runs on. @default what `DOCKER_HOST` names */
  readonly host?: string;
  readonly settings: {
    readonly rotations: Rotations;
    readonly ports: Readonly<Record<string, number>>;
    readonly tls?: { readonly mode: string };
    readonly stores: Readonly<Record<string, { readonly resources?: unknown; readonly tls?: unknown }>>;
  };
}

/** A setting that a target acts on only where there is what it is for. */
export interface Setting {
  readonly path: string;
  /** What the stack's file says. */
  readonly value: unknown;
  readonly used: boolean;
  /** Why it would change nothing. */
  readonly why: string;
}

/** Who pulls the images of a target for which nothing is built here. */
interface Pullers {
  /** In messages: `the nodes of a cluster`. */
  readonly all: string;
  /** The same in short: `nodes`. */
  readonly short: string;
  /** How the stack's file says where it runs, in place of a Docker engine. */
  readonly place: string;
}

/** The transforms that the system has for a target's components; undefined where it has none. */
type ReadTransforms = <C extends Catalogue>(children: C) => Promise<TransformsOf<C> | undefined>;

type Schema = z.ZodType | undefined;
/** What a stack's file says below the target's own key, with the schema's defaults. */
type Given<S extends Schema> = S extends z.ZodType ? z.output<S> | undefined : undefined;

interface Description<Name extends string, S extends Schema, Settings> {
  readonly name: Name;
  /** What people call it: `Docker`. */
  readonly title: string;
  /** What its operator says: the key `trireme:<name>` of a stack's file. @default the target has no key of its own */
  readonly settings?: S;
  /** Said where the stack's file lacks that key. @default the key may be left out */
  readonly required?: string;
  /** What its platform acts on: as the stack says, else as usual for the environment. */
  readonly complete: (given: Given<S>, stack: StackSettings) => Settings;
  readonly limits: Omit<Limits, "target">;
  /** Pulumi's provider plugins that its stacks use. */
  readonly plugins: readonly string[];
  /** @default images are pulled, or built here, by a Docker engine */
  readonly pulls?: Pullers;
  /** Whether it counts instances by their load, where a service asks for that. */
  readonly autoscales: boolean;
  /** The features that become ordinary components there, with the usual settings. @default none */
  readonly lowers?: Capabilities;
  /** The same, where its settings have a say in it. @default `lowers` */
  readonly lowersBy?: (settings: Settings) => Capabilities;
  /** The system as its settings change it. @default as it is */
  readonly overridden?: (system: System, settings: Settings) => System;
  /** What a system, or the stack, asks for that it does not do. */
  readonly unsupported: (system: System, settings: Settings, stack: StackSettings) => readonly Problem[];
  /** Settings that may be for something that the system does not have. @default none */
  readonly conditional?: (
    system: System,
    settings: Settings,
    stack: StackSettings,
    given: Given<S>,
  ) => readonly Setting[];
  /** Makes the system; loads the provider's SDK, which nothing else of a descriptor does. */
  readonly platform: (
    args: PlatformArgs,
    settings: Settings,
    transforms: ReadTransforms,
  ) => Promise<PlatformResult>;
}

/** A place where systems run, as stacks and commands know it: its settings' type stays its own affair. */
export interface Target<Name extends string = string, S extends Schema = Schema, Settings = unknown> {
  readonly name: Name;
  readonly title: string;
  readonly settings: S;
  readonly required?: string;
  readonly limits: Limits;
  readonly plugins: readonly string[];
  readonly pulls?: Pullers;
  readonly autoscales: boolean;
  readonly lowers: Capabilities;
  /** What it leaves to lowering in a stack. */
  lowersIn(stack: StackSettings): Capabilities;
  /** Its settings in a stack, complete. */
  settingsOf(stack: StackSettings): Settings;
  overridden(system: System, stack: StackSettings): System;
  unsupported(system: System, stack: StackSettings): readonly Problem[];
  conditional(system: System, stack: StackSettings): readonly Setting[];
  platform(args: PlatformArgs, stack: StackSettings, transforms: ReadTransforms): Promise<PlatformResult>;
}

/** Describes a target: all lists of targets follow from what it says. */
export function target<const Name extends string, Settings, S extends Schema = undefined>(
  own: Description<Name, S, Settings>,
): Target<Name, S, Settings> {
  const { name, title, settings, required, plugins, pulls, autoscales } = own;
  // The stack's schema has the target's own under its name.
  const given = (stack: StackSettings) => Reflect.get(stack, name) as Given<S>;
  const settingsOf = (stack: StackSettings): Settings => own.complete(given(stack), stack);
  return {
    ...{ name, title, required, plugins, pulls, autoscales, settingsOf },
    settings: settings as S,
    limits: { ...own.limits, target: name },
    lowers: own.lowers ?? { features: [] },
    lowersIn: (stack) => own.lowersBy?.(settingsOf(stack)) ?? own.lowers ?? { features: [] },
    overridden: (system, stack) => own.overridden?.(system, settingsOf(stack)) ?? system,
    unsupported: (system, stack) => own.unsupported(system, settingsOf(stack), stack),
    conditional: (system, stack) => own.conditional?.(system, settingsOf(stack), stack, given(stack)) ?? [],
    platform: (args, stack, transforms) => own.platform(args, settingsOf(stack), transforms),
  };
}
