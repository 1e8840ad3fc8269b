import { isServer, needsGpus, type System } from "../../model";
import { problemsOf, type Refusal } from "../../shared/refusal";
import type { AwsSettings } from "../settings";
import { driverOf } from "../stores";
import { classesOf, hourOf, isPricedRegion, priceList } from "./prices";
import { isRegion, regions } from "./regions";
import type { Problem } from "../../model";

/** How many changes of a letter make one text of another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min((row[j] ?? 0) + Number(letter !== other), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The known ones that are written most like it. */
function nearest(text: string, known: readonly string[], count = 3): string {
  const sorted = [...known].sort((a, b) => distance(a, text) - distance(b, text));
  return sorted
    .slice(0, count)
    .map((one) => `"${one}"`)
    .join(", ");
}

const refetch = "fetch AWS's price list again, where it is new: npx trireme prices";

function classRefusal(name: string, path: string, region: string): Refusal {
  const [prefix] = /^(?:db|cache|kafka)\./.exec(name) ?? [""];
  return {
    path,
    set: hourOf(name, region) === undefined,
    message: `"${name}" is not in the price list of ${priceList.date}, so nobody would know what it costs; the nearest that are: ${nearest(name, classesOf(prefix as "db." | ""))}. Write one of them, or ${refetch}`,
  };
}

/** What a stack would pay for without a price: a class of machine or a region that nobody knows, or no bound where there is no estimate. */
export function unpriced(system: System, settings: AwsSettings): readonly Problem[] {
  const { region, gpuInstance, alerts } = settings;
  const sizes = system.stores
    .filter(isServer)
    .filter(({ external }) => external === undefined)
    .flatMap((store) => driverOf(store).size?.(store, { prefix: system.name, settings }) ?? []);
  const gpus = system.services.some(needsGpus) ? [{ name: gpuInstance, path: "aws.gpuInstance" }] : [];
  const distinct = new Map([...sizes, ...gpus].map((one) => [one.path, one]));
  return problemsOf([
    ...[...distinct.values()].map(({ name, path }) => classRefusal(name, path, region)),
    {
      path: "aws.region",
      set: !isRegion(region),
      message: `"${region}" is no region of AWS; the nearest that are: ${nearest(region, regions)}`,
    },
    {
      path: "aws.alerts.budget",
      set: isRegion(region) && !isPricedRegion(region) && alerts.budget === undefined,
      message: `is missing: there are no prices of ${region}, so no budget follows from the estimate. Set it: pulumi config set --path aws.alerts.budget 500; or fetch the region's prices: npx trireme prices us-east-1 ${region}`,
    },
  ]);
}
