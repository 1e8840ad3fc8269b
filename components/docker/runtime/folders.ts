import { connectionOptions, type EngineHost } from "./connection";
import { socketFolder, type EngineFolders } from "./folders.args";

/** Where an engine keeps its files: it is asked, for the operator of the machine may have moved them. */
export async function engineFolders(host: EngineHost): Promise<EngineFolders> {
  const { default: Client } = await import("dockerode");
  const { DockerRootDir } = (await new Client(connectionOptions(host)).info()) as { DockerRootDir: string };
  return { data: DockerRootDir, socket: socketFolder(host ?? process.env.DOCKER_HOST) };
}
