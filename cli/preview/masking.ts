import { masked } from "./redaction";

export {
  isSecretName,
  looksRandom,
  masked,
  printableAll,
  withoutSecrets,
  withoutSecretsOfList,
} from "./redaction";

/** Key by which a state marks values that are not plain, and what it holds for a secret. */
const signature = { key: "4dabf18193072939515e22adb298388d", secret: "1b47061264138c4ac30d75fd1eb44270" };

/** How the engine writes a value that only the update will tell. */
const unknowns: ReadonlySet<unknown> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** What is shown for a value that only the update will tell. */
export const unknown = "(known after the update)";

/** Whether only the update will tell a value. */
export function isUnknown(value: unknown): boolean {
  return unknowns.has(value);
}

/** Whether a value is a secret, as the CLI or as a state writes it. */
export function isSecret(value: unknown): boolean {
  if (value === masked) return true;
  return (
    typeof value === "object" &&
    value !== null &&
    (value as Record<string, unknown>)[signature.key] === signature.secret
  );
}
