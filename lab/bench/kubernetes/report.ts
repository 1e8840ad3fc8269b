import { comparison, mebibytes, table } from "../report";
import type { ClusterResult } from "./measure";

/** Where the figures stand in the document. */
export const clusterFigures = {
  begin: "<!-- figures of a cluster: `npx trireme bench --kubernetes` writes them -->",
  end: "<!-- end of figures of a cluster -->",
} as const;

function creation({ ours, kubectl, applied }: ClusterResult["creation"]): string {
  const row = (title: string, seconds: number) => [
    title,
    `${seconds.toFixed(1)} s`,
    (seconds / kubectl).toFixed(2),
  ];
  return table(
    ["from nothing", "time", "ratio to `kubectl apply` and waiting"],
    [
      row("`pulumi up`: applied in order, each awaited", ours),
      row("`kubectl apply`, and waiting for all", kubectl),
      row("`kubectl apply` alone", applied),
    ],
  );
}

/** The figures as Markdown. */
export function clusterReport(circumstances: readonly string[], result: ClusterResult): string {
  const { large, services, objects } = result;
  const { program, wholeMebibytes } = large.footprint;
  return [
    ...circumstances.map((line) => `- ${line}`),
    `- A synthetic system of ${services} services: ${objects} objects`,
    "",
    creation(result.creation),
    "",
    comparison("unchanged preview", result.preview),
    "",
    comparison("unchanged up", result.up),
    "",
    table(
      ["preview from nothing", "time", "the program: peak", "all processes: peak"],
      [
        [
          `${large.services} services`,
          `${large.seconds.toFixed(1)} s`,
          mebibytes(program?.mebibytes),
          mebibytes(wholeMebibytes),
        ],
      ],
    ),
  ].join("\n");
}
