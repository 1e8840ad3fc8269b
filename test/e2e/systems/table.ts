/** What was seen of a stack; what was not reached is absent. */
export interface Row {
  readonly stack: string;
  /** Seconds that `up` took from nothing. */
  readonly up?: number;
  readonly containers?: number;
  /** Mebibytes that its containers used once it was up. */
  readonly memory?: number;
  readonly checks?: number;
  /** Seconds that a release took. */
  readonly release?: number;
  readonly requests?: number;
  readonly failed?: number;
  readonly backups?: number;
  readonly drills?: number;
  /** Seconds in which it came back after everything but the bucket was lost. */
  readonly rebuilt?: number;
  /** Panels of its dashboards for which Prometheus had a number. */
  readonly panels?: number;
}

const seen = (value: number | undefined): string => (value === undefined ? "" : String(Math.round(value)));

/** The rows as a table in Markdown. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const requests = row.requests === undefined ? "" : `${row.failed ?? 0} of ${row.requests}`;
    const cells = [
      ...[`\`${row.stack}\``, seen(row.up), seen(row.containers), seen(row.memory), seen(row.checks)],
      ...[
        seen(row.release),
        requests,
        seen(row.backups),
        seen(row.drills),
        seen(row.panels),
        seen(row.rebuilt),
      ],
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| stack | up (s) | containers | memory (MiB) | checks | release (s) | requests failed | backups | drills | panels | rebuilt (s) |",
    "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ...lines,
  ].join("\n");
}
