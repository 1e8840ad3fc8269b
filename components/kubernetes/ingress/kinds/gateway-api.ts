import { gatewayRefusals } from "../gateway.args";
import type { Kind } from "./kind";

/** A Gateway of the cluster. Its listener has the certificate, and with it the issuer. */
export const gatewayApi: Kind<"gateway-api"> = {
  refusals: gatewayRefusals,
  forwardedFrom: ({ namespace }) => namespace,
  certificate: "listener",
};
