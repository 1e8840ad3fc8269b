import { privateKey, secretForms } from "./forms";

/** Shannon's entropy of a text, in bits for each character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / text.length) * Math.log2(count / text.length),
    0,
  );
}

/** A password in an address. */
const passwordInUrl = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s:@$]+@/i;

/** Words of random letters and digits; digests and identifiers of images and resources are random too, but public. */
function looksRandom(word: string, least: number): boolean {
  if (word.length < 20 || !/^[A-Za-z0-9+/=_-]+$/.test(word)) return false;
  if (/^[0-9a-f]+$/i.test(word)) return word.length >= 32 && entropy(word) >= 3;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(word)).length;
  return kinds === 3 && entropy(word) >= least;
}

/**
 * Why a plain text is taken for a secret: by its form or by its randomness.
 *
 * @param least bits for each character from which a word counts as random
 */
export function secretIn(text: string, least: number): string | undefined {
  // They are global, and a search takes no notice of where the last one ended.
  if ([privateKey, passwordInUrl, ...secretForms].some((form) => text.search(form) >= 0))
    return "has the form of a secret";
  const words = text
    // Whoever connects is shown a certificate.
    .replace(/-----BEGIN (CERTIFICATE|PUBLIC KEY)-----[\s\S]*?-----END \1-----/g, "")
    // An ARN says what a thing is called, however long its identifier is.
    .replace(/\barn:aws[a-z-]*:[^\s"'`,]+/g, "")
    .split(/[\s"'`,;:=@(){}[\]<>|&?]+/)
    .flatMap((word) => (word.includes("/") && word.startsWith("/") ? [] : [word]));
  // A digest names its algorithm before the colon.
  const digests = new Set([...text.matchAll(/sha\d+[:-]([A-Za-z0-9+/=]+)/g)].map(([, digest]) => digest));
  return words.some((word) => !digests.has(word) && looksRandom(word, least))
    ? "is as random as a secret"
    : undefined;
}
