/**
 * Advances of characters in thousandths of the font size: for each the wider one of Helvetica and of DejaVu Sans, the widest
 * of the fonts that stand in for it (Verdana's are the same). What fits with these fits with all of them.
 */
const widest = {
  regular: {
    "'": 275,
    ijl: 278,
    I: 295,
    " ,.·": 318,
    "/:;\\|": 337,
    f: 352,
    "-": 361,
    "()[]": 390,
    t: 392,
    "!": 401,
    r: 411,
    '"': 460,
    "*J`": 500,
    s: 521,
    z: 525,
    c: 550,
    "?_": 556,
    L: 557,
    k: 579,
    vxy: 592,
    FT: 611,
    o: 612,
    a: 613,
    e: 615,
    hnu: 634,
    bdgpq: 635,
    "$0123456789{}": 636,
    EKPSY: 667,
    AV: 684,
    XZ: 685,
    B: 686,
    CR: 722,
    U: 732,
    N: 748,
    H: 752,
    D: 770,
    G: 778,
    "&": 780,
    OQ: 787,
    w: 818,
    "#+<=>^~×→": 838,
    M: 863,
    "%": 950,
    m: 974,
    W: 989,
    "…": 1000,
    "@": 1015,
  },
  bold: {
    "'": 306,
    ijl: 343,
    " ": 348,
    "/\\|": 365,
    I: 372,
    ",.·": 380,
    ":;": 400,
    "-": 415,
    f: 435,
    "!": 456,
    "()[]": 457,
    t: 478,
    r: 493,
    "`": 500,
    '"': 521,
    "*": 523,
    J_: 556,
    z: 582,
    c: 593,
    s: 595,
    "?": 611,
    L: 637,
    x: 645,
    vy: 652,
    k: 665,
    a: 675,
    e: 678,
    T: 682,
    EF: 683,
    o: 687,
    $0123456789: 696,
    "hnu{}": 712,
    bdgpq: 716,
    S: 720,
    Y: 724,
    Z: 725,
    P: 733,
    C: 734,
    B: 762,
    R: 770,
    X: 771,
    AV: 774,
    K: 775,
    U: 812,
    G: 821,
    D: 830,
    HN: 837,
    "#+<=>^~×→": 838,
    OQ: 850,
    "&": 872,
    w: 924,
    M: 995,
    "@…": 1000,
    "%": 1002,
    m: 1042,
    W: 1103,
  },
} as const;

const tables = {
  regular: advancesOf(widest.regular),
  bold: advancesOf(widest.bold),
} as const;

function advancesOf(groups: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(groups).flatMap(([characters, advance]) =>
      [...characters].map((character) => [character, advance] as const),
    ),
  );
}

/** What hinting adds to a line at most. */
const tolerance = 1.02;

/**
 * Width of a text in pixels, rounded up, in the widest of the fonts that a viewer may have; no font is at hand here.
 *
 * @param size font size in pixels
 */
export function textWidth(text: string, size: number, bold = false): number {
  const advances = tables[bold ? "bold" : "regular"];
  const thousandths = [...text].reduce((sum, character) => sum + (advances.get(character) ?? 1000), 0);
  return Math.ceil((thousandths / 1000) * size * tolerance);
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
