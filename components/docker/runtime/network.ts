import { connectionOptions, type EngineHost } from "./connection";

/** Whether an engine has a network of exactly this name. */
export async function hasNetwork(host: EngineHost, name: string): Promise<boolean> {
  const { default: Client } = await import("dockerode");
  // The filter takes parts of names, too.
  const found = await new Client(connectionOptions(host)).listNetworks({ filters: { name: [name] } });
  return found.some(({ Name }) => Name === name);
}
