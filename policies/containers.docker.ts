import type { Container } from "./containers.args";
import { fact, list, record, textOf, unknown, type Fact, type Subject } from "./subject";

/** A container's labels; the provider has them as a list. */
export function dockerLabels({ props }: Subject): ReadonlyMap<string, unknown> {
  return new Map(
    list(props.labels)
      .map(record)
      .flatMap(({ label, value }) => (typeof label === "string" ? [[label, value] as const] : [])),
  );
}

function lifeOf({ props }: Subject): Container["life"] {
  if (props.start === false) return "none";
  return props.mustRun === false ? "short" : "long";
}

function environment({ props }: Subject): Container["environment"] {
  return list(props.envs).flatMap((assignment, index) => {
    const path = `envs[${index}]`;
    if (typeof assignment !== "string") return [];
    const [name = ""] = assignment.split("=", 1);
    return [{ name, text: { path, value: assignment.slice(name.length + 1) } }];
  });
}

function isPath(source: unknown): boolean {
  return typeof source === "string" && /^[/.~]/.test(source);
}

/** The path of the host that a volume of the driver `local` is: its options bind it, or name a device. */
export function boundDevice(options: unknown, path: string): Fact {
  const { device, type, o } = record(options);
  const remote = /^(?:nfs4?|cifs|smb3?|tmpfs|ceph|glusterfs)$/i.test(textOf(type ?? ""));
  const bound =
    typeof device === "string" &&
    (/(?:^|,)\s*r?bind\b/i.test(textOf(o ?? "")) || (!remote && isPath(device)));
  return { path: `${path}.device`, value: bound ? device : undefined };
}

function hostPaths({ props }: Subject): readonly Fact[] {
  return [
    ...list(props.volumes).map((volume, index) => ({
      path: `volumes[${index}].hostPath`,
      value: record(volume).hostPath,
    })),
    // The engine takes a volume's name that is a path for one.
    ...list(props.volumes).map((volume, index) => ({
      path: `volumes[${index}].volumeName`,
      value: isPath(record(volume).volumeName) ? record(volume).volumeName : undefined,
    })),
    ...list(props.mounts).map((mount, index) => ({
      path: `mounts[${index}].source`,
      value:
        textOf(record(mount).type).toLowerCase() === "bind" || isPath(record(mount).source)
          ? record(mount).source
          : undefined,
    })),
    ...list(props.mounts).map((mount, index) =>
      boundDevice(
        record(record(mount).volumeOptions).driverOptions,
        `mounts[${index}].volumeOptions.driverOptions`,
      ),
    ),
  ].filter(({ value }) => value !== undefined && value !== "");
}

/** A container of the Docker provider. */
export function dockerContainer(subject: Subject): Container {
  const { props } = subject;
  const role = dockerLabels(subject).get("dev.trireme.role");
  const options = list(props.securityOpts);
  const log = record(props.logOpts);
  const bounded = log["max-size"] !== undefined && log["max-file"] !== undefined;
  return {
    subject,
    platform: "docker",
    role: typeof role === "string" ? role : undefined,
    life: lifeOf(subject),
    image: fact(props, "image"),
    privileged: fact(props, "privileged"),
    unconfined: options.flatMap((option, index) =>
      /^(?:seccomp|apparmor|systempaths)[:=]unconfined$|^label[:=]disable$|^no-new-privileges[:=]false$/i.test(
        String(option).trim(),
      )
        ? [{ path: `securityOpts[${index}]`, value: option }]
        : [],
    ),
    namespaces: ["networkMode", "pidMode", "ipcMode", "usernsMode", "cgroupnsMode"].map((path) =>
      fact(props, path),
    ),
    hostPaths: hostPaths(subject),
    devices: fact(props, "devices"),
    added: fact(props, "capabilities.adds"),
    dropped: fact(props, "capabilities.drops"),
    user: fact(props, "user"),
    nonRoot: undefined,
    readOnlyRoot: fact(props, "readOnly"),
    contained: {
      path: "securityOpts",
      value:
        props.securityOpts === unknown ||
        options.some((option) => /^no-new-privileges([:=]true)?$/.test(String(option))),
      allowed: 'a list with "no-new-privileges"',
    },
    memory: fact(props, "memory"),
    cpu: fact(props, props.cpus === undefined ? "cpuQuota" : "cpus"),
    health: [fact(props, "healthcheck")],
    log: {
      path: "logOpts",
      value: props.logOpts,
      bounded:
        [props.logOpts === unknown, bounded].includes(true) ||
        ["local", "journald", "none", "syslog", "fluentd", "awslogs", "gelf"].includes(
          String(props.logDriver),
        ),
      allowed: "max-size and max-file, or a log driver that rotates by itself",
    },
    restart: fact(props, "restart"),
    environment: environment(subject),
    commands: [fact(props, "command"), fact(props, "entrypoints")],
  };
}
