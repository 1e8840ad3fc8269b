/** Advances of Helvetica's characters in thousandths of the font size. */
const advances: ReadonlyMap<string, number> = new Map(
  Object.entries({
    "'": 191,
    ijl: 222,
    "|": 260,
    " !,./:;[\\]ftI": 278,
    "()-r`{}": 333,
    '"': 355,
    "*": 389,
    "^": 469,
    cksvxyzJ: 500,
    "#$0123456789?_abdeghnopquL": 556,
    "+<=>~": 584,
    FTZ: 611,
    "&ABEKPSVXY": 667,
    CDHNRUw: 722,
    GOQ: 778,
    Mm: 833,
    "%": 889,
    W: 944,
    "@": 1015,
  }).flatMap(([characters, advance]) => [...characters].map((character) => [character, advance] as const)),
);

/** Metrics of the fonts that stand in for Helvetica differ; so much wider a line may be. */
const tolerance = 1.05;

/**
 * Width of a text in pixels, rounded up, as Helvetica or Arial set it; no font is at hand here.
 *
 * @param size font size in pixels
 */
export function textWidth(text: string, size: number, bold = false): number {
  const thousandths = [...text].reduce((sum, character) => sum + (advances.get(character) ?? 1000), 0);
  return Math.ceil((thousandths / 1000) * size * tolerance * (bold ? 1.07 : 1));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text that is safe in an XML element and in a quoted attribute; characters that XML forbids become `�`. */
export function xml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
}
