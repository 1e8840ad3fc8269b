import type { AnySecret } from "../secret";
import { isServer, type Postgres, type Server, type Store } from "../store";
import type { System } from "../system";

/** How often each generated secret and each store's password was rotated, by name; absent: never. */
export type Rotations = Readonly<Record<string, number>>;

/** The stores whose engine takes two passwords at once, so that consumers go over one after the other. */
export type RotatingStore = Extract<Server, { engine: "postgres" | "redis" }>;

/** Whether a store's password can be rotated. */
export function isRotating(store: Store): store is RotatingStore {
  return isServer(store) && store.external === undefined && ["postgres", "redis"].includes(store.engine);
}

/** The longest name that PostgreSQL keeps whole. */
const longestRole = 63;
const alternate = "_alt";

/**
 * The database role that a generation of the password belongs to. Generations alternate between two roles, because a
 * role has one password: the old role goes on while consumers move to the other.
 */
export function roleOf({ owner }: Pick<Postgres, "owner">, generation: number): string {
  return generation % 2 === 0 ? owner : `${owner.slice(0, longestRole - alternate.length)}${alternate}`;
}

/** Why nothing by this name can be rotated, and what to do instead; undefined where it can. */
export function whyNotRotated(system: System, name: string): string | undefined {
  const found: AnySecret | Store | undefined =
    system.secrets.find((secret) => secret.name === name) ??
    system.stores.find((store) => store.name === name);
  if (found === undefined) {
    const names = rotatable(system).join(", ");
    return `system "${system.name}" generates nothing of that name; it generates ${names === "" ? "nothing" : names}`;
  }
  if (found.kind === "secret")
    return found.source.type === "provided"
      ? `the operator gives it; set another value: pulumi config set --secret --path 'settings.secrets.${name}'`
      : undefined;
  if (isRotating(found)) return undefined;
  if (!isServer(found)) return "it is a volume and has no password";
  if (found.external !== undefined)
    return `it is external; change its password there, then set the URL: pulumi config set --secret --path 'settings.secrets.${found.external.url.name}'`;
  switch (found.engine) {
    case "kafka":
    case "zookeeper":
    case "consul":
      return `${found.engine} has no password here; its private network is what protects it`;
    case "minio":
    case "qdrant":
      return `${found.engine} knows one password at a time and reads it at its start, so a change would interrupt it; in a maintenance window make a new one: npx trireme up STACK --replace URN (the URN of ${name}-password is in pulumi stack --show-urns)`;
    default:
      return found satisfies never;
  }
}

/** The names of all that can be rotated, sorted. */
export function rotatable(system: System): readonly string[] {
  return [
    ...system.secrets.filter(({ source }) => source.type !== "provided").map(({ name }) => name),
    ...system.stores.filter(isRotating).map(({ name }) => name),
  ].sort();
}
