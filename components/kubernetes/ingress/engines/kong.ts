import { http } from "../../../model";
import { renderConsumers } from "../../../render/kong";
import { renderKongFiles, renderKongPod } from "../../../render/kong/pod";
import { kongEnvironment, kongFolder } from "../../../render/kong/serve";
import { renderProxyStop } from "../../../render/proxy/proxy-pod";
import { gatewayFolder } from "../../../render/proxy/reload";
import { endpointSpread } from "../../workload/pod.args";
import { balanced, listen, timing } from "../proxy.args";
import type { Engine } from "./engine";

/** Kong, without a database. */
export const kong: Engine = {
  tokens: { path: `${gatewayFolder}/consumers.yml`, render: renderConsumers },
  pod: ({ ingress, services, unknownHosts, measured, tokens }) => {
    const env = kongEnvironment(ingress, { listen, measured, probed: true, names: "balancer" });
    return {
      files: renderKongFiles(ingress, { upstreams: balanced(services), unknownHosts, measured }),
      container: {
        entrypoint: ["sh", "-c", renderKongPod({ tls: ingress.tls !== undefined, tokens })],
        env: Object.fromEntries(Object.entries(env).map(([name, text]) => [name, { text }])),
        scratch: [kongFolder],
        ports: { status: listen.internal },
        health: http("/status/ready", { ...timing, port: "status" }),
        lifecycle: { preStop: { exec: { command: ["sh", "-c", renderProxyStop(endpointSpread)] } } },
      },
    };
  },
};
