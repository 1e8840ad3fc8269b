import type { NetworkGroup } from "../../model";
import type { Content, LinkKind } from "./content";
import { networkTag } from "./marks";
import { fonts, tagSize } from "./rows";
import { textWidth, xml } from "./text";

const rowHeight = 25;
const between = 26;
/** Between a store and those who connect to it. */
const memberGap = 6;

/** Something in the legend, drawn from its own upper left corner. */
interface Item {
  readonly width: number;
  readonly parts: readonly string[];
}

/** What the marks of a diagram mean, below it. */
export function legend(
  content: Content,
  width: number,
): { readonly lines: readonly string[]; readonly height: number } {
  const kinds = new Set(content.links.map(({ kind }) => kind));
  const marks = (["connection", "mount", "external"] as const)
    .filter((kind) => kinds.has(kind))
    .map(lineItem);
  const jobs = content.boxes.some(({ kind }) => kind === "job") ? [jobItem] : [];
  const rows = [
    ...flow([...marks, ...jobs], width),
    ...flow(
      content.networks.length === 0
        ? []
        : [
            label("Private networks"),
            ...content.networks.map((network, index) => networkItem(network, index + 1, content.colours)),
          ],
      width,
    ),
    ...content.notes.flatMap((note) => flow(words(note, width), width)),
  ];
  return {
    height: rows.length * rowHeight + 8,
    lines: [
      ...(rows.length === 0 ? [] : [`<path class="rule" d="M0 0h${width}"/>`]),
      ...rows.flatMap((row, index) =>
        row.map(
          ({ x, item }) =>
            `<g transform="translate(${x} ${12 + index * rowHeight})">${item.parts.join("")}</g>`,
        ),
      ),
    ],
  };
}

/** Items from left to right, on as many rows as they need. */
function flow(items: readonly Item[], width: number): { x: number; item: Item }[][] {
  const rows: { x: number; item: Item }[][] = [];
  let x = 0;
  for (const item of items) {
    const row = rows.at(-1);
    if (row === undefined || x + item.width > width) {
      rows.push([{ x: 0, item }]);
      x = item.width + between;
    } else {
      row.push({ x, item });
      x += item.width + between;
    }
  }
  return rows;
}

function text(value: string, x: number, kind: "heading" | "muted" = "muted"): string {
  return `<text class="${kind}" x="${x}" y="13" font-size="${fonts.fact}">${xml(value)}</text>`;
}

function label(value: string): Item {
  return { width: textWidth(value, fonts.fact, true), parts: [text(value, 0, "heading")] };
}

/** A note as one item, or cut at its dots where it is too long for a row. */
function words(note: string, width: number): readonly Item[] {
  const item = (value: string): Item => ({ width: textWidth(value, fonts.fact), parts: [text(value, 0)] });
  return textWidth(note, fonts.fact) <= width ? [item(note)] : note.split(" · ").map(item);
}

function networkItem({ name, members }: NetworkGroup, number: number, colours: readonly number[]): Item {
  const own = members.includes(name);
  const others = members.filter((member) => !own || member !== name).join(", ");
  const at = tagSize + 6;
  const width = (own ? textWidth(name, fonts.fact, true) + memberGap : 0) + textWidth(others, fonts.fact);
  const label = own
    ? `<tspan class="heading">${xml(name)}</tspan><tspan class="muted" dx="${memberGap}">${xml(others)}</tspan>`
    : `<tspan class="muted">${xml(others)}</tspan>`;
  return {
    width: at + width,
    parts: [
      networkTag(number, colours, 0, 0),
      `<text class="network" data-network="${xml(name)}" x="${at}" y="13" font-size="${fonts.fact}">${label}</text>`,
    ],
  };
}

const meanings: Readonly<Record<Exclude<LinkKind, "requests">, string>> = {
  connection: "connection, in the colour of its private network",
  mount: "mounted volume",
  external: "connection to a store outside the system",
};

function lineItem(kind: Exclude<LinkKind, "requests">): Item {
  const tip = kind === "mount" ? "" : '<path class="tip" d="M34 9l-9 -4.5v9z"/>';
  return {
    width: 42 + textWidth(meanings[kind], fonts.fact),
    parts: [`<g class="${kind}"><path class="line" d="M0 9h34"/>${tip}</g>`, text(meanings[kind], 42)],
  };
}

const jobItem: Item = {
  width: 42 + textWidth("job, runs to completion", fonts.fact),
  parts: [
    '<g class="job"><rect class="shape" x="0" y="1" width="34" height="16" rx="8"/></g>',
    text("job, runs to completion", 42),
  ],
};
