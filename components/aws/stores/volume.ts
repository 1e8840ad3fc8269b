import { AccessPoint, FileSystem, FileSystemPolicy, MountTarget } from "@pulumi/aws/efs";
import { ComponentResource, jsonStringify, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { Volume as VolumeModel } from "../../model";
import type { AwsContext, MadeVolume } from "../context";
import { tags } from "../labels";
import { named } from "../naming.args";
import { ownerOf } from "./volume.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface VolumeArgs {
  readonly volume: VolumeModel;
}

/**
 * A shared volume: EFS with a mount target in each zone and one access point, which makes all its clients the volume's
 * owner. Its policy knows no anonymous client: a task mounts it over TLS with its role (`iam: "ENABLED"`), whose statements
 * name `elasticfilesystem:ClientMount` and, to write, `ClientWrite`.
 */
export class Volume extends ComponentResource {
  readonly fileSystem: FileSystem;
  readonly made: MadeVolume;

  constructor(context: AwsContext, { volume }: VolumeArgs, opts?: ComponentResourceOptions) {
    const name = named("role", context.prefix, volume.name);
    super("trireme:aws:Volume", name, {}, opts);
    const { protect, network } = context;
    const own = { tags: tags(context, volume.name, "volume") };
    this.fileSystem = new FileSystem(
      name,
      {
        encrypted: true,
        kmsKeyId: context.keyArn,
        throughputMode: "elastic",
        lifecyclePolicies: [
          { transitionToIa: "AFTER_30_DAYS" },
          { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
        ],
        ...own,
      },
      { parent: this, protect, retainOnDelete: protect },
    );
    new FileSystemPolicy(
      name,
      {
        fileSystemId: this.fileSystem.id,
        policy: jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "TlsOnly",
              Effect: "Deny",
              Principal: { AWS: "*" },
              Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
              Resource: this.fileSystem.arn,
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        }),
      },
      { parent: this },
    );
    const targets = network.subnets.isolated.map(
      (subnetId, index) =>
        new MountTarget(
          `${name}-${index + 1}`,
          {
            fileSystemId: this.fileSystem.id,
            subnetId,
            securityGroups: [network.securityGroupOf(volume.name)],
          },
          { parent: this },
        ),
    );
    const { uid, gid } = ownerOf(context.model, volume, context.settings.user);
    const point = new AccessPoint(
      name,
      {
        fileSystemId: this.fileSystem.id,
        posixUser: { uid, gid },
        rootDirectory: {
          path: `/${volume.name}`,
          creationInfo: { ownerUid: uid, ownerGid: gid, permissions: "0750" },
        },
        ...own,
      },
      { parent: this },
    );
    this.made = {
      fileSystemId: this.fileSystem.id,
      fileSystemArn: this.fileSystem.arn,
      accessPointId: point.id,
      accessPointArn: point.arn,
      ready: targets,
    };
    this.registerOutputs({ fileSystem: this.fileSystem.id });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.volume> {
    return nodesOf(this, children.volume);
  }
}
