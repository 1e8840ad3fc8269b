import type { ObjectStore } from "../../../model";
import type { AwsDriver } from "../driver.args";

/** S3: outside our network, without a bound that could be reached, and paid by what is stored. */
export const minio: AwsDriver<ObjectStore> = {
  run: (store) => ({ by: "objects", store }),
  refusals: ({ buckets }) => [
    {
      path: "buckets",
      set: buckets.some((bucket) => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)),
      message: `${buckets.join(", ")} are not all valid names of S3 buckets; allowed are 3 to 63 lower-case letters, digits, dots and hyphens`,
    },
  ],
};
