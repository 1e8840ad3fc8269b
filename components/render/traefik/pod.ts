import type { Ingress } from "../../model";
import { certificateWatcher } from "../proxy/certificate-watcher";
import { givenFolder } from "../proxy/proxy-pod";
import { gatewayFolder } from "../proxy/reload";
import { renderTraefik } from ".";
import { pluginFiles, pluginFolder } from "./plugin";
import { generationMark, type TraefikOptions } from "./routers";
import { renderTraefikTls, traefikFolder } from "./serve";

/** Folder of the plugin among the files that are mounted. */
const plugin = "plugin";

const last = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/**
 * What a pod of Traefik is given as files: its routes whole, for each release is a pod of its own and no reload adds servers, its TLS
 * where there is a certificate, and its plugin.
 */
export function renderTraefikFiles(
  ingress: Ingress,
  options: Omit<TraefikOptions, "names" | "challenges">,
): Readonly<Record<string, string>> {
  const { "routes.yml": head = "", ...parts } = renderTraefik(ingress, { ...options, names: "balancer" });
  const services = Object.keys(parts)
    .filter((path) => path.startsWith("services/"))
    .sort()
    .map((path) => `${parts[path] ?? ""}${parts[`servers/${last(path)}`] ?? ""}`);
  return {
    "routes.yml": `${head.replace(generationMark, "given")}${services.join("")}`,
    ...(ingress.tls === undefined ? {} : { "tls.yml": renderTraefikTls(options.unknownHosts) }),
    ...Object.fromEntries(
      Object.entries(pluginFiles).map(([path, text]) => [`${plugin}/${last(path)}`, text]),
    ),
  };
}

export interface TraefikPodOptions {
  /** Names of the services that requests are sent to. */
  readonly names: readonly string[];
  readonly tls: boolean;
  /** Whether tokens are checked: a file of Traefik's own for that is mounted. */
  readonly tokens: boolean;
}

/** Folders of a pod of Traefik that its script writes to, in memory. */
export const traefikScratch: readonly string[] = [traefikFolder, "/plugins-local"];

/** Traefik shows a certificate that is not whole to nobody, but takes the older one away: both halves have to be read twice alike. */
const watcher = certificateWatcher(traefikFolder, [
  "# Traefik looks at a certificate when the configuration that names it changes.",
  'cp "$live/dynamic/tls.yml" "$live/tls.next" && mv -f "$live/tls.next" "$live/dynamic/tls.yml"',
]);

/**
 * A POSIX shell script that becomes Traefik, with the words after it, on the configuration that is mounted. A Service's name becomes its
 * address, which stays as long as the Service does: Traefik would ask for the name with each connection.
 */
export function renderTraefikPod({ names, tls, tokens }: TraefikPodOptions): string {
  return `set -eu
given=${givenFolder}
live=${traefikFolder}
cd /
mkdir -p "$live/dynamic" ${pluginFolder}
for file in .traefik.yml ingress.go tokens.go; do cp -L "$given/${plugin}/$file" ${pluginFolder}/; done
cp -L "$given/routes.yml" "$live/routes.yml"
cp "$live/routes.yml" "$live/routes.next"
if command -v getent >/dev/null; then
  for name in ${[...names].sort().join(" ")}; do
    said=
    until found=$(getent hosts "$name") && [ -n "$found" ]; do
      [ -n "$said" ] || echo "the name $name has no address yet" >&2
      said=yes
      sleep 0.5
    done
    found=\${found%%[[:space:]]*}
    case $found in *:*) found="[$found]" ;; esac
    sed -i "/^ *- url: /s#//$name:#//$found:#" "$live/routes.next"
  done
fi
mv "$live/routes.next" "$live/dynamic/routes.yml"
${tokens ? `(umask 077; cp -L ${gatewayFolder}/tokens.yml "$live/dynamic/tokens.yml")\n` : ""}${tls ? `cp -L "$given/tls.yml" "$live/dynamic/tls.yml"\n${watcher}` : ""}exec traefik "$@"
`;
}
