import { boundDevice } from "./containers.docker";
import type { Container } from "./containers.args";
import { fact, list, record, type Fact, type Subject } from "./subject";

/** Roles of tasks that end. */
const ending: ReadonlySet<unknown> = new Set(["job", "backup", "backup-first", "drill", "site"]);

/** The containers of an ECS task; nothing where their JSON is not known yet. */
export function ecsContainers(subject: Subject): readonly Container[] {
  const { containerDefinitions, volumes, pidMode, ipcMode, tags } = subject.props;
  if (typeof containerDefinitions !== "string") return [];
  const hostPaths = list(volumes)
    .flatMap((volume, index) => [
      fact(volume, "hostPath", `volumes[${index}]`),
      boundDevice(
        record(record(volume).dockerVolumeConfiguration).driverOpts,
        `volumes[${index}].dockerVolumeConfiguration.driverOpts`,
      ),
    ])
    .filter(({ value }) => value !== undefined && value !== "");
  return list(JSON.parse(containerDefinitions)).map((own, index): Container => {
    const here = `containerDefinitions[${index}]`;
    const taskMemory: Fact = { path: "memory", value: subject.props.memory };
    const taskCpu: Fact = { path: "cpu", value: subject.props.cpu };
    const driver = fact(own, "logConfiguration.logDriver", here);
    return {
      subject,
      platform: "ecs",
      role: undefined,
      // One that is not essential may end while its task goes on; a task that runs to its end says so by its role.
      life:
        record(own).essential === false || ending.has(record(tags)["dev.trireme.role"]) ? "short" : "long",
      image: fact(own, "image", here),
      privileged: fact(own, "privileged", here),
      // For machines of EC2 alone; Fargate refuses them.
      unconfined: list(record(own).dockerSecurityOptions).flatMap((option, at) =>
        /unconfined|label[:=]disable/i.test(String(option))
          ? [{ path: `${here}.dockerSecurityOptions[${at}]`, value: option }]
          : [],
      ),
      namespaces: [
        { path: "pidMode", value: pidMode },
        { path: "ipcMode", value: ipcMode },
        { path: "networkMode", value: subject.props.networkMode },
      ],
      hostPaths,
      devices: fact(own, "linuxParameters.devices", here),
      added: fact(own, "linuxParameters.capabilities.add", here),
      dropped: fact(own, "linuxParameters.capabilities.drop", here),
      user: fact(own, "user", here),
      nonRoot: undefined,
      readOnlyRoot: fact(own, "readonlyRootFilesystem", here),
      // Fargate never lets a process gain rights; the field exists for EC2 alone.
      contained: {
        path: `${here}.dockerSecurityOptions`,
        value: true,
        allowed: "",
      },
      memory: record(own).memory === undefined ? taskMemory : fact(own, "memory", here),
      cpu: record(own).cpu === undefined ? taskCpu : fact(own, "cpu", here),
      health: [fact(own, "healthCheck", here)],
      log: {
        ...driver,
        bounded: driver.value !== undefined,
        allowed: '"awslogs", or another driver that sends the log away',
      },
      restart: undefined,
      environment: list(record(own).environment).map((variable, at) => ({
        name: String(record(variable).name),
        text: {
          path: `${here}.environment[${at}].value`,
          value: record(variable).value,
        },
      })),
      commands: [fact(own, "command", here), fact(own, "entryPoint", here)],
    };
  });
}
