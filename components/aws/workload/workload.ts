import { TaskDefinition } from "@pulumi/aws/ecs";
import type { Role as IamRole } from "@pulumi/aws/iam";
import { output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { originOf, type Job, type Role, type Service } from "../../model";
import type { AwsContext, MadeVolume } from "../context";
import type { Beside } from "./beside.args";
import { fileFolders, placedFiles, splitEnvironment } from "./environment.args";
import { fileWriter } from "./files.args";
import { taskSize } from "./fargate.args";
import { isCached, plainImage, repositoryArn } from "./images.args";
import { tags } from "../labels";
import { fixedName, named } from "../naming.args";
import type { Statement } from "../iam/policy.args";
import { createRole } from "../iam/roles";
import { createSecret, type TaskSecret } from "./secrets";
import { partitionOf } from "../settings";
import { containerDefinitions } from "./definitions.args";
import type { ContainerSpec } from "./task.args";

/** What a task needs beside its containers. */
export interface TaskArgs {
  readonly component: string;
  readonly role: Role;
  readonly containers: readonly ContainerSpec[];
  /** Volumes on EFS by the name that containers mount. */
  readonly volumes?: Readonly<Record<string, MadeVolume>>;
  /** Volumes of the task itself, empty at its start. */
  readonly ownVolumes?: readonly string[];
  readonly size: { readonly cpu: string; readonly memory: string };
  /** GiB that its own volumes share, 21 to 200. @default Fargate's own 20 */
  readonly disk?: number;
  /** ARNs of the secrets that its containers read. */
  readonly secrets: readonly Input<string>[];
  /** References of its images, for the repositories that it may pull from. */
  readonly images: readonly string[];
  /** What the application itself may ask AWS. */
  readonly grants?: readonly Statement[];
  /** Runs on machines with GPUs. @default false */
  readonly gpu?: boolean;
  /** Folders of the machine that it runs on, by the name that containers mount. @default it runs on Fargate */
  readonly disks?: Readonly<Record<string, string>>;
  /** Whether AWS's console may open a shell in it. @default false */
  readonly shell?: boolean;
  /** The program marks those that have succeeded, which must not look like drift. @default false */
  readonly marked?: boolean;
  /** What must be there before the task can be started. @default the network */
  readonly after?: readonly Input<Resource>[];
}

export interface MadeTask {
  readonly definition: TaskDefinition;
  readonly taskRole: IamRole;
  readonly executionRole: IamRole;
}

/** What ECS itself does for a task: pull its images, read its secrets, write its logs. */
function executionStatements(context: AwsContext, args: TaskArgs): readonly Statement[] {
  const { settings } = context;
  const partition = partitionOf(settings);
  const repositories = [...new Set(args.images)].flatMap((image) => repositoryArn(image, partition) ?? []);
  const cached = repositories.filter((arn) => isCached(arn, context.prefix, settings));
  const log = context.logGroupOf(args.component);
  return [
    // AWS knows no resource for it.
    { sid: "Login", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    ...(repositories.length === 0
      ? []
      : [
          {
            sid: "Pull",
            actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            resources: repositories,
          },
        ]),
    ...(cached.length === 0
      ? []
      : [
          {
            sid: "Fetch",
            actions: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
            resources: cached,
          },
        ]),
    {
      sid: "Log",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [output(log.arn).apply((arn) => `${arn}:*`)],
    },
    ...(args.secrets.length === 0
      ? []
      : [
          { sid: "Secrets", actions: ["secretsmanager:GetSecretValue"], resources: args.secrets },
          { sid: "Key", actions: ["kms:Decrypt"], resources: [context.keyArn] },
        ]),
  ];
}

function taskStatements(args: TaskArgs): readonly Statement[] {
  const volumes = Object.values(args.volumes ?? {});
  return [
    ...volumes.map((volume, index) => ({
      sid: `Volume${index}`,
      actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      resources: [volume.fileSystemArn],
      conditions: { ArnEquals: { "elasticfilesystem:AccessPointArn": volume.accessPointArn } },
    })),
    ...(args.shell === true
      ? [
          {
            sid: "Shell",
            actions: [
              "CreateControlChannel",
              "CreateDataChannel",
              "OpenControlChannel",
              "OpenDataChannel",
            ].map((action) => `ssmmessages:${action}`),
            // AWS knows no resource for a session's channels.
            resources: ["*"],
          },
        ]
      : []),
    ...(args.grants ?? []),
  ];
}

/** A task definition with two roles of its own: one for ECS, one for the application. */
export function createTask(context: AwsContext, args: TaskArgs, parent: Resource): MadeTask {
  const { component } = args;
  const account = context.settings.account;
  const service = "ecs-tasks.amazonaws.com";
  const executionRole = createRole(
    context,
    { name: `${component}-start`, service, account, statements: executionStatements(context, args) },
    parent,
  );
  const taskRole = createRole(
    context,
    { name: `${component}-task`, service, account, statements: taskStatements(args) },
    parent,
  );
  const definition = new TaskDefinition(
    named("service", context.prefix, component),
    {
      family: fixedName("service", context.prefix, component),
      requiresCompatibilities: [args.gpu === true || args.disks !== undefined ? "EC2" : "FARGATE"],
      // On a machine of its own it is reached at the machine's address, which stays. A container is one hop further from the machine's
      // role than the machine lets it be.
      networkMode: args.disks === undefined ? "awsvpc" : "bridge",
      ...args.size,
      ...(args.disk === undefined ? {} : { ephemeralStorage: { sizeInGib: args.disk } }),
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole.arn,
      containerDefinitions: containerDefinitions(args.containers),
      volumes: [
        ...Object.entries(args.volumes ?? {})
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, volume]) => ({
            name,
            efsVolumeConfiguration: {
              fileSystemId: volume.fileSystemId,
              transitEncryption: "ENABLED",
              authorizationConfig: { accessPointId: volume.accessPointId, iam: "ENABLED" },
            },
          })),
        ...Object.entries(args.disks ?? {}).map(([name, hostPath]) => ({ name, hostPath })),
        ...(args.ownVolumes ?? []).map((name) => ({ name })),
      ],
      tags: tags(context, component, args.role),
    },
    {
      parent,
      dependsOn: [...context.groundwork, ...(args.after ?? [])],
      ...(args.marked === true ? { ignoreChanges: ["tags", "tagsAll"] } : {}),
    },
  );
  return { definition, taskRole, executionRole };
}

