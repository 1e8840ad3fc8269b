import { SystemError, type System } from "../model";
import { target } from "../shared/target";
import { engineSettings } from "./idle";
import { readsEngine, type EngineFolders } from "./runtime/folders.args";
import { dockerSchema } from "./settings";
import { beyondDocker } from "./unsupported";
import { greatestLimit, withinCores } from "./workload/processors.args";

/** A network that is joined must be there before anything is made. */
async function checkNetwork(system: System, host: string | undefined, name: string): Promise<void> {
  const { hasNetwork } = await import("./runtime/network");
  if (await hasNetwork(host, name)) return;
  const message = `is "${name}", and the engine has no network of that name. Make it: docker network create ${name}; or name another: pulumi config set --path docker.network NAME`;
  throw new SystemError(system.name, [{ path: "docker.network", message }]);
}

/** Where the engine keeps its files; undefined where nothing of the system reads them. */
async function foldersFor(system: System, host: string | undefined): Promise<EngineFolders | undefined> {
  if (!readsEngine(system)) return undefined;
  const { engineFolders } = await import("./runtime/folders");
  return await engineFolders(host);
}

/** The system as the engine's machine can run it. */
async function fitting(system: System, host: string | undefined): Promise<System> {
  // Every machine has one.
  if (greatestLimit(system) <= 1) return system;
  const { coresOf } = await import("./runtime/machine");
  const cores = await coresOf(host);
  return cores === undefined ? system : withinCores(system, cores);
}

/** A Docker engine, on this machine or through SSH. */
export const docker = target({
  name: "docker",
  title: "Docker",
  settings: dockerSchema,
  complete: (given, { host }) => ({
    network: given?.network,
    addresses: given?.addresses,
    ...(host === undefined ? {} : { host }),
  }),
  limits: { names: [], stores: "containers" },
  plugins: ["docker", "random", "tls"],
  autoscales: false,
  lowers: { features: ["pooler", "monitoring"] },
  unsupported: (system, _settings, { settings: { rotations } }) => beyondDocker(system, rotations),
  conditional: engineSettings,
  platform: async (args, settings, transforms) => {
    const { host, network } = settings;
    if (network !== undefined) await checkNetwork(args.system, host, network);
    const folders = await foldersFor(args.system, host);
    const { Platform } = await import("./platform");
    const { children } = await import("./children");
    const system = await fitting(args.system, host);
    return new Platform({ ...args, system, transforms: await transforms(children), folders, ...settings });
  },
});
