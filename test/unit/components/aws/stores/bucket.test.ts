import { ComponentResource } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { createBucket } from "../../../../../components/aws/stores/bucket";
import { awsContext, shop } from "../../../../support/aws-stores";
import { deploy, only } from "../../../../support/mocks";

class Parent extends ComponentResource {
  constructor(environment: "development" | "production") {
    super("test:Parent", "parent");
    createBucket(
      awsContext(shop({}, environment)),
      { component: "shop", role: "backup", name: "backups", rules: [] },
      this,
    );
    this.registerOutputs({});
  }
}

describe("createBucket", () => {
  it("keeps files in production, and takes them along in development", async () => {
    expect(only(await deploy(() => new Parent("production")), "Bucket", "shop-prod-backups")).toMatchObject({
      protect: true,
      inputs: { forceDestroy: false },
    });
    expect(only(await deploy(() => new Parent("development")), "Bucket", "shop-prod-backups")).toMatchObject({
      protect: false,
      inputs: { forceDestroy: true },
    });
  });

  it("encrypts with our key, and counts it once for many files", async () => {
    const { inputs } = only(
      await deploy(() => new Parent("production")),
      "BucketServerSideEncryptionConfiguration",
      "shop-prod-backups",
    );
    expect(inputs.rules).toEqual([
      {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: "aws:kms",
          kmsMasterKeyId: "arn:aws:kms:eu-west-1:123456789012:key/ours",
        },
        bucketKeyEnabled: true,
      },
    ]);
  });
});
