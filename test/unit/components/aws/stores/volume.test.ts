import { describe, expect, it } from "vitest";
import { service, volume } from "../../../../../components/model";
import { Volume } from "../../../../../components/aws/stores/volume";
import { awsContext, shop } from "../../../../support/aws-stores";
import { deploy, listed, only } from "../../../../support/mocks";

const files = volume("files", { access: "many" });
const app = service("app", {
  image: { name: "app", reference: "ghcr.io/acme/app:v1" },
  env: {},
  user: "1001:1002",
  mounts: [{ volume: "files", path: "/data" }],
});
const deployed = () =>
  deploy(() => new Volume(awsContext(shop({ services: [app], stores: [files] })), { volume: files }), {
    answers: { "shop-prod-files": { arn: "arn:efs" } },
  });

describe("a volume", () => {
  it("is a file system with a way in from each zone, and one access point that makes every client its owner", async () => {
    const deployment = await deployed();
    expect(listed(deployment)).toEqual([
      "AccessPoint shop-prod-files",
      "FileSystem shop-prod-files",
      "FileSystemPolicy shop-prod-files",
      "MountTarget shop-prod-files-1",
      "MountTarget shop-prod-files-2",
      "Volume shop-prod-files",
    ]);
    expect(only(deployment, "AccessPoint", "shop-prod-files").inputs).toMatchObject({
      posixUser: { uid: 1001, gid: 1002 },
      rootDirectory: {
        path: "/files",
        creationInfo: { ownerUid: 1001, ownerGid: 1002, permissions: "0750" },
      },
    });
    expect(deployment.result.made.ready).toHaveLength(2);
  });

  it("is encrypted, protected, and mounted over TLS alone", async () => {
    const deployment = await deployed();
    expect(only(deployment, "FileSystem", "shop-prod-files")).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: { encrypted: true, kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/ours" },
    });
    const { policy } = only(deployment, "FileSystemPolicy", "shop-prod-files").inputs;
    expect(JSON.parse(String(policy))).toMatchObject({
      Statement: [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
    });
  });
});
