import { networkColours } from "./colours";
import type { Box } from "./boxes";
import type { Content, Link } from "./content";

/** Draws a diagram's content as a Mermaid flow chart. */
export function mermaid(content: Content): string {
  const ids = new Map(content.boxes.map((box, index) => [box.name, `${box.kind}${index + 1}`]));
  const id = (name: string): string => ids.get(name) ?? name;
  const titles = new Map(content.boxes.map(({ name, title }) => [name, title]));
  return [
    "---",
    `title: ${JSON.stringify(`${content.title} · ${content.environment}`)}`,
    "---",
    "flowchart LR",
    ...indented(content.boxes.map((box) => `${id(box.name)}${shape(box)}:::${box.kind}`)),
    ...indented(content.links.map((link) => `${id(link.from)} ${arrow(link, content)} ${id(link.to)}`)),
    ...networksPart(content, titles),
    ...indented(styles(content)),
    ...indented(classes),
    "",
  ].join("\n");
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

/** Text inside quotes; Mermaid reads `#name;` as a character, HTML and Markdown as markup. */
function quoted(lines: readonly string[]): string {
  const safe = lines.map((line) =>
    line.replace(/[#"<>&`*_~\\\n\r]/g, (character) => `#${character.codePointAt(0)};`),
  );
  return `"${safe.join("<br/>")}"`;
}

function shape(box: Box): string {
  const lines = quoted([
    box.title,
    ...box.facts,
    ...box.published.map((text) => `host ${text}`),
    ...(box.egress ? ["internet access"] : []),
    ...(box.networks.length === 0 ? [] : [`networks ${box.networks.join(", ")}`]),
    ...siteRoutes(box),
  ]);
  switch (box.kind) {
    case "clients":
    case "job":
      return `([${lines}])`;
    case "ingress":
      return `{{${lines}}}`;
    case "service":
      return `[${lines}]`;
    case "store":
    case "external":
      return `[(${lines})]`;
    default:
      return box.kind satisfies never;
  }
}

/** Routes to files that the ingress serves itself have no line to stand on. */
function siteRoutes(box: Box): readonly string[] {
  return box.routes.flatMap(({ to, routes }) => ("site" in to ? routes.map(routeText) : []));
}

function routeText({ address, notes }: { address: string; notes: readonly string[] }): string {
  return notes.length === 0 ? address : `${address} (${notes.join(", ")})`;
}

function arrow(link: Link, content: Content): string {
  switch (link.kind) {
    case "connection": {
      const routes = content.boxes
        .filter(({ name }) => name === link.from)
        .flatMap((box) => box.routes)
        .flatMap(({ to, routes }) =>
          "service" in to && to.service === link.to ? routes.map(routeText) : [],
        );
      return routes.length === 0 ? "-->" : `-->|${quoted(routes)}|`;
    }
    case "requests":
      return "==>";
    case "mount":
      return "-.-";
    case "external":
      return "-.->";
    default:
      return link.kind satisfies never;
  }
}

function networksPart(content: Content, titles: ReadonlyMap<string, string>): readonly string[] {
  if (content.networks.length === 0) return [];
  return [
    '  subgraph networks["Private networks"]',
    ...content.networks.map(({ members }, index) => {
      const names = members.map((member) => titles.get(member) ?? member);
      return `    network${index + 1}[${quoted([`${index + 1}: ${names.join(", ")}`])}]`;
    }),
    "  end",
  ];
}

/** Every line, and every network's own box, in the colour of the network; Mermaid counts lines from 0. */
function styles({ links, networks, colours }: Content): readonly string[] {
  const colour = (network: number): string => networkColours[colours[network] ?? 0]?.light ?? "currentColor";
  return [
    ...links.flatMap(({ network }, index) =>
      network === undefined ? [] : [`linkStyle ${index} stroke:${colour(network)}`],
    ),
    ...networks.map(
      (_, index) => `style network${index + 1} fill:#ffffff,stroke:${colour(index)},color:#17202c`,
    ),
  ];
}

const classes = [
  "classDef clients fill:#ffffff,stroke:#8591a1,color:#17202c",
  "classDef ingress fill:#e9f1fd,stroke:#0b62c4,stroke-width:2px,color:#17202c",
  "classDef service fill:#f7f9fb,stroke:#8591a1,color:#17202c",
  "classDef job fill:#ffffff,stroke:#8591a1,stroke-dasharray:5 3,color:#17202c",
  "classDef store fill:#eef1f5,stroke:#8591a1,color:#17202c",
  "classDef external fill:#eef1f5,stroke:#8591a1,stroke-dasharray:5 3,color:#17202c",
];
