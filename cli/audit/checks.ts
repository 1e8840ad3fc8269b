import { bindingsOf, type Facts, type Inspected, type Subject } from "./subject";

/** A recommendation of the CIS Docker Benchmark 1.6.0, section 5. */
export interface Check {
  /** `5.13` */
  readonly id: string;
  readonly title: string;
  readonly rule: Rule;
}

/**
 * - `engine`: a fault of the engine, or undefined
 * - `container`: a fault of each container that has run, or undefined; where `unless` says why not, of none
 * - `running`: the same, of those that run now
 * - `people`: no inspection can tell; what is done about it
 */
export type Rule =
  | { readonly of: "engine"; readonly fault: (facts: Facts) => string | undefined }
  | {
      readonly of: "container" | "running";
      readonly fault: (subject: Subject, facts: Facts) => string | undefined;
      readonly unless?: (facts: Facts) => string | undefined;
    }
  | { readonly of: "people"; readonly remark: string };

type HostFault = (inspected: Inspected, facts: Facts) => string | undefined;

const container = (fault: HostFault): Rule => ({
  of: "container",
  fault: ({ inspected }, facts) => fault(inspected, facts),
});
const unless = (wrong: boolean, fault: string): string | undefined => (wrong ? fault : undefined);
const shares = (mode: string, what: string) => unless(mode === "host", `shares the host's ${what}`);
const protects = ({ security }: Facts, name: string) =>
  security.some((one) => one === `name=${name}` || one.startsWith(`name=${name},`));
const listed = (words: readonly string[]) => words.join(", ");

/** As the benchmark lists them; a mount of one of these, or of what lies below, gives away the host. */
const sensitive = ["/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr"];

function sensitiveMounts({ Mounts }: Inspected): string | undefined {
  const paths = Mounts.filter(({ Type }) => Type === "bind").map(({ Source }) => Source);
  const found = paths.filter(
    (path) => path === "/" || sensitive.some((root) => path === root || path.startsWith(`${root}/`)),
  );
  return unless(found.length > 0, `mounts ${listed(found)} of the host`);
}

function capabilities({ HostConfig }: Inspected): string | undefined {
  const added = HostConfig.CapAdd ?? [];
  if (!(HostConfig.CapDrop ?? []).some((name) => name.toUpperCase() === "ALL"))
    return "keeps the engine's standard capabilities";
  return unless(added.length > 0, `adds ${listed(added)}`);
}

function restart({ HostConfig: { RestartPolicy } }: Inspected): string | undefined {
  const { Name, MaximumRetryCount } = RestartPolicy;
  if (["", "no"].includes(Name)) return undefined;
  if (Name === "on-failure" && MaximumRetryCount === 5) return undefined;
  return `restarts ${Name}`;
}

function unneededPorts(inspected: Inspected, { ports }: Facts): string | undefined {
  const open = bindingsOf(inspected).map(({ HostPort }) => HostPort);
  const extra = open.filter((port) => !ports.includes(Number(port)));
  return unless(extra.length > 0, `publishes ${listed(extra)}, which the system does not`);
}

