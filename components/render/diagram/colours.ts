import type { NetworkGroup } from "../../model";

/** Colours of networks for light and dark backgrounds; after the last one they begin again. */
export const networkColours: readonly { readonly light: string; readonly dark: string }[] = [
  { light: "#0b62c4", dark: "#5aa9ff" },
  { light: "#b3380f", dark: "#ff9466" },
  { light: "#6b3fb5", dark: "#b79bff" },
  { light: "#11752e", dark: "#56c774" },
  { light: "#a8186c", dark: "#ff8ac9" },
  { light: "#0b6e75", dark: "#4cc6cf" },
  { light: "#7d5700", dark: "#dcb04a" },
  { light: "#4a5568", dark: "#a9b7cc" },
  { light: "#a31d2c", dark: "#ff8088" },
  { light: "#3a48b0", dark: "#93a0ff" },
  { light: "#55700f", dark: "#b3d158" },
  { light: "#7a3d1d", dark: "#d9a07f" },
];

/**
 * For each network the index of its colour: one of its own while there are enough, then one that no network
 * with a common member has, for those lines meet.
 */
export function coloursOf(networks: readonly NetworkGroup[]): readonly number[] {
  const count = networkColours.length;
  const chosen: number[] = [];
  networks.forEach(({ members }, index) => {
    const near = new Set(
      chosen.filter((_, other) => networks[other]?.members.some((member) => members.includes(member))),
    );
    const candidates = Array.from({ length: count }, (_, step) => (index + step) % count);
    chosen.push(candidates.find((colour) => !near.has(colour)) ?? index % count);
  });
  return chosen;
}

interface Theme {
  readonly card: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly box: string;
  readonly ingress: string;
  readonly ingressLine: string;
  readonly store: string;
  readonly job: string;
  readonly published: string;
  readonly publishedText: string;
  readonly egress: string;
  readonly egressText: string;
  readonly tagText: string;
}

const light: Theme = {
  card: "#ffffff",
  line: "#8591a1",
  text: "#17202c",
  muted: "#55606e",
  box: "#f7f9fb",
  ingress: "#e9f1fd",
  ingressLine: "#0b62c4",
  store: "#eef1f5",
  job: "#ffffff",
  published: "#fde9b8",
  publishedText: "#5a3d00",
  egress: "#dcefdf",
  egressText: "#12491f",
  tagText: "#ffffff",
};

const dark: Theme = {
  card: "#0d1117",
  line: "#6e7a89",
  text: "#e8edf3",
  muted: "#a3afbd",
  box: "#171d26",
  ingress: "#11243f",
  ingressLine: "#5aa9ff",
  store: "#1e2631",
  job: "#0d1117",
  published: "#4a3813",
  publishedText: "#ffdf96",
  egress: "#173a21",
  egressText: "#a9e6b6",
  tagText: "#0d1117",
};

function rules(theme: Theme, colours: readonly string[]): string {
  return [
    `.card{fill:${theme.card};stroke:${theme.line}}`,
    `text{fill:${theme.text}}.muted{fill:${theme.muted}}`,
    `.shape{fill:${theme.box};stroke:${theme.line}}`,
    `.ingress>.shape{fill:${theme.ingress};stroke:${theme.ingressLine}}`,
    `.store>.shape,.external>.shape{fill:${theme.store}}.box>.rim{fill:none}.job>.shape,.clients>.shape{fill:${theme.job}}`,
    `.rule{stroke:${theme.line}}`,
    `.published rect{fill:${theme.published}}.published text{fill:${theme.publishedText}}`,
    `.egress rect{fill:${theme.egress}}.egress text{fill:${theme.egressText}}`,
    `.halo{stroke:${theme.card}}.line{stroke:${theme.line}}.tip,.joint{fill:${theme.line}}`,
    `.tag text{fill:${theme.tagText}}`,
    ...colours.map(
      (colour, index) =>
        `.n${index} .line{stroke:${colour}}.n${index} .tip,.n${index} .joint,.n${index} rect{fill:${colour}}`,
    ),
  ].join("\n");
}

/** The style sheet: light by default, dark where the reader's system asks for it; the card is always painted. */
export const styleSheet = [
  'text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif}',
  ".heading{font-weight:bold}.muted{font-weight:normal}",
  ".shape{stroke-width:1.3}.ingress>.shape{stroke-width:2}.job>.shape,.external>.shape{stroke-dasharray:5 3}",
  ".line,.halo{fill:none;stroke-width:1.7}.halo{stroke-width:5}",
  ".mount .line{stroke-dasharray:2 4}.external .line{stroke-dasharray:6 4}",
  rules(
    light,
    networkColours.map((colour) => colour.light),
  ),
  `@media (prefers-color-scheme:dark){\n${rules(
    dark,
    networkColours.map((colour) => colour.dark),
  )}\n}`,
].join("\n");
