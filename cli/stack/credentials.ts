import { engineOf, type Server } from "../../components/model";
import { exportedResources } from ".";
import type { ExportedResource } from "./rerun";
import { configOf } from "./system";

/** Who logs in at a store. */
export interface StoreCredentials {
  /** Absent where its engine knows no users. */
  readonly user?: string;
  /** Absent where the stack generated none. */
  readonly password?: string;
}

const passwordType = "random:index/randomPassword:RandomPassword";

/** A secret as `pulumi stack export --show-secrets` prints it: the JSON of its value. */
interface Shown {
  readonly plaintext?: string;
}

function shown(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const { plaintext } = (value ?? {}) as Shown;
  return plaintext === undefined ? undefined : (JSON.parse(plaintext) as string);
}

/**
 * The password of a store in a stack's state, as it was generated: the first one, or by turns one of two others.
 *
 * @param generation how often it was rotated
 */
export function passwordIn(
  resources: readonly ExportedResource[],
  store: string,
  generation: number,
): string | undefined {
  const turn = generation === 0 ? "" : generation % 2 === 0 ? "-even" : "-odd";
  const found = resources.find(({ urn, type, parent = "" }) => {
    const [name = "", owner = ""] = [urn, parent].map((one) => one.split("::").at(-1));
    // The secrets of a stack are one component, named after the stack's prefix.
    return (
      type === passwordType &&
      owner.endsWith("-secrets") &&
      name === `${owner.slice(0, -"-secrets".length)}-${store}-password${turn}`
    );
  });
  return shown(found?.outputs?.result);
}

/**
 * How consumers log in at a store now: read from the stack's state, in the clear.
 *
 * @throws PlainError where the state cannot be read
 */
export async function storeCredentials(
  stack: string,
  store: Server,
  env: NodeJS.ProcessEnv,
): Promise<StoreCredentials> {
  const generation = configOf(stack).settings.rotations[store.name] ?? 0;
  const password = passwordIn(await exportedResources(stack, env, true), store.name, generation);
  const user = engineOf(store).userOf?.(store, generation);
  return { ...(user === undefined ? {} : { user }), ...(password === undefined ? {} : { password }) };
}
