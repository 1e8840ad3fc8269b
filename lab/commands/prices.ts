import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "../../cli/command-line/declaration";
import { PlainError } from "../../setup/errors";
import { fetchOffer } from "../prices/fetch";
import { home, offersFolder, priceList } from "../prices/list";
import { writeOffer } from "../prices/offer";
import { columns, wanted } from "../prices/wanted";

export const declaration = command({
  name: "prices",
  group: "Develop Trireme",
  summary: "Fetch AWS's price list, by which a stack's cost is estimated",
  description:
    "Fetches the offers of AWS's Price List Bulk API for the regions, keeps the prices that an estimate needs in lab/prices/offers, in AWS's own format, and says what to write of them: npx trireme reference. It needs the internet and no account; the offer of EC2 has some hundred megabytes for each region.",
  stack: false,
  arguments: {
    regions: {
      term: "[region...]",
      summary: `regions, ${home} among them`,
      default: [home] as readonly string[],
    },
  },
  examples: [["prices us-east-1 eu-west-1", "today's prices of two regions"]],
  refuse: ({ arguments: { regions } }) =>
    regions.includes(home)
      ? undefined
      : `other regions are counted from ${home}, which is not among ${regions.join(", ")}; name it too`,
  async run({ arguments: { regions } }) {
    const offers = Object.keys(wanted).map(
      async (code) => [`${code}.csv`, await fetchOffer(code, regions)] as const,
    );
    const fetched = await Promise.all(offers);
    // What lacks something is told before anything is written.
    const { prices } = priceList(fetched.map(([, offer]) => offer));
    const absent = regions.filter((region) => prices[region] === undefined);
    if (absent.length > 0)
      throw new PlainError(
        `AWS's price list has nothing of ${absent.join(", ")}; write regions as eu-west-1`,
      );
    for (const [file, offer] of fetched) {
      writeFileSync(join(offersFolder, file), writeOffer(offer, columns));
      console.log(`Wrote ${file}: ${offer.rows.length} prices of ${offer.meta["Publication Date"] ?? ""}.`);
    }
    console.log("Write what the program reads of them: npx trireme reference");
    return 0;
  },
});
