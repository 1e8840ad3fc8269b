import type { Box, RouteRow } from "./boxes";
import { textWidth } from "./text";

export const fonts = { title: 15, fact: 12.5, tag: 11 } as const;
export const tagSize = 17;
export const tagStep = tagSize + 3;
export const pillHeight = 19;

/** Space inside a box; a store's leaves room for the ends of the cylinder. */
const padding = { x: 13, y: 10, cylinder: 12 } as const;
const gap = 6;
/** Between an address and what is special about it. */
export const noteGap = 9;
const pillPadding = 8;
const routeGap = 16;

/** So many network numbers stand beside a title; more have a line of their own. */
const tagsBesideTitle = 3;

export interface Pill {
  readonly kind: "published" | "egress";
  readonly text: string;
  readonly width: number;
}

export type RowContent =
  | { readonly kind: "title"; readonly text: string; readonly networks: readonly number[] }
  | { readonly kind: "networks"; readonly networks: readonly number[] }
  | { readonly kind: "fact"; readonly text: string }
  | { readonly kind: "pill"; readonly pill: Pill }
  | { readonly kind: "route"; readonly row: RouteRow; readonly group: number };

/** One line of a box; `y` is its upper edge within the box. */
export type Row = RowContent & { readonly y: number; readonly height: number };

/** The inside of a box. */
export interface Inside {
  readonly width: number;
  readonly height: number;
  /** Where the text begins. */
  readonly left: number;
  readonly rows: readonly Row[];
  /** Middle of each group of routes, where its line starts. */
  readonly groupMiddles: readonly number[];
}

/** Sizes of a box and places of its lines. */
export function insideOf(box: Box): Inside {
  const contents = rowsOf(box);
  const ends = box.kind === "store" || box.kind === "external" ? padding.cylinder : 0;
  const rows: Row[] = [];
  let y = padding.y + ends;
  for (const [index, content] of contents.entries()) {
    y += spaceAbove(content, contents[index - 1]);
    const height = heightOf(content);
    rows.push({ ...content, y, height });
    y += height;
  }
  const width = Math.max(62, ...contents.map(widthOf)) + 2 * padding.x;
  return {
    width,
    height: y + padding.y + ends / 2,
    left: padding.x,
    rows,
    groupMiddles: box.routes.map((_, group) => {
      const own = rows.filter((row) => row.kind === "route" && row.group === group);
      const [first, last] = [own[0], own.at(-1)];
      return first === undefined || last === undefined ? 0 : (first.y + last.y + last.height) / 2;
    }),
  };
}

function rowsOf(box: Box): readonly RowContent[] {
  const pill = (kind: Pill["kind"], text: string): RowContent => ({
    kind: "pill",
    pill: { kind, text, width: textWidth(text, fonts.tag) + 2 * pillPadding },
  });
  const many = box.networks.length > tagsBesideTitle;
  return [
    { kind: "title", text: box.title, networks: many ? [] : box.networks },
    ...(many ? [{ kind: "networks" as const, networks: box.networks }] : []),
    ...box.facts.map((text) => ({ kind: "fact" as const, text })),
    ...box.published.map((text) => pill("published", `host ${text}`)),
    ...(box.egress ? [pill("egress", "internet access")] : []),
    ...box.routes.flatMap(({ routes }, group) =>
      routes.map((row) => ({ kind: "route" as const, row, group })),
    ),
  ];
}

function spaceAbove(content: RowContent, before: RowContent | undefined): number {
  if (before === undefined || content.kind === "title") return 0;
  if (content.kind === "pill") return 5;
  if (content.kind !== "route") return 1;
  if (before.kind !== "route") return routeGap;
  return before.group === content.group ? 1 : routeGap;
}

function heightOf(content: RowContent): number {
  switch (content.kind) {
    case "title":
    case "networks":
      return 20;
    case "fact":
    case "route":
      return 18;
    case "pill":
      return pillHeight;
    default:
      return content satisfies never;
  }
}

function widthOf(content: RowContent): number {
  switch (content.kind) {
    case "title":
      return textWidth(content.text, fonts.title, true) + content.networks.length * tagStep + gap;
    case "networks":
      return content.networks.length * tagStep;
    case "fact":
      return textWidth(content.text, fonts.fact);
    case "pill":
      return content.pill.width;
    case "route":
      return (
        textWidth(content.row.address, fonts.fact) +
        (content.row.notes.length === 0 ? 0 : noteGap + textWidth(notesText(content.row), fonts.tag))
      );
    default:
      return content satisfies never;
  }
}

export function notesText(row: RouteRow): string {
  return row.notes.join(", ");
}
