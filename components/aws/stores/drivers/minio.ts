import type { ObjectStore } from "../../../model";
import type { AwsDriver } from "../driver.args";

/** S3: outside our network, without a bound that could be reached, and paid by what is stored. */
export const minio: AwsDriver<ObjectStore> = {
  run: (store) => ({ by: "objects", store }),
  refusals: ({ buckets }) => [
    {
      path: "buckets",
      set: buckets.some((bucket) => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)),
      message: `S3 takes names of 3 to 63 lower-case letters, digits, dots and hyphens, each only once in all the world; ${buckets.join(", ")} are not all such`,
    },
  ],
};
