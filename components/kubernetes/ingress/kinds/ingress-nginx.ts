import type { IngressKind } from "../../settings";
import { ingressRefusals } from "../ingress.args";
import type { Kind } from "./kind";

/** The cluster's ingress-nginx. */
export const ingressNginx: Kind<Extract<IngressKind, { kind: "ingress-nginx" }>> = {
  refusals: ingressRefusals,
  forwardedFrom: ({ namespace }) => namespace,
  certificate: "issuer",
};
