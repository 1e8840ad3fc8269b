import type { ObjectStore } from "../model";
import type { Refusal } from "./refusal";

/** Names that an object store takes for no bucket. */
export function bucketRefusals({ buckets }: ObjectStore): readonly Refusal[] {
  const odd = buckets.filter((bucket) => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket));
  return [
    {
      path: "buckets",
      set: odd.length > 0,
      message: `${odd.join(", ")} ${odd.length === 1 ? "is no valid name" : "are no valid names"} of S3 buckets; allowed are 3 to 63 lower-case letters, digits, dots and hyphens`,
    },
  ];
}
