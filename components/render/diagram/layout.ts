import ELK, { type ElkEdgeSection, type ElkExtendedEdge, type ElkNode, type ElkPort } from "elkjs";
import type { System } from "../../model";
import type { Box } from "./boxes";
import { contentOf, type Content, type Link } from "./content";
import { insideOf, type Inside } from "./rows";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedBox extends Point {
  readonly box: Box;
  readonly inside: Inside;
  readonly width: number;
  readonly height: number;
}

export interface PlacedLink {
  readonly link: Link;
  /** Corners of the line, from its start to its arrow. */
  readonly points: readonly Point[];
  /** Where it joins another line to the same end. */
  readonly junctions: readonly Point[];
}

/** Places in pixels; the upper left corner is 0, 0. */
export interface Layout {
  readonly content: Content;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly links: readonly PlacedLink[];
}

const options: Readonly<Record<string, string>> = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.randomSeed": "1",
  "elk.separateConnectedComponents": "false",
  "elk.partitioning.activate": "true",
  "elk.padding": "[top=0,left=0,bottom=0,right=0]",
  "elk.spacing.nodeNode": "26",
  "elk.spacing.edgeNode": "18",
  "elk.spacing.edgeEdge": "12",
  "elk.layered.spacing.nodeNodeBetweenLayers": "38",
  "elk.layered.spacing.edgeNodeBetweenLayers": "17",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "11",
  "elk.layered.thoroughness": "40",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
};

/**
 * Places every box and line: requests come in at the left, services stand in layers by who calls whom, stores
 * at the right.
 */
export async function layout(system: System): Promise<Layout> {
  const content = contentOf(system);
  const insides = insidesOf(content.boxes);
  const unplaced: ElkNode = {
    id: "system",
    layoutOptions: options,
    children: content.boxes.map((box) => node(box, content.links, insides)),
    edges: content.links.map(edge),
  };
  const graph = await new ELK().layout(unplaced);
  const placed = new Map((graph.children ?? []).map((child) => [child.id, child]));
  const routed = new Map((graph.edges ?? []).map((line) => [line.id, line]));
  return {
    content,
    width: Math.ceil(graph.width ?? 0),
    height: Math.ceil(graph.height ?? 0),
    boxes: content.boxes.map((box) => {
      const inside = found(insides, box.name);
      const { x = 0, y = 0 } = found(placed, box.name);
      return { box, inside, x: round(x), y: round(y), width: inside.width, height: inside.height };
    }),
    links: content.links.map((link) => placedLink(link, found(routed, linkId(link)))),
  };
}

/** Stores are all of one width, so that their column has two straight sides. */
function insidesOf(boxes: readonly Box[]): ReadonlyMap<string, Inside> {
  const insides = boxes.map((box) => ({ box, inside: insideOf(box) }));
  const widest = Math.max(0, ...insides.map(({ box, inside }) => (column(box) === 3 ? inside.width : 0)));
  return new Map(
    insides.map(({ box, inside }) => [box.name, column(box) === 3 ? { ...inside, width: widest } : inside]),
  );
}

function node(box: Box, links: readonly Link[], insides: ReadonlyMap<string, Inside>): ElkNode {
  const inside = found(insides, box.name);
  const incoming = [...new Set(links.filter(({ to }) => to === box.name).map(targetPort))].map((id) =>
    port(id, "WEST"),
  );
  const outgoing = links
    .filter(({ from }) => from === box.name)
    .map((link): ElkPort => {
      const group = box.routes.findIndex(({ to }) => "service" in to && to.service === link.to);
      const side = port(sourcePort(link), "EAST");
      return group < 0 ? side : { ...side, x: inside.width, y: inside.groupMiddles[group] ?? 0 };
    });
  const fixed = box.routes.length > 0;
  return {
    id: box.name,
    width: inside.width,
    height: inside.height,
    ports: [
      ...(fixed ? incoming.map((entry) => ({ ...entry, x: 0, y: inside.height / 2 })) : incoming),
      ...outgoing,
    ],
    layoutOptions: {
      "elk.portConstraints": fixed ? "FIXED_POS" : "FIXED_SIDE",
      "elk.partitioning.partition": String(column(box)),
    },
  };
}

/** Boxes of a higher number stand right of all with a lower one. */
function column({ kind }: Box): number {
  switch (kind) {
    case "clients":
      return 0;
    case "ingress":
      return 1;
    case "service":
    case "job":
      return 2;
    case "store":
    case "external":
      return 3;
    default:
      return kind satisfies never;
  }
}

function port(id: string, side: "EAST" | "WEST"): ElkPort {
  return { id, width: 0, height: 0, layoutOptions: { "elk.port.side": side } };
}

function linkId({ from, to, kind }: Link): string {
  return JSON.stringify([kind, from, to]);
}

/** Every line has a start of its own; lines of one network to one box share their end. */
function sourcePort(link: Link): string {
  return JSON.stringify(["out", linkId(link)]);
}

function targetPort({ to, kind, network }: Link): string {
  return JSON.stringify(["in", to, kind, network]);
}

function edge(link: Link): ElkExtendedEdge {
  return { id: linkId(link), sources: [sourcePort(link)], targets: [targetPort(link)] };
}

function placedLink(link: Link, { sections = [], junctionPoints = [] }: ElkExtendedEdge): PlacedLink {
  const corners = sections.flatMap(({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  const rounded = ({ x, y }: Point): Point => ({ x: round(x), y: round(y) });
  return { link, points: corners.map(rounded), junctions: junctionPoints.map(rounded) };
}

/** Half pixels: small numbers in the file, and no trace of floating point in it. */
function round(value: number): number {
  return Math.round(value * 2) / 2;
}

function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`the layout lost "${name}"`);
  return value;
}
