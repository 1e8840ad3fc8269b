/** One price of an offer file in CSV, by its columns in lower case without spaces: `instancetype`, `usagetype`, `priceperunit`. */
export type Row = Readonly<Record<string, string>>;

/** What an offer file says of itself in the rows before its table: `Publication Date`, `Version`, `OfferCode`. */
export type Meta = Readonly<Record<string, string>>;

/** An offer file, or what of one is kept. */
export interface Offer {
  readonly meta: Meta;
  /** The columns as the file writes them. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** The fields of one line of CSV; a quote within a field is doubled. */
export function fields(line: string): readonly string[] {
  const found: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/y;
  while (pattern.lastIndex < line.length) {
    const match = pattern.exec(line);
    if (match === null) throw new RangeError(`this is no line of CSV: ${line.slice(0, 80)}`);
    found.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
  }
  return found;
}

/** A column by which rows are asked, whichever way a service writes it: `usageType`, `Usage Type`. */
export function columnKey(column: string): string {
  return column.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/**
 * Reads AWS's offer file as CSV: rows about the file itself, then the names of the columns, then a row for each price
 * (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html). One of EC2 has hundreds of
 * megabytes, so it is read line by line.
 *
 * @param keep whether a row is kept
 * @throws RangeError for what has no row of columns
 */
export async function readOffer(
  lines: AsyncIterable<string> | Iterable<string>,
  keep: (row: Row) => boolean = () => true,
): Promise<Offer> {
  const meta: Record<string, string> = {};
  let columns: readonly string[] | undefined;
  let keys: readonly string[] = [];
  const rows: Row[] = [];
  for await (const line of lines) {
    const text = line.replace(/^\uFEFF|\r$/g, "");
    if (text === "") continue;
    const values = fields(text);
    if (columns === undefined) {
      if (values[0] === "SKU") {
        columns = values;
        keys = values.map(columnKey);
      } else meta[values[0] ?? ""] = values[1] ?? "";
      continue;
    }
    const row = Object.fromEntries(keys.map((key, index) => [key, values[index] ?? ""]));
    if (keep(row)) rows.push(row);
  }
  if (columns === undefined)
    throw new RangeError(
      'this is no offer file of AWS: no row begins with "SKU"; expected the CSV of the Price List Bulk API',
    );
  return { meta, columns, rows };
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The same format with some of its columns. */
export function writeOffer({ meta, rows }: Pick<Offer, "meta" | "rows">, columns: readonly string[]): string {
  const line = (values: readonly string[]): string => values.map(quoted).join(",");
  return [
    ...Object.entries(meta).map((entry) => line(entry)),
    line(columns),
    ...rows.map((row) => line(columns.map((column) => row[columnKey(column)] ?? ""))),
    "",
  ].join("\n");
}
