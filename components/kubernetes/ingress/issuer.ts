import type { Resource } from "@pulumi/pulumi";
import type { Ingress } from "../../model";
import { renderJwtFile } from "../../render/nginx";
import type { KubernetesContext } from "../context";
import { configuration, type Configuration } from "../workload/files";
import { identityOf } from "../workload/pod.args";
import { engineOf } from "./engines";
import { proxyUser } from "./proxy.args";

/**
 * Whose tokens the proxy takes, as a file of a Secret: apart from the configuration, because the key may be a secret of the operator's.
 * Another key is another Secret, and so another release of the proxy. Nothing where no tokens are checked.
 */
export function tokenIssuer(
  context: KubernetesContext,
  { name, engine, gateway }: Pick<Ingress, "name" | "engine" | "gateway">,
  parent: Resource,
): Configuration {
  const { issuer, publicKey } = gateway?.jwt ?? {};
  const { path, render } = engineOf(engine).tokens;
  const files =
    issuer === undefined || publicKey === undefined
      ? {}
      : {
          [path]: {
            content: context.resolve(publicKey).apply((key) => render(renderJwtFile(issuer, key))),
          },
        };
  const { group } = identityOf(proxyUser);
  return configuration(context, {
    ...{ component: name, role: "proxy", suffix: "-gateway", volume: "gateway", files, group, parent },
  });
}
