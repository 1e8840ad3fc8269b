import type { ObjectStore } from "../../../model";
import type { AwsDriver } from "../driver.args";

/** S3: outside our network, without a bound that could be reached, and paid by what is stored. */
export const minio: AwsDriver<ObjectStore> = {
  run: (store) => ({ by: "objects", store }),
  refusals: ({ buckets, publicRead = [], expire = {} }) => [
    {
      path: "publicRead",
      set: publicRead.length > 0,
      message: "buckets of the AWS target are closed to the public; serve their objects through a service",
    },
    {
      path: "expire",
      set: Object.keys(expire).length > 0,
      message: "the AWS target lets no objects of a store expire; leave it out, and set a rule of your own",
    },
    {
      path: "buckets",
      set: buckets.some((bucket) => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)),
      message: `${buckets.join(", ")} are not all valid names of S3 buckets; allowed are 3 to 63 lower-case letters, digits, dots and hyphens`,
    },
  ],
};
