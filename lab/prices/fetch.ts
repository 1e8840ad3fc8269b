import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { readOffer, type Offer, type Row } from "./offer";
import { isOnDemand, wanted } from "./wanted";

/** Where AWS publishes its price list (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-fetching-price-list-files-manually.html). */
const priceListUrl = "https://pricing.us-east-1.amazonaws.com";

interface RegionIndex {
  readonly regions?: Readonly<Record<string, { readonly currentVersionUrl?: string } | undefined>>;
}

async function get(url: string): Promise<Response> {
  const answer = await fetch(url).catch((error: unknown) => {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Error(`${url} cannot be fetched: ${cause}`);
  });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer;
}

/**
 * What is kept of one service's prices in some regions, from AWS.
 *
 * @param from where the price list is. @default AWS's
 * @throws Error for what cannot be fetched
 */
export async function fetchOffer(
  code: string,
  regions: readonly string[],
  from = priceListUrl,
): Promise<Offer> {
  const keep = (row: Row): boolean => isOnDemand(row) && wanted[code]?.(row) !== undefined;
  const answer = await get(`${from}/offers/v1.0/aws/${code}/current/region_index.json`);
  const index = (await answer.json()) as RegionIndex;
  const offers: Offer[] = [];
  for (const region of regions) {
    const path = index.regions?.[region]?.currentVersionUrl;
    // Not every service is in every region.
    if (path === undefined) continue;
    const { body } = await get(`${from}${path.replace(/\.json$/, ".csv")}`);
    if (body === null) throw new Error(`${from}${path} is empty`);
    const input = Readable.fromWeb(body);
    const offer = await readOffer(createInterface({ input, crlfDelay: Infinity }), keep);
    // The files of one region need not say which.
    offers.push({ ...offer, rows: offer.rows.map((row) => ({ ...row, regioncode: region })) });
  }
  const [first] = offers;
  return {
    meta: first?.meta ?? { OfferCode: code },
    columns: first?.columns ?? [],
    rows: offers.flatMap(({ rows }) => rows),
  };
}
