import type { AnySecret } from "../secret";
import { engineOf, isRotating, isServer, type Store } from "../engines";
import type { System } from "../system";

/** How often each generated secret and each store's password was rotated, by name; absent: never. */
export type Rotations = Readonly<Record<string, number>>;

/** Why nothing by this name can be rotated, and what to do instead; undefined where it can. */
export function whyNotRotated(system: System, name: string): string | undefined {
  const found: AnySecret | Store | undefined =
    system.secrets.find((secret) => secret.name === name) ??
    system.stores.find((store) => store.name === name);
  if (found === undefined) {
    const names = rotatable(system).join(", ");
    return `system "${system.name}" has no generated secret or password of that name; it has ${names === "" ? "none" : names}`;
  }
  if (found.kind === "secret")
    return found.source.type === "provided"
      ? `it is set in the stack's file, not generated; set another value: pulumi config set --secret --path 'settings.secrets.${name}'`
      : undefined;
  if (isRotating(found)) return undefined;
  if (!isServer(found)) return "it is a volume and has no password";
  if (found.external?.relay !== undefined)
    return "another stack runs it; both are given the password when they are made, so it does not change";
  if (found.external !== undefined)
    return `it is external; change its password there, then set the URL: pulumi config set --secret --path 'settings.secrets.${found.external.url.name}'`;
  const { engine } = found;
  switch (engineOf(found).password) {
    case "none":
      return `${engine} runs without a password; its private network protects it`;
    case "kept":
      return `${engine} keeps the password of its first start in its data, and a new one in the stack alone would lock its consumers out; docs/${engine}.md says how both get another one in a maintenance window`;
    case "fixed":
    case "rotates":
      return `${engine} accepts one password at a time and reads it when it starts, so a change would interrupt it; make a new one in a maintenance window: npx trireme up STACK --replace URN (the URN of ${name}-password is in pulumi stack --show-urns)`;
  }
}

/** The names of all that can be rotated, sorted. */
export function rotatable(system: System): readonly string[] {
  return [
    ...system.secrets.filter(({ source }) => source.type !== "provided").map(({ name }) => name),
    ...system.stores.filter(isRotating).map(({ name }) => name),
  ].sort();
}
