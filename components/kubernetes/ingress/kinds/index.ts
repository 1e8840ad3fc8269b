import type { Ingress } from "../../../model";
import type { Refusal } from "../../../shared/refusal";
import type { KubernetesSettings } from "../../settings";
import { gatewayApi } from "./gateway-api";
import { ingressNginx } from "./ingress-nginx";
import type { Chosen, Kind, KindName } from "./kind";
import { proxy } from "./proxy";

/** Every kind by its name in the stack's file; one that is missing is an error of the compiler. */
const kinds: { readonly [N in KindName]: Kind<N> } = {
  proxy,
  "ingress-nginx": ingressNginx,
  "gateway-api": gatewayApi,
};

/** The kind of ingress that a stack's file asks for, with what it says of it. */
interface ChosenKind {
  refusals(ingress: Ingress): readonly Refusal[];
  /** See {@link Kind.forwardedFrom}. */
  readonly forwardedFrom: string | undefined;
  readonly certificate: Kind<KindName>["certificate"];
}

function chosenKind<N extends KindName>(chosen: Chosen<N>): ChosenKind {
  const kind: Kind<N> = kinds[chosen.kind];
  return {
    refusals: (ingress) => kind.refusals(ingress, chosen),
    forwardedFrom: kind.forwardedFrom(chosen),
    certificate: kind.certificate,
  };
}

export function kindOf({ ingress }: Pick<KubernetesSettings, "ingress">): ChosenKind {
  return chosenKind(ingress);
}
