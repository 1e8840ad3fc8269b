import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Vaults, type VaultItem } from "../../../../../components/aws/backup/vault";
import { awsContext, awsSettings, environment, systems } from "../../../../support/aws-stores";
import { deploy, listed, only } from "../../../../support/mocks";

const simplr = systems.simplr(environment("production"));
const [daily] = simplr.backups;
if (daily === undefined) throw new Error("Simplr has backups");
const item: VaultItem = {
  backup: daily,
  arn: output("arn:db"),
  type: "RDS",
  placement: { subnetGroup: output("subnets"), securityGroup: output("sg-db") },
};
const deployed = (copyRegion?: string) =>
  deploy(
    () =>
      new Vaults(
        awsContext(simplr, {
          settings: awsSettings("production", copyRegion === undefined ? {} : { copyRegion }),
        }),
        { items: [item] },
      ),
    { answers: { "simplr-prod-copy": { arn: "arn:copy" } } },
  );

describe("the vault", () => {
  it("is made of these, each with its reason", async () => {
    expect(listed(await deployed())).toEqual([
      "Plan simplr-prod-db-daily",
      "RestoreTestingPlan simplr-prod-testing", // AWS restores the newest every week
      "RestoreTestingSelection simplr-prod-db-daily",
      "Selection simplr-prod-db-daily",
      "Vault simplr-prod",
      "Role simplr-prod-vault",
      "RolePolicyAttachment simplr-prod-vault-backup",
      "RolePolicyAttachment simplr-prod-vault-restores",
      "Vaults simplr-prod-vaults",
    ]);
  });

  it("keeps each store for as long as its backup, saved when RDS is not busy itself", async () => {
    const { inputs } = only(await deployed(), "Plan", "simplr-prod-db-daily");
    expect(inputs.rules).toMatchObject([
      { ruleName: "db-daily", schedule: "cron(0 6 ? * * *)", lifecycle: { deleteAfter: 31 } },
    ]);
  });

  it("copies into another region, under a key of that region", async () => {
    const deployment = await deployed("eu-central-1");
    expect(only(deployment, "Vault", "simplr-prod-copy")).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: { region: "eu-central-1" },
    });
    expect(only(deployment, "Key", "simplr-prod-copy").inputs).toMatchObject({ region: "eu-central-1" });
    expect(only(deployment, "Plan", "simplr-prod-db-daily").inputs.rules).toMatchObject([
      { copyActions: [{ destinationVaultArn: "arn:copy", lifecycle: { deleteAfter: 31 } }] },
    ]);
  });

  it("tries a database out among the stores, where nobody new reaches it", async () => {
    const { inputs } = only(await deployed(), "RestoreTestingSelection", "simplr-prod-db-daily");
    expect(inputs).toMatchObject({
      name: "simplr_prod_db_daily",
      protectedResourceType: "RDS",
      protectedResourceArns: ["arn:db"],
      restoreMetadataOverrides: { dbsubnetgroupname: "subnets", vpcsecuritygroupids: '["sg-db"]' },
    });
  });
});
