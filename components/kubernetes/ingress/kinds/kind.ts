import type { Ingress } from "../../../model";
import type { Refusal } from "../../../shared/refusal";
import type { IngressKind } from "../../settings";

export type KindName = IngressKind["kind"];
/** What a stack's file says of a kind: its member of `trireme:kubernetes.ingress`. */
export type Chosen<N extends KindName> = Extract<IngressKind, { kind: N }>;

/** A way by which requests come into a cluster, as far as it can be said before anything is made; `create.ts` makes it. */
export interface Kind<N extends KindName> {
  /** What it cannot do of an ingress, and what to write instead. */
  refusals(ingress: Ingress, chosen: Chosen<N>): readonly Refusal[];
  /** Namespace of the pods that forward requests to services; undefined for pods of the stack's own, under the ingress's name. */
  forwardedFrom(chosen: Chosen<N>): string | undefined;
  /** Who has the certificate for TLS mode `lets-encrypt`: the issuer that the stack names, or what the cluster's own ingress listens with. */
  readonly certificate: "issuer" | "listener";
}
