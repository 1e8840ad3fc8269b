import { Plan, RestoreTestingPlan, RestoreTestingSelection, Selection, Vault } from "@pulumi/aws/backup";
import { RolePolicyAttachment, type Role } from "@pulumi/aws/iam";
import { Key } from "@pulumi/aws/kms";
import { ComponentResource, jsonStringify, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Backup } from "../../model";
import { testingName, testingSchedule, vaultRule } from "./backup.args";
import type { AwsContext } from "../context";
import { systemTags } from "../labels";
import { named } from "../naming.args";
import { createRole } from "../iam/roles";
import { partitionOf } from "../settings";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

/** A store that AWS Backup saves whole. */
export interface VaultItem {
  readonly backup: Backup;
  readonly arn: Output<string>;
  readonly type: "RDS" | "EFS";
  /** Where a database that is tried out is put: among the stores, reached by nobody new. */
  readonly placement?: { readonly subnetGroup: Output<string>; readonly securityGroup: Output<string> };
}

export interface VaultsArgs {
  readonly items: readonly VaultItem[];
}

/**
 * Whole databases and volumes in AWS Backup: a vault under our key, a copy in another region where one is named, and a plan
 * by which AWS itself restores the newest ones every week and removes what it restored.
 */
export class Vaults extends ComponentResource {
  readonly vault: Vault;

  constructor(
    private readonly context: AwsContext,
    { items }: VaultsArgs,
    opts?: ComponentResourceOptions,
  ) {
    const name = named("backupVault", context.prefix);
    super("trireme:aws:Vaults", `${context.prefix}-vaults`, {}, opts);
    this.vault = this.createVault(name);
    const copy = this.createCopy();
    const role = this.createRole();
    for (const item of items) this.createPlan(item, { role, copy });
    this.createTesting(items, role);
    this.registerOutputs({ vault: this.vault.name });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.vaults> {
    return nodesOf(this, children.vaults);
  }

  private get kept() {
    const { protect } = this.context;
    return { parent: this, protect, retainOnDelete: protect };
  }

  private createVault(name: string): Vault {
    const { context } = this;
    return new Vault(
      name,
      { kmsKeyArn: context.keyArn, forceDestroy: !context.protect, tags: systemTags(context) },
      this.kept,
    );
  }

  /** A vault and a key in the other region: what happens to this one leaves both alone. */
  private createCopy(): Vault | undefined {
    const { context } = this;
    const name = named("backupVault", context.prefix, "copy");
    const { copyRegion: region } = context.settings;
    if (region === undefined) return undefined;
    const key = new Key(
      name,
      {
        region,
        description: `Copies of the backups of ${context.prefix}`,
        enableKeyRotation: true,
        deletionWindowInDays: context.protect ? 30 : 7,
        tags: systemTags(context),
      },
      this.kept,
    );
    return new Vault(
      name,
      { region, kmsKeyArn: key.arn, forceDestroy: !context.protect, tags: systemTags(context) },
      this.kept,
    );
  }

  private createRole(): Role {
    const { context } = this;
    const role = createRole(
      context,
      {
        name: "vault",
        service: "backup.amazonaws.com",
        account: context.settings.account,
        statements: [],
      },
      this,
    );
    for (const what of ["Backup", "Restores"])
      new RolePolicyAttachment(
        named("role", context.prefix, "vault", what.toLowerCase()),
        {
          role: role.name,
          // What AWS keeps for this service; it grows with what the service saves.
          policyArn: `arn:${partitionOf(context.settings)}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor${what}`,
        },
        { parent: this },
      );
    return role;
  }

  private createPlan(
    item: VaultItem,
    { role, copy }: { readonly role: Role; readonly copy: Vault | undefined },
  ): void {
    const { context } = this;
    const { deleteAfter, ...rule } = vaultRule(item.backup);
    const lifecycle = { deleteAfter };
    const name = named("backupPlan", context.prefix, item.backup.name);
    const plan = new Plan(
      name,
      {
        rules: [
          {
            ...rule,
            targetVaultName: this.vault.name,
            lifecycle,
            ...(copy === undefined ? {} : { copyActions: [{ destinationVaultArn: copy.arn, lifecycle }] }),
            recoveryPointTags: systemTags(context),
          },
        ],
        tags: systemTags(context),
      },
      { parent: this },
    );
    new Selection(name, { planId: plan.id, iamRoleArn: role.arn, resources: [item.arn] }, { parent: this });
  }

  private createTesting(items: readonly VaultItem[], role: Role): void {
    const { context } = this;
    if (items.length === 0) return;
    const plan = new RestoreTestingPlan(
      named("backupVault", context.prefix, "testing"),
      {
        name: testingName(context.prefix),
        scheduleExpression: testingSchedule(context.model),
        recoveryPointSelection: {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [this.vault.arn],
          recoveryPointTypes: ["SNAPSHOT"],
          selectionWindowDays: 7,
        },
        tags: systemTags(context),
      },
      { parent: this },
    );
    for (const { backup, arn, type, placement } of items)
      new RestoreTestingSelection(
        `${context.prefix}-${backup.name}`,
        {
          name: testingName(context.prefix, backup.name),
          restoreTestingPlanName: plan.name,
          iamRoleArn: role.arn,
          protectedResourceType: type,
          protectedResourceArns: [arn],
          validationWindowHours: 1,
          ...(placement === undefined
            ? {}
            : {
                restoreMetadataOverrides: {
                  dbsubnetgroupname: placement.subnetGroup,
                  vpcsecuritygroupids: jsonStringify([placement.securityGroup]),
                },
              }),
        },
        { parent: this },
      );
  }
}
