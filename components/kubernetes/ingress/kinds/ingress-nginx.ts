import { ingressRefusals } from "../ingress.args";
import type { Kind } from "./kind";

/** The cluster's ingress-nginx. */
export const ingressNginx: Kind<"ingress-nginx"> = {
  refusals: ingressRefusals,
  forwardedFrom: ({ namespace }) => namespace,
  certificate: "issuer",
};
