import type { IngressKind } from "../../settings";
import { gatewayRefusals } from "../gateway.args";
import type { Kind } from "./kind";

/** A Gateway of the cluster. Its listener has the certificate, and with it the issuer. */
export const gatewayApi: Kind<Extract<IngressKind, { kind: "gateway-api" }>> = {
  refusals: gatewayRefusals,
  forwardedFrom: ({ namespace }) => namespace,
  certificate: "listener",
};
