import type { Resource } from "@pulumi/pulumi";
import type { Ingress } from "../../model";
import { jwtFile, renderJwtFile } from "../../render/nginx";
import { gatewayFolder } from "../../render/proxy/reload";
import type { KubernetesContext } from "../context";
import { configuration, type Configuration } from "../workload/files";
import { identityOf } from "../workload/pod.args";
import { proxyUser } from "./proxy.args";

/**
 * Whose tokens the proxy takes, as a file of a Secret: apart from the configuration, because the key may be a secret of the operator's.
 * Another key is another Secret, and so another release of the proxy. Nothing where no tokens are checked.
 */
export function tokenIssuer(
  context: KubernetesContext,
  { name, gateway }: Pick<Ingress, "name" | "gateway">,
  parent: Resource,
): Configuration {
  const { issuer, publicKey } = gateway?.jwt ?? {};
  const files =
    issuer === undefined || publicKey === undefined
      ? {}
      : {
          [jwtFile.replace("gateway", gatewayFolder)]: {
            content: context.resolve(publicKey).apply((key) => renderJwtFile(issuer, key)),
          },
        };
  const { group } = identityOf(proxyUser);
  return configuration(context, {
    ...{ component: name, role: "proxy", suffix: "-gateway", volume: "gateway", files, group, parent },
  });
}
