import type { Ingress } from "../../../model";
import type { Refusal } from "../../../shared/refusal";

/**
 * A way by which requests come into a cluster, as far as it can be said before anything is made; `create.ts` makes it.
 *
 * @typeParam C what the stack's file says of it: its member of `trireme:kubernetes.ingress`
 */
export interface Kind<C> {
  /** What it cannot do of an ingress, and what to write instead. */
  refusals(ingress: Ingress, chosen: C): readonly Refusal[];
  /** Namespace of the pods that forward requests to services; undefined for pods of the stack's own, under the ingress's name. */
  forwardedFrom(chosen: C): string | undefined;
  /** Who has the certificate for TLS mode `lets-encrypt`: the issuer that the stack names, or what the cluster's own ingress listens with. */
  readonly certificate: "issuer" | "listener";
}
