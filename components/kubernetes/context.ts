import type { Input, Output } from "@pulumi/pulumi";
import type { Image, Origin, Ref, Value } from "../model";
import type { Cluster } from "./runtime";
import type { Owner } from "./labels";
import type { KubernetesSettings } from "./settings";

/** What the components of one system in one namespace share. */
export interface KubernetesContext extends Owner {
  readonly stack: string;
  /** The namespace once it exists. */
  readonly namespace: Input<string>;
  readonly settings: KubernetesSettings;
  /** Name of the Secret with the logins of private registries. */
  readonly pullSecret?: Input<string>;
  /** Whether a Prometheus of the system's own asks pods for their metrics. */
  readonly scraped: boolean;
  /** Where a component comes from that a feature made. */
  origin(component: string): Origin | undefined;
  /** Reference of one of the system's own images. */
  image(image: Image): string;
  /** Reference of an official image. */
  engineImage(reference: string): string;
  resolve(value: Value): Output<string>;
  /** Whether what a reference becomes must stand in a Secret. */
  isHidden(ref: Ref): boolean;
  /** The same for a store's own pods, which keep the password that it was first started with. */
  readonly initially: (value: Value) => Output<string>;
  /** Asked how the pods are doing. */
  readonly cluster: Cluster;
}

/** The provider must not wait: the program does, and says what is wrong. */
export const unawaited = { "pulumi.com/skipAwait": "true" } as const;
