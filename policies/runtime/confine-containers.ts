import { posix } from "node:path";
import { z } from "zod";
import { containersOf, type Container } from "../containers";
import { boundDevice } from "../containers.docker";
import { policy, type Finding } from "../policy";
import { awsBestPractices, cisDocker, cisKubernetes, podSecurity } from "../references";
import { fact, list, unknown, type Fact, type Subject, textOf } from "../subject";

const none = z.object({});

/** True in any of the forms that a provider takes for it. */
const isOn = (value: unknown) => value === true || /^(?:true|1)$/i.test(textOf(value).trim());

function each(
  subjects: readonly Subject[],
  check: (container: Container) => readonly (Fact & { readonly allowed: string; readonly fix: string })[],
): readonly Finding[] {
  return subjects.flatMap((subject) =>
    containersOf(subject).flatMap((container) => check(container).map((found) => ({ ...found, subject }))),
  );
}

export const forbidPrivileged = policy({
  name: "forbid-privileged",
  description: "No container has all rights on its host.",
  severity: "critical",
  references: [
    cisDocker("5.5"),
    podSecurity("privileged"),
    cisKubernetes("5.2.2"),
    awsBestPractices("ECS.4"),
  ],
  thresholds: none,
  check: (subjects) =>
    each(subjects, ({ privileged, unconfined }) => [
      ...(isOn(privileged.value)
        ? [
            {
              ...privileged,
              allowed: "false",
              fix: "Leave it out, and add the one capability that is needed.",
            },
          ]
        : []),
      ...unconfined.map((found) => ({
        ...found,
        allowed: "the engine's own profile",
        fix: "Leave it out, or write a profile with what it calls.",
      })),
    ]),
});

export const separateNamespaces = policy({
  name: "separate-namespaces",
  description: "No container shares the host's network, processes, memory or users.",
  severity: "high",
  references: [
    cisDocker("5.10", "5.16", "5.17", "5.31"),
    podSecurity("hostNetwork", "hostPID", "hostIPC"),
    cisKubernetes("5.2.3", "5.2.4", "5.2.5"),
    awsBestPractices("ECS.3"),
  ],
  thresholds: none,
  check: (subjects) =>
    each(subjects, ({ namespaces }) =>
      namespaces
        .filter(({ value }) => isOn(value) || textOf(value).trim().toLowerCase() === "host")
        .map((shared) => ({
          ...shared,
          allowed: "a namespace of its own",
          fix: "Leave it out, and reach the container through a network and published ports.",
        })),
    ),
});

export const keepHostPathsOut = policy({
  name: "keep-host-paths-out",
  description: "No container sees the engine's socket, the host's devices or its system's folders.",
  severity: "critical",
  references: [cisDocker("5.6", "5.18", "5.32"), podSecurity("hostPath"), cisKubernetes("5.2.12")],
  thresholds: z.object({
    /** Folders below which a path of the host may be mounted. */
    hostFolders: z.array(z.string().startsWith("/")).default([]),
  }),
  check: (subjects, { hostFolders }) => [
    ...each(subjects, ({ hostPaths, devices, platform }) => [
      ...hostPaths.filter(closed(hostFolders, platform)).map(refused(hostFolders)),
      ...(list(devices.value).length === 0
        ? []
        : [
            {
              ...devices,
              allowed: "no device",
              fix: "Leave it out; a GPU is asked for by gpus.",
            },
          ]),
    ]),
    ...subjects.flatMap((subject) =>
      volumePaths(subject)
        .filter(closed(hostFolders, subject.type.startsWith("kubernetes:") ? "kubernetes" : "docker"))
        .map((mount) => ({ ...refused(hostFolders)(mount), subject })),
    ),
  ],
});

const refused = (folders: readonly string[]) => (mount: Fact) => ({
  ...mount,
  allowed: folders.length === 0 ? "named volumes" : `named volumes, and paths below ${folders.join(", ")}`,
  fix: "Use a named volume; configuration travels as a file that the engine takes in.",
});

/** Volumes that are a folder of the host under another name. */
function volumePaths({ type, props }: Subject): readonly Fact[] {
  const found =
    type === "docker:index/volume:Volume"
      ? [boundDevice(props.driverOpts, "driverOpts")]
      : /^kubernetes:core\/v1:PersistentVolume(?:Patch)?$/.test(type)
        ? ["spec.hostPath.path", "spec.local.path"].map((path) => fact(props, path))
        : [];
  return found.filter(({ value }) => value !== undefined);
}

const closed =
  (folders: readonly string[], platform: Container["platform"]) =>
  ({ value }: Fact): boolean =>
    value !== unknown && !allowedPath(posix.normalize(String(value)), folders, platform);

const socket = /(^|\/)(docker|containerd|podman|crio|cri-dockerd|buildkitd)\.sock$/;
/** Where engines have their sockets: who mounts a folder above sees them. */
const sockets = [
  "/var/run/docker.sock",
  "/run/docker.sock",
  "/run/containerd/containerd.sock",
  "/run/podman/podman.sock",
];

/** Where a machine that runs one store alone mounts that store's disk, and nothing else. */
const ownDisk = "/srv/trireme";

