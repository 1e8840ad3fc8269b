import { containerOf } from "../../docker/engine";

/** What the first administrator of a stack's Directus signs in with, as JSON. */
export async function administrator(stack: string): Promise<string> {
  const { Env = [] } = (await (await containerOf(stack, "directus")).inspect()).Config;
  const variable = (name: string) => Env.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  return JSON.stringify({ email: variable("ADMIN_EMAIL"), password: variable("ADMIN_PASSWORD") });
}