export interface WorkloadTask {
  readonly containers: readonly ContainerSpec[];
  readonly volumes: Readonly<Record<string, MadeVolume>>;
  readonly ownVolumes: readonly string[];
  readonly secrets: readonly Output<string>[];
  readonly images: readonly string[];
  readonly size: { readonly cpu: string; readonly memory: string };
}

/** What a service and a job have in common: the container without its ports and health, and what stands around it. */
export function workload(
  context: AwsContext,
  model: Service | Job,
  options: {
    readonly role: Role;
    readonly volumes: Readonly<Record<string, MadeVolume>>;
    /** Whether a new content of a secret is a new task definition. */
    readonly pinned: boolean;
    readonly proxied: boolean;
    readonly more: Partial<ContainerSpec>;
    /** Files whose content is made of what their values turn out to be, by their paths. @default none */
    readonly made?: Readonly<Record<string, (text: string) => string>>;
    readonly beside?: Beside;
    /** What the target itself tells it. @default nothing */
    readonly variables?: Readonly<Record<string, Input<string>>>;
  },
  parent: Resource,
): WorkloadTask {
  const { name } = model;
  const user = model.user ?? context.settings.user;
  const written = originOf(context.model, name) === undefined;
  const image = written ? context.image(model.image) : context.engineImage(model.image.reference);
  const { beside, made = {} } = options;
  const files = placedFiles({ files: model.files, user });
  const { plain, hidden } = splitEnvironment(model.env, context.model);
  const values = {
    ...Object.fromEntries(Object.entries(hidden).map(([key, value]) => [key, context.resolve(value)])),
    ...Object.fromEntries(
      files.map(({ key, path, content }) => [
        key,
        context.resolve(content).apply(made[path] ?? ((text) => text)),
      ]),
    ),
  };
  const own: TaskSecret | undefined =
    Object.keys(values).length === 0
      ? undefined
      : createSecret(
          context,
          {
            component: name,
            role: options.role,
            values,
          },
          parent,
        );
  const reference = (key: string): Input<string> => own?.reference(key, options.pinned) ?? "";
  const log = { group: context.logGroupOf(name).name, region: context.settings.region, prefix: name };
  const mounted = [...new Set((model.mounts ?? []).map(({ volume }) => volume))];
  const folders = fileFolders(files).map((path, index) => ({ volume: `files-${index}`, path }));
  const writer =
    files.length === 0
      ? []
      : [fileWriter({ files, user, image: context.engineImage(plainImage), folders, reference, log })];
  const before = [...writer, ...(beside?.containers ?? [])]
    // What is not waited for begins after the container itself.
    .filter(({ after = [] }) => !after.some(({ container: of }) => of === name))
    .map(({ name: container }) => container);
  const main: ContainerSpec = {
    name,
    image,
    entryPoint: model.entrypoint,
    command: model.command?.map((value) => context.resolve(value)),
    process: model,
    env: {
      ...Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, context.resolve(value)])),
      ...options.variables,
    },
    secrets: Object.fromEntries(Object.keys(hidden).map((key) => [key, reference(key)])),
    user,
    readOnlyRoot: model.readOnlyRoot,
    scratch: model.scratch,
    mounts: [
      ...(model.mounts ?? []).map(({ volume, path, readOnly }) => ({
        volume,
        path,
        readOnly: readOnly ?? false,
      })),
      ...folders.map((folder) => ({ ...folder, readOnly: true })),
      ...(beside?.mounts ?? []),
    ],
    resources: model.resources,
    ...(before.length === 0
      ? {}
      : { after: before.map((container) => ({ container, condition: "SUCCESS" as const })) }),
    log,
    ...options.more,
  };
  return {
    containers: [...writer, ...(beside?.containers ?? []), main],
    volumes: Object.fromEntries(
      mounted.flatMap((volume) => {
        const made = options.volumes[volume];
        return made === undefined ? [] : [[volume, made]];
      }),
    ),
    ownVolumes: [...folders.map(({ volume }) => volume), ...(beside?.ownVolumes ?? [])],
    secrets: own === undefined ? [] : [own.arn],
    images: [
      image,
      ...(writer.length === 0 ? [] : [context.engineImage(plainImage)]),
      ...(beside?.images ?? []),
    ],
    size: taskSize(model, options.proxied),
  };
}
