import { createHash } from "node:crypto";
import { command } from "../../../model";
import { configurationFolder as folder, jwtFile, renderNginx } from "../../../render/nginx";
import { renderProxyPod, renderProxyStop } from "../../../render/proxy/proxy-pod";
import { gatewayFolder } from "../../../render/proxy/reload";
import { serveProbe } from "../../../render/proxy/serve";
import { endpointSpread } from "../../workload/pod.args";
import { balanced, listen, timing } from "../proxy.args";
import type { Engine, PodArgs } from "./engine";

function files(args: PodArgs): Readonly<Record<string, string>> {
  const { ingress, services, sites, logs, unknownHosts, drain, measured } = args;
  return renderNginx(ingress, {
    ...{ upstreams: balanced(services), sites, folder, logs, unknownHosts, drain },
    listen: listen.http,
    tls: { listen: listen.https },
    internal: listen.internal,
    names: "balancer",
    // No exporter tells when the certificate ends.
    ...(measured ? { measured, expiry: true } : {}),
  });
}

/** Our own nginx. */
export const nginx: Engine = {
  tokens: { path: jwtFile.replace("gateway", gatewayFolder), render: (issuer) => issuer },
  pod: (args) => {
    const made = files(args);
    const generation = createHash("sha256").update(JSON.stringify(made)).digest("hex").slice(0, 16);
    const { tls } = args.ingress;
    const probe = serveProbe({ folder, internal: listen.internal, renewed: false });
    return {
      files: made,
      container: {
        entrypoint: [
          ...["sh", "-c"],
          renderProxyPod({ folder, tls: tls !== undefined, tokens: args.tokens, generation }),
        ],
        scratch: [folder],
        health: command(["sh", "-c", probe], timing),
        lifecycle: { preStop: { exec: { command: ["sh", "-c", renderProxyStop(endpointSpread)] } } },
      },
    };
  },
};
