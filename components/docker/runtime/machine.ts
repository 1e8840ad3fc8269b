import { connectionOptions, type EngineHost } from "./connection";

/** How many cores the machine of an engine has; undefined where the engine cannot be asked, as in a preview away from it. */
export async function coresOf(host: EngineHost): Promise<number | undefined> {
  const { default: Client } = await import("dockerode");
  try {
    const { NCPU } = (await new Client(connectionOptions(host)).info()) as { readonly NCPU?: unknown };
    return typeof NCPU === "number" && NCPU > 0 ? NCPU : undefined;
  } catch {
    return undefined;
  }
}
