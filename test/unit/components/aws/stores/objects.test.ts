import { describe, expect, it } from "vitest";
import { objectStore, service } from "../../../../../components/model";
import { Objects } from "../../../../../components/aws/stores/objects";
import { awsContext, shop } from "../../../../support/aws-stores";
import { deploy, listed, only } from "../../../../support/mocks";

const image = { name: "app", reference: "ghcr.io/acme/app:v1" };
const store = objectStore("files", { version: "RELEASE", buckets: ["acme-content"] });
const keyed = service("app", { image, env: { KEY: store.accessKey, SECRET: store.secretKey } });
const plain = service("app", { image, env: { S3: store.url } });

const deployed = (app: typeof keyed) =>
  deploy(() => new Objects(awsContext(shop({ services: [app], stores: [store] })), { store }), {
    answers: { "shop-prod-files-acme-content": { arn: "arn:aws:s3:::acme-content", bucket: "acme-content" } },
  });

describe("an object store", () => {
  it("is a bucket with all its guards for each name", async () => {
    const deployment = await deployed(plain);
    expect(listed(deployment)).toEqual([
      "Bucket shop-prod-files-acme-content",
      "BucketLifecycleConfiguration shop-prod-files-acme-content", // STANDARD_IA, old versions
      "BucketOwnershipControls shop-prod-files-acme-content", // no lists of rights beside the policy
      "BucketPolicy shop-prod-files-acme-content", // TLS alone
      "BucketPublicAccessBlock shop-prod-files-acme-content",
      "BucketServerSideEncryptionConfiguration shop-prod-files-acme-content", // our key
      "BucketVersioning shop-prod-files-acme-content", // what is overwritten comes back
      "Objects shop-prod-files",
    ]);
    expect(only(deployment, "Bucket", "shop-prod-files-acme-content")).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: { bucket: "acme-content", forceDestroy: false },
    });
    expect(only(deployment, "BucketPublicAccessBlock", "shop-prod-files-acme-content").inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("is used by the role of a task that names no key", async () => {
    const { made } = (await deployed(plain)).result;
    expect(made.address.credentials).toBeUndefined();
    expect(made.grants?.map(({ sid }) => sid)).toEqual(["ListBuckets", "UseObjects", "UseKey"]);
  });

  it("has a user with these buckets alone for who names its keys", async () => {
    const deployment = await deployed(keyed);
    expect(listed(deployment)).toEqual(
      expect.arrayContaining(["User shop-prod-files", "Group shop-prod-files", "AccessKey shop-prod-files"]),
    );
    const { policy } = only(deployment, "GroupPolicy", "shop-prod-files").inputs;
    const { Statement } = JSON.parse(String(policy)) as { Statement: { Resource: string[] }[] };
    expect(Statement.map(({ Resource }) => Resource)).toEqual([
      ["arn:aws:s3:::acme-content"],
      ["arn:aws:s3:::acme-content/*"],
      ["arn:aws:kms:eu-west-1:123456789012:key/ours"],
    ]);
    expect(deployment.result.made.address.credentials).toBeDefined();
    expect(deployment.result.made.grants).toBeUndefined();
  });
});
