import type { Ingress } from "../../../model";
import type { Refusal } from "../../../shared/refusal";
import type { IngressKind, KubernetesSettings } from "../../settings";
import { gatewayApi } from "./gateway-api";
import { ingressNginx } from "./ingress-nginx";
import type { Kind } from "./kind";
import { proxy } from "./proxy";

type Name = IngressKind["kind"];
type Chosen<N extends Name> = Extract<IngressKind, { kind: N }>;

/** Every kind by its name in the stack's file; one that is missing is an error of the compiler. */
const kinds: { readonly [N in Name]: Kind<Chosen<N>> } = {
  proxy,
  "ingress-nginx": ingressNginx,
  "gateway-api": gatewayApi,
};

/** The kind of ingress that a stack's file asks for, with what it says of it. */
interface ChosenKind {
  refusals(ingress: Ingress): readonly Refusal[];
  /** See {@link Kind.forwardedFrom}. */
  readonly forwardedFrom: string | undefined;
  readonly certificate: Kind<never>["certificate"];
}

function chosenKind<N extends Name>(chosen: Chosen<N>): ChosenKind {
  const kind: Kind<Chosen<N>> = kinds[chosen.kind];
  return {
    refusals: (ingress) => kind.refusals(ingress, chosen),
    forwardedFrom: kind.forwardedFrom(chosen),
    certificate: kind.certificate,
  };
}

export function kindOf({ ingress }: Pick<KubernetesSettings, "ingress">): ChosenKind {
  return chosenKind(ingress);
}