/** @param path without `..`, as the engine opens it */
function allowedPath(path: string, folders: readonly string[], platform: Container["platform"]): boolean {
  if (socket.test(path) || platform === "kubernetes") return false;
  const bare = path.replace(/\/+$/, "");
  if (sockets.some((one) => one.startsWith(`${bare}/`))) return false;
  return [...folders, ...(platform === "ecs" ? [ownDisk] : [])].some((folder) => {
    const root = posix.normalize(folder).replace(/\/+$/, "");
    return bare === root || bare.startsWith(`${root}/`);
  });
}

/** By which a volume is handed over to its user, with what is in it; the container that does so has no network and ends at once. */
const ownership = ["CAP_CHOWN", "CAP_FOWNER", "CAP_DAC_OVERRIDE"];

/** A container that runs as root on a volume alone: for a moment, without network, with the right to change owners. */
function handsOver({ role, life, subject }: Container): boolean {
  return role === "volume" && life === "short" && subject.props.networkMode === "none";
}

const bare = (name: unknown) => String(name).trim().toUpperCase().replace(/^CAP_/, "");

export const limitCapabilities = policy({
  name: "limit-capabilities",
  description: "Every container gives up all capabilities and adds none but those on the list.",
  severity: "high",
  references: [cisDocker("5.4"), podSecurity("capabilities"), cisKubernetes("5.2.9", "5.2.10")],
  thresholds: z.object({
    /** Capabilities that a container may add. */
    capabilities: z.array(z.string()).default(["NET_BIND_SERVICE"]),
  }),
  check: (subjects, { capabilities }) =>
    each(subjects, (container) => {
      const { added, dropped, life, platform } = container;
      if (life === "none") return [];
      const allowed = [...capabilities, ...(handsOver(container) ? ownership : [])].map(bare);
      const beyond = list(added.value).filter((name) => !allowed.includes(bare(name)));
      // Fargate has a fixed list and takes no drops.
      const keeps =
        platform !== "ecs" && dropped.value !== unknown && !list(dropped.value).map(bare).includes("ALL");
      return [
        ...(keeps
          ? [
              {
                ...dropped,
                allowed: '["ALL"]',
                fix: "Drop all, then add back what it needs.",
              },
            ]
          : []),
        ...(beyond.length === 0
          ? []
          : [
              {
                ...added,
                value: beyond,
                allowed: allowed.join(", "),
                fix: "Leave it out, or name it in capabilities.",
              },
            ]),
      ];
    }),
});

export const preventEscalation = policy({
  name: "prevent-escalation",
  description: "No process gets more rights than its container started with.",
  severity: "high",
  references: [cisDocker("5.26"), podSecurity("allowPrivilegeEscalation"), cisKubernetes("5.2.6")],
  thresholds: none,
  check: (subjects) =>
    each(subjects, ({ contained, life, subject }) =>
      contained.value === true || life === "none"
        ? []
        : [
            {
              path: contained.path,
              value: subject.type.startsWith("docker:") ? subject.props.securityOpts : undefined,
              allowed: contained.allowed,
              fix: "Set it.",
            },
          ],
    ),
});

/** Whether the engine reads user 0 from a text: by its name, in any notation of the number, or because only a group is named. */
function isRootUser(user: unknown): boolean {
  const name = textOf(user).trim().split(":")[0]?.trim() ?? "";
  return name === "" || name === "root" || /^[+-]?0+(?:x0+)?$/i.test(name);
}

export const runAsNonRoot = policy({
  name: "run-as-non-root",
  description: "No container runs as root.",
  severity: "high",
  references: [
    cisDocker("4.1"),
    podSecurity("runAsNonRoot", "runAsUser"),
    cisKubernetes("5.2.7"),
    awsBestPractices("ECS.20"),
  ],
  thresholds: z.object({
    /** Whether each Docker container must name its user, rather than run as its image's. */
    requireUser: z.boolean().default(false),
  }),
  check: (subjects, { requireUser }) =>
    each(subjects, (container) => {
      const { user, nonRoot, life } = container;
      if (life === "none" || handsOver(container) || user.value === unknown) return [];
      const fix = "Name the numeric user that its image is made for.";
      const isRoot =
        user.value !== undefined && user.value !== null && user.value !== "" && isRootUser(user.value);
      if (isRoot) return [{ ...user, allowed: "a user other than 0", fix }];
      if (nonRoot !== undefined)
        return nonRoot.value === true
          ? []
          : [
              {
                ...nonRoot,
                allowed: "true",
                fix: "Set it, and runAsUser with it.",
              },
            ];
      return requireUser && user.value === undefined
        ? [{ ...user, allowed: "a user other than 0", fix }]
        : [];
    }),
});

export const keepRootReadOnly = policy({
  name: "keep-root-read-only",
  description: "No long-running container can change its own programs.",
  severity: "medium",
  references: [cisDocker("5.13"), awsBestPractices("ECS.5")],
  thresholds: none,
  check: (subjects) =>
    each(subjects, ({ readOnlyRoot, life }) =>
      life !== "long" || readOnlyRoot.value === true || readOnlyRoot.value === unknown
        ? []
        : [
            {
              ...readOnlyRoot,
              allowed: "true",
              fix: "Set it; give the paths that it writes to as volumes or tmpfs.",
            },
          ],
    ),
});
