import { comparison, mebibytes, table } from "../report";
import type { AwsResult } from "./measure";

/** Where the figures stand in the document. */
export const awsFigures = {
  begin: "<!-- figures of AWS: `npx trireme bench --aws` writes them -->",
  end: "<!-- end of figures of AWS -->",
} as const;

/** The figures as Markdown. */
export function awsReport(
  circumstances: readonly string[],
  { resources, preview, footprints }: AwsResult,
): string {
  return [
    ...circumstances.map((line) => `- ${line}`),
    `- SyftHub in production on AWS: ${resources} resources, of which there is nothing yet`,
    "",
    comparison("preview from nothing", preview),
    "",
    table(
      ["preview from nothing", "the program: peak", "all processes: peak"],
      footprints.map(({ title, footprint: { program, wholeMebibytes } }) => [
        title,
        mebibytes(program?.mebibytes),
        mebibytes(wholeMebibytes),
      ]),
    ),
  ].join("\n");
}
