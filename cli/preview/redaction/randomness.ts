import { entropy } from "../../../policies/secrets/detect";

/** Shortest text of small letters, capitals and digits that counts as random, and of two of the three. */
const MIXED = 20;
const PLAIN = 24;
/** Shortest text of hexadecimal digits that counts as random. */
const HEX = 32;

/** Texts that are random and known to all. */
const open: readonly RegExp[] = [
  // Public keys and certificates.
  /-----BEGIN (?:CERTIFICATE|[A-Z ]*PUBLIC KEY)-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g,
  /\b(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-nistp\d+|sk-[\w-]+@openssh\.com) AAAA[\w+/=]+/g,
  // Digests say their algorithm.
  /\b(?:sha(?:1|224|256|384|512)|md5)[:_-][\w+/=-]+/gi,
  /\barn:aws[a-z-]*:[^\s"'`,]+/g,
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  // A release that is tagged with its commit: `web:<40 digits>`, `web:main-<40 digits>`.
  /(?<![\w:])[a-z][\w./-]*:(?:[a-z][\w.]*-)?[0-9a-f]{40}\b/g,
  // What engines and version control call things by.
  /\b(?:commit|revision|rev|digest|checksum|etag|containers?|images?|networks?|volumes?|layer|exec|task|object|tree|blob)\b["':=( ]{1,4}(?:id[ :=]+)?[0-9a-f]{32,64}\b/gi,
  // Folders of the machine.
  /(?<![\w.:/])\/(?:var|nix|tmp|run|opt|usr|proc|sys|home|root|mnt|etc)\/[\w./@+-]+/g,
];

/** Texts between which no secret goes on. */
const word = /[\w+/=.~-]{20,}/g;

/** A text with its random words replaced; what others know by its digest or its commit stays. */
export function withoutRandomWords(text: string, by: string): string {
  let known: readonly (readonly [number, number])[] | undefined;
  return text.replace(word, (found, at: number) => {
    if (!isRandom(found)) return found;
    known ??= open.flatMap((pattern) =>
      [...text.matchAll(pattern)].map(({ index, 0: one }) => [index, index + one.length] as const),
    );
    return known.some(([from, to]) => at >= from && at < to) ? found : by;
  });
}

/** Whether a text is one random word. */
export function looksRandom(text: string): boolean {
  return new RegExp(`^(?:${word.source})$`).test(text) && withoutRandomWords(text, "") === "";
}

/** A word is random when it changes between kinds of characters as no language does. */
function isRandom(text: string): boolean {
  // In a path or an assignment each part stands for itself; base64 has slashes too, but few.
  const parts = text.split(/[/=]/).filter((part) => part !== "");
  if (parts.length > 1 && parts.some(randomRun)) return true;
  return /^[\w+/=.~-]+$/.test(text) && (parts.length > 1 ? isBase64(text) : randomRun(text));
}

function isBase64(text: string): boolean {
  return (
    text.length >= PLAIN &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(text) &&
    kindsOf(text) === 3 &&
    !text.split("/").some((part) => isWord(part)) &&
    meanRun(text.replace(/[+/=]/g, "")) < 2.6
  );
}

/** `library`, `Deployment`, `v1`: what paths are made of. */
function isWord(part: string): boolean {
  return /^(?:v?\d+|[A-Z]?[a-z]{3,}|[a-z]+(?:-[a-z]+)+)$/.test(part);
}

function randomRun(text: string): boolean {
  const segments = text.split(/[-_.~+]/).filter((part) => part !== "");
  // Names of containers, pods and resources are small words with a few random letters at their ends.
  if (segments.length > 1 && !segments.some((part) => mixed(part))) return segments.some(randomSegment);
  const whole = segments.join("");
  // A capitalised word among many is none.
  if (segments.length > 1 && segments.filter(isWord).length > segments.length / 3)
    return segments.some(randomSegment);
  return randomSegment(whole);
}

/** Small and capital letters in one, and not as `camelCase` has them. */
function mixed(part: string): boolean {
  return /[a-z]/.test(part) && /[A-Z]/.test(part) && meanRun(part) < 3;
}

function randomSegment(text: string): boolean {
  if (/^[0-9a-f]+$/i.test(text) && /\d/.test(text) && /[a-f]/i.test(text))
    return text.length >= HEX && entropy(text) > 2.8;
  if (/^\d+$/.test(text)) return false;
  const kinds = kindsOf(text);
  if (kinds === 3) return text.length >= MIXED && meanRun(text) < 3 && entropy(text) > 3.3;
  if (text.length < PLAIN || entropy(text) <= 3.3) return false;
  if (kinds === 2) return meanRun(text) < (/\d/.test(text) ? 4 : 2.6);
  return unspeakable(text);
}

function kindsOf(text: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text)).length;
}

/** How many characters of one kind follow each other, on average; a capital before small letters is one with them. */
function meanRun(text: string): number {
  const runs = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [text];
  return text.length / runs.length;
}

/** Letters without the vowels that words have. */
function unspeakable(text: string): boolean {
  const vowels = text.match(/[aeiouy]/gi)?.length ?? 0;
  return vowels / text.length < 0.22 || /[^aeiouy]{7}/i.test(text);
}
