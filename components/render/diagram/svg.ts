import { styleSheet } from "./colours";
import type { Content, Link } from "./content";
import type { Layout, PlacedBox, PlacedLink, Point } from "./layout";
import { legend } from "./legend";
import { networkTag, pillSvg } from "./marks";
import { fonts, noteGap, notesText, tagSize, tagStep, type Row } from "./rows";
import { xml } from "./text";

const margin = 26;
const heading = 44;

/** Draws a layout as a self-contained SVG document. */
export function svg(drawn: Layout): string {
  const { content } = drawn;
  const title = `${content.title} · ${content.environment}`;
  const width = Math.max(drawn.width, 560);
  const notes = legend(content, width);
  const height = heading + drawn.height + 26 + notes.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 2 * margin}" height="${height + 2 * margin}" viewBox="0 0 ${width + 2 * margin} ${height + 2 * margin}" role="img" aria-label="${xml(title)}">`,
    `<title>${xml(title)}</title>`,
    `<style>\n${styleSheet}\n</style>`,
    `<rect class="card" x="0.5" y="0.5" width="${width + 2 * margin - 1}" height="${height + 2 * margin - 1}" rx="10"/>`,
    `<g transform="translate(${margin} ${margin})">`,
    `<text class="heading" x="0" y="16" font-size="19">${xml(content.title)}<tspan class="muted" dx="9" font-size="15">${xml(content.environment)}</tspan></text>`,
    `<g transform="translate(${(width - drawn.width) / 2} ${heading})">`,
    ...linksSvg(drawn),
    ...drawn.boxes.flatMap((box) => boxSvg(box, content.colours)),
    "</g>",
    `<g transform="translate(0 ${heading + drawn.height + 26})">`,
    ...notes.lines,
    "</g>",
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** Lines that end together are drawn together: the halo that lifts them over others must not cut their joints. */
function linksSvg({ links, content }: Layout): readonly string[] {
  const bundles = new Map<string, PlacedLink[]>();
  for (const placed of links) {
    const { to, kind, network } = placed.link;
    const key = JSON.stringify([to, kind, network]);
    bundles.set(key, [...(bundles.get(key) ?? []), placed]);
  }
  return [...bundles.values()].flatMap((bundle) => [
    ...bundle.map(({ points }) => `<path class="halo" d="${linePath(points)}"/>`),
    ...bundle.flatMap((placed) => linkSvg(placed, content)),
  ]);
}

function linkSvg({ link, points, junctions }: PlacedLink, content: Content): readonly string[] {
  const colour = link.network === undefined ? "" : ` n${content.colours[link.network] ?? 0}`;
  const { x, y } = points.at(-1) ?? { x: 0, y: 0 };
  return [
    `<g class="link ${link.kind}${colour}" data-from="${xml(link.from)}" data-to="${xml(link.to)}">`,
    `<title>${xml(meaning(link, content.networks))}</title>`,
    `<path class="line" d="${linePath(points)}"/>`,
    ...junctions.map((joint) => `<circle class="joint" cx="${joint.x}" cy="${joint.y}" r="2.8"/>`),
    ...(link.kind === "mount" ? [] : [`<path class="tip" d="M${x} ${y}l-9 -4.5v9z"/>`]),
    "</g>",
  ];
}

function meaning({ from, to, kind, network }: Link, networks: Content["networks"]): string {
  switch (kind) {
    case "connection":
      return `${from} connects to ${to}${network === undefined ? "" : ` on the network ${networks[network]?.name}`}`;
    case "mount":
      return `${from} mounts ${to}`;
    case "external":
      return `${from} connects to ${to}, outside the system`;
    case "requests":
      return `requests come in through ${to}`;
    default:
      return kind satisfies never;
  }
}

/** A line with rounded corners. */
function linePath(points: readonly Point[]): string {
  const commands = points.map((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) return `M${point.x} ${point.y}`;
    if (after === undefined) return `L${point.x} ${point.y}`;
    const radius = Math.min(6, distance(before, point) / 2, distance(point, after) / 2);
    const start = towards(point, before, radius);
    const end = towards(point, after, radius);
    return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return commands.join("");
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by };
}

function boxSvg(placed: PlacedBox, colours: readonly number[]): readonly string[] {
  const { box, inside, x, y } = placed;
  return [
    `<g class="box ${box.kind}" data-name="${xml(box.name)}" transform="translate(${x} ${y})">`,
    shape(placed),
    ...inside.rows.flatMap((row, index) => rowSvg(row, inside.rows[index - 1], placed, colours)),
    "</g>",
  ];
}

function shape({ box, width, height }: PlacedBox): string {
  switch (box.kind) {
    case "store":
    case "external":
      return cylinder(width, height);
    case "clients":
      return `<rect class="shape" width="${width}" height="${height}" rx="${height / 2}"/>`;
    case "job":
      return `<rect class="shape" width="${width}" height="${height}" rx="12"/>`;
    case "ingress":
    case "service":
      return `<rect class="shape" width="${width}" height="${height}" rx="5"/>`;
    default:
      return box.kind satisfies never;
  }
}

function cylinder(width: number, height: number): string {
  const [half, rim] = [width / 2, 8];
  const side = height - 2 * rim;
  const body = `<path class="shape" d="M0 ${rim}a${half} ${rim} 0 0 1 ${width} 0v${side}a${half} ${rim} 0 0 1 ${-width} 0z"/>`;
  return `${body}<path class="shape rim" d="M0 ${rim}a${half} ${rim} 0 0 0 ${width} 0"/>`;
}

function rowSvg(
  row: Row,
  before: Row | undefined,
  { box, inside, width }: PlacedBox,
  colours: readonly number[],
): readonly string[] {
  const base = row.y + row.height * 0.74;
  switch (row.kind) {
    case "title":
      return [
        `<text class="heading" x="${inside.left}" y="${base}" font-size="${fonts.title}">${xml(row.text)}</text>`,
        ...tags(
          row.networks,
          width - inside.left - row.networks.length * tagStep + tagStep - tagSize,
          row.y + 1,
          colours,
        ),
      ];
    case "networks":
      return tags(row.networks, inside.left, row.y + 1, colours);
    case "fact":
      return [
        `<text class="muted" x="${inside.left}" y="${base}" font-size="${fonts.fact}">${xml(row.text)}</text>`,
      ];
    case "pill":
      return [pillSvg(row.pill, inside.left, row.y)];
    case "route": {
      const first = before?.kind !== "route" || before.group !== row.group;
      const target = box.routes[row.group]?.to ?? { service: "" };
      const to = "service" in target ? target.service : `site ${target.site}`;
      const notes = `<tspan class="muted" dx="${noteGap}" font-size="${fonts.tag}">${xml(notesText(row.row))}</tspan>`;
      return [
        ...(first ? [`<path class="rule" d="M0 ${row.y - 8}h${width}"/>`] : []),
        `<text class="route" data-route="${xml(row.row.address)}" data-to="${xml(to)}" x="${inside.left}" y="${base}" font-size="${fonts.fact}">${xml(row.row.address)}${row.row.notes.length === 0 ? "" : notes}</text>`,
      ];
    }
    default:
      return row satisfies never;
  }
}

function tags(
  numbers: readonly number[],
  x: number,
  y: number,
  colours: readonly number[],
): readonly string[] {
  return numbers.map((number, index) => networkTag(number, colours, x + index * tagStep, y));
}
