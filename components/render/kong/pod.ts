import type { Ingress } from "../../model";
import { certificateWatcher } from "../proxy/certificate-watcher";
import { givenFolder } from "../proxy/proxy-pod";
import { gatewayFolder } from "../proxy/reload";
import { kongGeneration, renderKong, type KongOptions } from ".";
import { kongFolder } from "./serve";

/**
 * What a pod of Kong is given as files: `kong.yml` whole, for each release is a pod of its own and no reload adds targets.
 */
export function renderKongFiles(
  ingress: Ingress,
  options: Omit<KongOptions, "names">,
): Readonly<Record<string, string>> {
  const { "kong.yml": head = "", ...parts } = renderKong(ingress, { ...options, names: "balancer" });
  const upstreams = Object.keys(options.upstreams)
    .sort()
    .map((name) => `${parts[`upstreams/${name}`] ?? ""}${parts[`servers/${name}`] ?? ""}`);
  return { "kong.yml": `${head.replace(kongGeneration, "given")}upstreams:\n${upstreams.join("")}` };
}

export interface KongPodOptions {
  readonly tls: boolean;
  /** Whether tokens are checked: a part of Kong's file for that is mounted. */
  readonly tokens: boolean;
}

/** nginx below Kong keeps its workers where they cannot read what is new; a pair that was read in two halves never comes so far. */
const watcher = certificateWatcher(kongFolder, ["kill -HUP 1"]);

/** A POSIX shell script that becomes Kong with the configuration that is mounted. */
export function renderKongPod({ tls, tokens }: KongPodOptions): string {
  return `set -eu
live=${kongFolder}
mkdir -p "$live/prefix"
cp -L ${givenFolder}/kong.yml "$live/kong.yml"
(umask 077; cat "$live/kong.yml"${tokens ? ` ${gatewayFolder}/consumers.yml` : ""} > "$KONG_DECLARATIVE_CONFIG")
${tls ? watcher : ""}kong prepare -p "$KONG_PREFIX"
exec /usr/local/openresty/nginx/sbin/nginx -p "$KONG_PREFIX" -c nginx.conf
`;
}
