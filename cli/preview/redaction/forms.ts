import { privateKey, secretForms } from "../../../policies/secrets/forms";

const forms = secretForms.map((pattern) => [pattern, (by: string) => by] as const);

const shaped: readonly (readonly [RegExp, (by: string) => string])[] = [
  [privateKey, (by) => by],
  // Schemes of the header Authorization; the same words in a sentence are followed by a word.
  [
    /\b(bearer|basic|token|apikey|digest|negotiate)( +)(?![a-z]+\b(?![\w.~+/=-])|[A-Z][a-z]+\b(?![\w.~+/=-]))(?=[\w.~+/=-]*[A-Z0-9])[\w.~+/=-]{8,}/gi,
    (by) => `$1$2${by}`,
  ],
  // Headers, whose whole value is one secret.
  [
    /\b((?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]*(?:token|key|secret|auth|signature|password)|api-key)((?:\\*["']?[ \t]*[:=]|[ \t])[ \t]*\\*["'](?:(?:bearer|basic|token)[ \t]+)?)(?!\[secret\]|(?:bearer|basic|token)[ \t]+\[secret\]|\$)[^"'\n\\]+/gi,
    (by) => `$1$2${by}`,
  ],
  [
    /\b((?:proxy-)?authorization|(?:set-)?cookie)(:[ \t]*)((?:(?:bearer|basic|token)[ \t]+)?)(?!["'\\\s]|\[secret\]|(?:bearer|basic|token)[ \t]+\[secret\])[^"'\n\\]+/gi,
    (by) => `$1$2$3${by}`,
  ],
  // PgBouncer's list of users.
  [/^("[^"\n]+" ")(?:[^"\n]|"")+"/gm, (by) => `$1${by}"`],
];

/** A line of ~/.pgpass: host, port, database, user, password. */
const pgpass =
  /(^|[\s"'(])((?:[\w.*-]{1,255}|\/[\w./-]{1,255}):(?:\d{2,5}|\*):[\w*-]{1,64}:[\w.*-]{1,64}:)(?!\[secret\])([^\s"']+)/gm;

/** Groups of hexadecimal digits are an address of a network card or of the internet. */
function withoutPasswordLines(text: string, by: string): string {
  return text.replace(pgpass, (whole: string, before: string, place: string, password: string) =>
    /^[0-9a-f:.]+$/i.test(place) && /^[0-9a-f:.%/]+$/i.test(password) ? whole : `${before}${place}${by}`,
  );
}

/** Every form but those of lines and headers has as many characters without a space. */
const longWord = /[\w./$=+-]{14,}/;

/** A text without what is a secret by its form. */
export function withoutForms(text: string, by: string): string {
  const patterns = longWord.test(text) ? [...shaped, ...forms] : shaped;
  return patterns.reduce(
    (rest, [pattern, put]) => rest.replace(pattern, put(by)),
    withoutPasswordLines(text, by),
  );
}