/** All recommendations of the section, in its order. */
export const checks: readonly Check[] = [
  {
    id: "5.1",
    title: "swarm mode is not enabled, if not needed",
    rule: {
      of: "engine",
      fault: ({ swarm }) => unless(swarm !== "inactive", `the engine is ${swarm} in a swarm`),
    },
  },
  {
    id: "5.2",
    title: "an AppArmor profile is enabled, if applicable",
    rule: {
      of: "container",
      unless: (facts) =>
        protects(facts, "apparmor") ? undefined : "the engine's kernel runs without AppArmor",
      fault: ({ inspected: { AppArmorProfile: profile = "" } }) =>
        unless(["", "unconfined"].includes(profile), "runs without an AppArmor profile"),
    },
  },
  {
    id: "5.3",
    title: "SELinux security options are set, if applicable",
    rule: {
      of: "container",
      unless: (facts) => (protects(facts, "selinux") ? undefined : "the engine runs without SELinux"),
      fault: ({ inspected: { ProcessLabel: label = "" } }) =>
        unless(label === "", "runs without an SELinux label"),
    },
  },
  { id: "5.4", title: "Linux kernel capabilities are restricted", rule: container(capabilities) },
  {
    id: "5.5",
    title: "privileged containers are not used",
    rule: container(({ HostConfig }) => unless(HostConfig.Privileged, "is privileged")),
  },
  {
    id: "5.6",
    title: "sensitive host directories are not mounted",
    rule: container(sensitiveMounts),
  },
  {
    id: "5.7",
    title: "sshd is not run within containers",
    rule: {
      of: "running",
      fault: ({ processes }) =>
        unless(
          processes.some((line) => /(^|\/)sshd\b/.test(line)),
          "runs sshd",
        ),
    },
  },
  {
    id: "5.8",
    title: "privileged ports are not mapped",
    rule: container((inspected) => {
      const low = bindingsOf(inspected).filter(({ HostPort }) => Number(HostPort) < 1024);
      return unless(low.length > 0, `publishes port ${listed(low.map(({ HostPort }) => HostPort))}`);
    }),
  },
  { id: "5.9", title: "only needed ports are open", rule: container(unneededPorts) },
  {
    id: "5.10",
    title: "the host's network namespace is not shared",
    rule: container(({ HostConfig }) => shares(HostConfig.NetworkMode, "network")),
  },
  {
    id: "5.11",
    title: "memory usage is limited",
    rule: container(({ HostConfig }) => unless(HostConfig.Memory === 0, "has no memory limit")),
  },
  {
    id: "5.12",
    title: "CPU priority is set",
    rule: container(({ HostConfig }) => unless(HostConfig.CpuShares === 0, "has no CPU shares")),
  },
  {
    id: "5.13",
    title: "the root file system is mounted read-only",
    rule: container(({ HostConfig }) => unless(!HostConfig.ReadonlyRootfs, "may write to its root")),
  },
  {
    id: "5.14",
    title: "incoming traffic is bound to a specific host interface",
    rule: container((inspected) => {
      const any = bindingsOf(inspected).filter(({ HostIp }) => ["", "0.0.0.0", "::"].includes(HostIp));
      const ports = any.map(({ HostPort }) => HostPort);
      return unless(any.length > 0, `publishes ${listed(ports)} on every interface`);
    }),
  },
  {
    id: "5.15",
    title: "the restart policy is on-failure, five times",
    rule: container(restart),
  },
  {
    id: "5.16",
    title: "the host's process namespace is not shared",
    rule: container(({ HostConfig }) => shares(HostConfig.PidMode, "processes")),
  },
  {
    id: "5.17",
    title: "the host's IPC namespace is not shared",
    rule: container(({ HostConfig }) => shares(HostConfig.IpcMode, "IPC")),
  },
  {
    id: "5.18",
    title: "host devices are not directly exposed",
    rule: container(({ HostConfig: { Devices } }) => {
      const paths = (Devices ?? []).map(({ PathOnHost }) => PathOnHost);
      return unless(paths.length > 0, `has the host's ${listed(paths)}`);
    }),
  },
  {
    id: "5.19",
    title: "the default ulimit is overwritten only if needed",
    rule: container(({ HostConfig: { Ulimits } }) => {
      const names = (Ulimits ?? []).map(({ Name }) => Name);
      return unless(names.length > 0, `overwrites ${listed(names)}`);
    }),
  },
  {
    id: "5.20",
    title: "mount propagation is not shared",
    rule: container(({ Mounts }) => {
      const shared = Mounts.filter(({ Propagation }) => /^r?shared$/.test(Propagation ?? ""));
      const paths = shared.map(({ Destination }) => Destination);
      return unless(shared.length > 0, `propagates mounts at ${listed(paths)}`);
    }),
  },
  {
    id: "5.21",
    title: "the host's UTS namespace is not shared",
    rule: container(({ HostConfig }) => shares(HostConfig.UTSMode, "UTS namespace")),
  },
  {
    id: "5.22",
    title: "the default seccomp profile is not disabled",
    rule: container(({ HostConfig }, facts) => {
      if (!protects(facts, "seccomp")) return "runs on an engine without seccomp";
      const options = HostConfig.SecurityOpt ?? [];
      return unless(options.includes("seccomp=unconfined"), "runs without seccomp");
    }),
  },
  {
    id: "5.23",
    title: "docker exec is not used with the privileged option",
    rule: {
      of: "people",
      remark: "Trireme's own commands never use it; for people's, audit the engine's API (2.18).",
    },
  },
  {
    id: "5.24",
    title: "docker exec is not used with the user=root option",
    rule: {
      of: "people",
      remark:
        "Trireme's own commands run as the container's user; for people's, audit the engine's API (2.18).",
    },
  },
  {
    id: "5.25",
    title: "cgroup usage is confirmed",
    rule: container(({ HostConfig: { CgroupParent } }) =>
      unless(CgroupParent !== "", `runs in the cgroup ${CgroupParent}`),
    ),
  },
  {
    id: "5.26",
    title: "containers may not acquire additional privileges",
    rule: container(({ HostConfig }) => {
      const options = HostConfig.SecurityOpt ?? [];
      return unless(
        !options.some((option) => /^no-new-privileges([:=]true)?$/.test(option)),
        "may gain privileges",
      );
    }),
  },
  {
    id: "5.27",
    title: "health is checked at runtime",
    rule: {
      of: "running",
      fault: ({ inspected: { State } }) => unless(State.Health === undefined, "has no health check"),
    },
  },
  {
    id: "5.28",
    title: "the latest version of an image is used",
    rule: {
      of: "people",
      remark:
        "Images are pinned by tag or digest, so that a release can be repeated; newer ones come by a release.",
    },
  },
  {
    id: "5.29",
    title: "the PIDs cgroup limit is used",
    rule: container(({ HostConfig: { PidsLimit } }) =>
      unless((PidsLimit ?? 0) <= 0, "may start any number of processes"),
    ),
  },
  {
    id: "5.30",
    title: "the default bridge docker0 is not used",
    rule: container(({ NetworkSettings }) =>
      unless("bridge" in (NetworkSettings.Networks ?? {}), "is on docker0"),
    ),
  },
  {
    id: "5.31",
    title: "the host's user namespaces are not shared",
    rule: container(({ HostConfig }) =>
      shares(HostConfig.UsernsMode, "user namespace against the engine's own"),
    ),
  },
  {
    id: "5.32",
    title: "the Docker socket is not mounted",
    rule: container(({ Mounts }) => {
      const sockets = Mounts.filter(({ Source }) => /(^|\/)docker\.sock$/.test(Source));
      return unless(sockets.length > 0, "has the engine's socket");
    }),
  },
];
