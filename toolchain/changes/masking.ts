/** How the CLI writes a secret that it does not show. */
export const masked = "[secret]";

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

/** Names whose values are secret even where the program did not say so. */
const secretName =
  /(?:^|[^a-z])(?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|api-?_?key|access-?_?key|private-?_?key|signing-?_?key|encryption-?_?key|dsn|cookie|salt|pepper|auth)(?:$|[^a-z])/;

/** Names that speak of secrets and hold none. */
const harmlessName =
  /(?:public|expire|expiry|minutes|seconds|days|ttl|url|length|rotation|file|path|issuer|audience|header|enabled)(?:$|[^a-z])/;

/** Whether a property or a variable is secret by its name: `API_TOKEN` is, `TOKEN_EXPIRE_MINUTES` is not. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  return secretName.test(words) && !harmlessName.test(words);
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, masked],
  // Credentials inside a URL.
  [/([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi, `$1${masked}`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, masked],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}/g, masked],
  [/\bgithub_pat_\w{20,}/g, masked],
  [/\bglpat-[\w-]{16,}/g, masked],
  [/\bxox[abeoprs]-[\w-]{10,}/g, masked],
  [/\b[rs]k_(?:live|test)_\w{10,}/g, masked],
  [/\bsk-[\w-]{16,}/g, masked],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, masked],
  [/\b(bearer|basic) +[\w.~+/=-]{8,}/gi, `$1 ${masked}`],
  // `--password=…`, `"token": "…"`, `secret …` in a text that somebody else wrote.
  [
    /((?:pass(?:word|wd|phrase)?|secret|token|(?:api|access|private|signing|encryption)[-_ ]?key)["']?\s*[=:]\s*["']?)(?!\[secret\])[^\s"',;&]+/gi,
    `$1${masked}`,
  ],
];

/** A text without what is a secret by its looks; for what others wrote, such as messages and files. */
export function withoutSecrets(text: string): string {
  return patterns.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text);
}

/** A long random text: more different characters than words have, digits among letters, no spaces. */
export function looksRandom(text: string): boolean {
  if (!/^[\w+/=.~-]{24,}$/.test(text) || !/\d/.test(text) || !/[a-z]/i.test(text)) return false;
  // What others know by its digest, a version or a name made of words is no secret.
  if (/^(?:sha256[:-]|[0-9a-f]{40}$|[0-9a-f]{64}$)/.test(text) || /[-_.].*[-_.].*[-_.]/.test(text))
    return false;
  return bitsPerCharacter(text) > 3.6;
}

function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}
