/** Words in a key by which its value is a secret. */
const telling =
  /(^|[_.-])(password|passwd|passphrase|pwd|secret|token|api[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?|auth)($|[_.-])/i;
/** Words by which it is something about a secret: where it lies, how long it lives, of what kind it is. */
const about =
  /(^|[_.-])(file|path|dir|url|uri|host|name|arn|id|ttl|expiry|expires?|expiration|expire|length|len|size|type|algorithm|alg|issuer|audience|enabled|disabled|minutes|seconds|hours|days|limit|limits|max|min|method|mode|header|prefix|count|budget|per|validation)$/i;

/** True if a variable's name says that all may know what it holds. */
export function namesPublic(key: string): boolean {
  return /(^|[_.-])public($|[_.-])/i.test(spaced(key));
}

/** `apiKey` → `api_Key`: the words of a name, however it joins them. */
function spaced(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
}

/** True if by its name alone a variable holds a secret. */
export function namesSecret(key: string): boolean {
  const words = spaced(key);
  return telling.test(words) && !about.test(words) && !namesPublic(key);
}

/** Shannon's entropy of a text, in bits for each character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / text.length) * Math.log2(count / text.length),
    0,
  );
}

/** Texts that are secrets by their form. */
const forms = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bxox[abpsr]-[A-Za-z0-9-]{20,}/,
  /\bsk-[A-Za-z0-9_-]{20,}/,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./,
  // A password in an address.
  /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s:@$]+@/i,
];

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
  if (forms.some((form) => form.test(text))) return "has the form of a secret";
  const words = text
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
