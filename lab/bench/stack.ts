import { createServer, type AddressInfo } from "node:net";
import { Platform } from "../../components/docker/platform";
import { environmentOf } from "../../stacks/config/environments";
import { parseStackFile } from "../../stacks/config/file";
import { resolveImages } from "../../stacks/config/images";
import { systems } from "../../stacks/systems";
import { localSubstitutes } from "../../stacks/config/substitutes";
import { projectRoot } from "../../setup/workspace";
import { registrations, type Registration } from "./registrations";
import { noEngine } from "../../test/support/outcomes";

/** Host ports that nobody listens on. */
async function freePorts(): Promise<{ readonly http: number; readonly db: number }> {
  const free = async () =>
    await new Promise<number>((resolve, reject) => {
      const server = createServer();
      server.on("error", reject);
      server.listen(0, "127.0.0.1", () => {
        const { port } = server.address() as AddressInfo;
        server.close(() => resolve(port));
      });
    });
  return { http: await free(), db: await free() };
}

/** The configuration of SyftHub's development stack, on host ports of its own. */
export async function configuration(): Promise<string> {
  const ports = await freePorts();
  return [
    "config:",
    "  trireme:system: syfthub",
    "  trireme:environment: development",
    "  trireme:target: docker",
    "  trireme:settings:",
    `    ports: { http: ${ports.http}, db: ${ports.db} }`,
    "",
  ].join("\n");
}

/** What a stack's program would register, without an engine. */
export async function planOf(text: string, stack: string): Promise<readonly Registration[]> {
  const config = parseStackFile(text);
  const system = systems[config.system](environmentOf(config));
  const substitutes = localSubstitutes(projectRoot);
  const images = resolveImages(system, config, { root: projectRoot, substitutes }).sources;
  const plan: Registration[] = [];
  await registrations(
    stack,
    () => void new Platform({ system, images, substitutes, provided: {}, protect: false, engine: noEngine }),
    (registration) => plan.push(registration),
  );
  return plan;
}
