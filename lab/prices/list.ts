import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../setup/workspace";
import { readOffer, type Offer } from "./offer";
import { isOnDemand, needed, wanted } from "./wanted";

/** Where the offers are that are kept: AWS's format, what is needed of it. */
export const offersFolder = join(projectRoot, "lab", "prices", "offers");

/** The region that others are counted from where they have no prices of their own. */
export const home = "us-east-1";

/** The list that the program reads. */
interface PriceList {
  /** When AWS published what the list was made of; of several the oldest. */
  readonly published: string;
  /** Whether all of it was read from AWS's price list. */
  readonly fetched: boolean;
  /** US dollars by region and name: an hour of a class of machine, or a unit. */
  readonly prices: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What is said of an offer that nobody has fetched. */
const byHand = "Not fetched";

function sorted<T>(entries: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The list that is made of offers.
 *
 * @throws RangeError for an offer of a service that nothing is kept of, and where the home region lacks what it must have
 */
export function priceList(offers: readonly Offer[]): PriceList {
  const regions = new Map<string, Map<string, number>>();
  for (const { meta, rows } of offers) {
    const code = meta.OfferCode ?? "";
    const keyOf = wanted[code];
    if (keyOf === undefined)
      throw new RangeError(
        `nothing is read of the offer "${code}"; known are ${Object.keys(wanted).join(", ")}`,
      );
    for (const row of rows.filter(isOnDemand)) {
      const [key, region] = [keyOf(row), row.regioncode ?? ""];
      if (key === undefined || region === "") continue;
      const own = regions.get(region) ?? new Map<string, number>();
      regions.set(region, own.set(key, Number(row.priceperunit)));
    }
  }
  const missing = needed.filter((name) => regions.get(home)?.has(name) !== true);
  if (missing.length > 0)
    throw new RangeError(
      `the offers have no ${missing.join(", ")} in ${home}: AWS may have renamed their usage types; see lab/prices/wanted.ts`,
    );
  const dates = offers.flatMap(({ meta }) => meta["Publication Date"] ?? []).sort();
  return {
    published: (dates[0] ?? "").slice(0, 10),
    fetched: offers.every(({ meta }) => !(meta.Disclaimer ?? "").startsWith(byHand)),
    prices: sorted(new Map([...regions].map(([region, own]) => [region, sorted(own)]))),
  };
}

/** The offers of the repository, by their files. */
export async function keptOffers(folder: string = offersFolder): Promise<Readonly<Record<string, Offer>>> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".csv"));
  const read = files.map(async (file) => [
    file,
    await readOffer(readFileSync(join(folder, file), "utf8").split("\n")),
  ]);
  return Object.fromEntries(await Promise.all(read)) as Readonly<Record<string, Offer>>;
}

/** The text of the list that the program reads. */
export async function priceListText(): Promise<string> {
  return JSON.stringify(priceList(Object.values(await keptOffers())));
}
