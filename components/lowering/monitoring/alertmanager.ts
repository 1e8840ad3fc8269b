import { volume, type System } from "../../model";
import { receiverFiles, renderAlertmanager } from "../../render/alertmanager";
import { answers, external, imageOf, made, published, resources, scrapeOf, type Made } from "./parts";

const name = "alertmanager";
const configuration = "/etc/alertmanager/alertmanager.yml";
const folder = "/alertmanager";

/** Who tells people: there where someone is to be told, or its page is wanted. */
export function alertmanager(system: System): Made | undefined {
  const { receivers = [], publish } = system.monitoring ?? {};
  if (receivers.length === 0 && publish?.alertmanager === undefined) return undefined;
  const data = volume(`${name}-data`, { size: "1Gi" });
  const service = made(name, {
    image: imageOf(name, "alertmanager"),
    command: [
      `--config.file=${configuration}`,
      `--storage.path=${folder}`,
      "--web.listen-address=:9093",
      external(system, name, 9093),
      // One instance, which waits for no others.
      "--cluster.listen-address=",
    ],
    env: {},
    files: {
      [configuration]: { content: renderAlertmanager(receivers) },
      ...Object.fromEntries(
        Object.entries(receiverFiles(receivers)).map(([path, content]) => [path, { content }]),
      ),
    },
    // Silences, and what was told already.
    mounts: [{ volume: data.name, path: folder }],
    exclusive: true,
    port: 9093,
    health: answers("/-/healthy"),
    resources: resources(0.02, 32, { cpu: 0.25, memory: 128 }),
    ...(receivers.length > 0 ? { egress: true } : {}),
    ...published(system, name),
  });
  const path = receivers.length > 0 ? "monitoring.receivers" : "monitoring.publish.alertmanager";
  return { service, path, volume: data, scrape: scrapeOf(service) };
}
