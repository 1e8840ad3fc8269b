import { withoutSecretsOfCommands, withoutSecretsOfWords } from "./commands";
import { withoutForms } from "./forms";
import { withoutSecretsOfEntries, withoutSecretsOfPairs } from "./pairs";
import { printable } from "./printable";
import { looksRandom, withoutRandomWords } from "./randomness";
import { withoutSecretsOfAddresses, withoutSecretsOfUrls } from "./urls";

export { isSecretName } from "../../../policies/secrets/names";
export { printableAll } from "./printable";
export { looksRandom };

/** What is put in a secret's place; the same as the CLI puts. */
export const masked = "[secret]";

/** The readers of a text, those of a form that nothing else has first. */
const readers: readonly ((text: string, by: string) => string)[] = [
  withoutForms,
  withoutSecretsOfUrls,
  withoutSecretsOfEntries,
  withoutSecretsOfPairs,
  withoutSecretsOfCommands,
  withoutSecretsOfAddresses,
  withoutRandomWords,
];

/**
 * A text without its secrets: what a name, a place or a form says is one, what is encoded so that it would be one, and
 * what is as random as one. What it returns holds no control characters but the line's end and the tab.
 */
export function withoutSecrets(text: string): string {
  // Most texts are a word or a number.
  if (text.length < 20 && /^[\w., -]*$/.test(text) && !/[ -]/.test(text)) return text;
  const known = read.get(text);
  if (known !== undefined) return known;
  const clean = withoutPlain(withoutEncoded(printable(text)));
  if (text.length > LONGEST_KEPT) return clean;
  if (read.size >= MOST_KEPT) read.clear();
  read.set(text, clean);
  return clean;
}

/** A change of three thousand resources says the same texts again and again. */
const read = new Map<string, string>();
const MOST_KEPT = 5_000;
const LONGEST_KEPT = 1_000;

function withoutPlain(text: string): string {
  return readers.reduce((rest, reader) => reader(rest, masked), text);
}

/** The words of a command without its secrets. */
export function withoutSecretsOfList(words: readonly string[]): readonly string[] {
  return withoutSecretsOfWords(words, masked, withoutSecrets);
}

/** A text whose encoded words hold no secret once they are decoded. */
function withoutEncoded(text: string): string {
  return text
    .replace(/(?<![^\s"'`<>&?=])[^\s"'`<>&?=%]*%[0-9a-f]{2}[^\s"'`<>&?]*/gi, (word) => {
      if (!/%(?:3a|40|2f|3d|26)/i.test(word)) return word;
      const plain = decodedPercents(word);
      return plain === undefined ||
        plain === word ||
        withoutPlain(plain) === plain ||
        withoutPlain(word) !== word
        ? word
        : masked;
    })
    .replace(/(?<![\w+/=-])[A-Za-z0-9+/_-]{20,}={0,2}(?![\w+/=-])/g, (word) => {
      const plain = decodedBase64(word);
      return plain === undefined || withoutPlain(plain) === plain ? word : masked;
    });
}

function decodedPercents(word: string): string | undefined {
  try {
    return decodeURIComponent(word);
  } catch {
    return undefined;
  }
}

/** What base64 holds, if it is text. */
function decodedBase64(word: string): string | undefined {
  const bytes = Buffer.from(word, "base64");
  const text = bytes.toString("utf8");
  return bytes.length >= 12 && /^[\x20-\x7e\t\r\n]+$/.test(text) ? text : undefined;
}
