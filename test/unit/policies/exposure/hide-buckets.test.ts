import { hideBuckets } from "../../../../policies/exposure/hide-buckets";
import { holds, subject } from "../../../support/policies";

const cited = "[AWS FSBP v1.0.0: S3.2, S3.3, S3.8]";
const bucket = subject("aws:s3/bucket:Bucket", { id: "shop-media" }, { name: "media" });
const block = subject(
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  {
    bucket: "shop-media",
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  { name: "media" },
);

holds(hideBuckets, [
  {
    what: "a bucket",
    fine: bucket,
    beside: [block],
    breaks: [
      [
        "acl",
        "public-read",
        `aws:Bucket "media": acl is "public-read"; allowed: "private". Serve public files through the distribution. ${cited}`,
      ],
      [
        "id",
        "shop-other",
        `aws:Bucket "media": BucketPublicAccessBlock is not set; allowed: a BucketPublicAccessBlock with all four blocks. Add one for this bucket. ${cited}`,
      ],
    ],
  },
  {
    what: "a block",
    fine: block,
    breaks: ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].map(
      (path) =>
        [
          path,
          false,
          `aws:BucketPublicAccessBlock "media": ${path} is false; allowed: true. Set it. ${cited}`,
        ] as const,
    ),
  },
  {
    what: "a bucket's policy",
    fine: subject(
      "aws:s3/bucketPolicy:BucketPolicy",
      {
        policy: JSON.stringify({
          Statement: [
            { Effect: "Allow", Principal: { Service: "cloudfront.amazonaws.com" }, Action: "s3:GetObject" },
          ],
        }),
      },
      { name: "media" },
    ),
    breaks: [
      [
        "policy",
        JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject" }] }),
        `aws:BucketPolicy "media": policy.Statement[0].Principal is "*"; allowed: a principal of yours. Name the distribution or the role that reads. ${cited}`,
      ],
    ],
  },
]);
