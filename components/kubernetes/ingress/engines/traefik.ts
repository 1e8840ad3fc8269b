import { command } from "../../../model";
import { gatewayFolder } from "../../../render/proxy/reload";
import { renderTokens } from "../../../render/traefik";
import { renderTraefikFiles, renderTraefikPod, traefikScratch } from "../../../render/traefik/pod";
import { traefikArguments, traefikProbe } from "../../../render/traefik/serve";
import { endpointSpread } from "../../workload/pod.args";
import { balanced, listen, timing } from "../proxy.args";
import type { Engine } from "./engine";

/** Seconds between the end of Traefik's own patience and the kill. */
const margin = 2;

/** Traefik, by its file provider. */
export const traefik: Engine = {
  tokens: { path: `${gatewayFolder}/tokens.yml`, render: renderTokens },
  pod: ({ ingress, services, logs, unknownHosts, drain, measured, tokens, grace }) => {
    const names = [...new Set(Object.values(services).map(({ service }) => service))];
    return {
      files: renderTraefikFiles(ingress, { upstreams: balanced(services), unknownHosts }),
      container: {
        entrypoint: [
          ...["sh", "-c"],
          ...[renderTraefikPod({ names, tls: ingress.tls !== undefined, tokens }), "sh"],
        ],
        command: traefikArguments(ingress, {
          ...{ listen, drain, measured, longestGrace: grace - margin },
          logs: logs === "console" ? "console" : "json",
        }),
        scratch: traefikScratch,
        health: command(["sh", "-c", traefikProbe(listen.internal, false)], timing),
        lifecycle: { preStop: { sleep: { seconds: endpointSpread } } },
      },
    };
  },
};
