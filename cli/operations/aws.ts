import { shortName } from "../../components/aws/runtime/asking";
import type { ApiPlace } from "../../components/aws/runtime/client";
import { forwardingDocument } from "../../components/aws/runtime/operator";
import { deploymentOutcome } from "../../components/aws/runtime/rollout";
import { engineContainer, labelNames, seconds, type Job, type Server } from "../../components/model";
import { stillRunning } from "../../components/render/schedule";
import { PlainError, SetupError } from "../../setup/errors";
import { which } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import { awsTypes, type AwsStack } from "../runtime/account";
import { tagOf, textOf } from "../runtime/resources";
import type { CommandLine, Instance } from "../runtime/runtime";
import { GroupReader } from "./aws-logs";
import { shownLine } from "./lines";
import { addressOf } from "./aws-store";
import { running, type Operations, type Source, type TunnelOptions } from "./operations";
import { tunnelByCommand, type Tunnel } from "./tunnel";

/** Seconds for finding a place and pulling an image, on top of a job's own time. */
const placing = 180;
/** Seconds after which a restart is not waited for any more; ECS gives up earlier on one that fails. */
const patience = 1800;

const plugin = "session-manager-plugin";

/** A word as the agent of ECS reads it, which splits a command as a shell does. */
export function agentWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

function closedTo(task: string, stack: string): PlainError {
  return new PlainError(
    `Task ${task} lets no command in: the stack's aws.shell is false, which is the default in production. Set it, and deploy, which replaces the tasks: pulumi config set --path aws.shell true --stack ${stack} && npx trireme up ${stack}`,
  );
}

/** A stack in an AWS account, as whoever is on call works on it. */
export class AwsOperations implements Operations {
  constructor(
    private readonly open: () => Promise<AwsStack>,
    private readonly place: ApiPlace,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  async sources(): Promise<readonly Source[]> {
    const account = await this.open();
    const { cluster, operating } = account;
    // Asked once for all components.
    let asked: Promise<ReadonlySet<string>> | undefined;
    let at = 0;
    const tasks = () => {
      if (asked === undefined || operating.now() - at > 5_000) {
        at = operating.now();
        asked = operating.client.taskIds(cluster).then((ids) => new Set(ids));
      }
      return asked;
    };
    return [...logGroups(account)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([component, { role, groups }]) => ({
        component,
        role,
        read: (options, onLine) => new GroupReader(operating, groups, tasks).read(options, onLine),
      }));
  }

  async instances(component: string): Promise<readonly Instance[]> {
    const account = await this.open();
    const found = await Promise.all(
      account.resources
        .filter((one) => one.type === awsTypes.service && tagOf(one, labelNames.component) === component)
        .map(async (service) => {
          const tasks = await account.operating.client.tasks(
            account.cluster,
            { service: textOf(service, "name") ?? "" },
            "RUNNING",
          );
          return tasks.map(({ taskArn = "" }) => ({
            id: taskArn,
            name: shortName(taskArn),
            component,
            role: tagOf(service, labelNames.role) ?? "",
          }));
        }),
    );
    return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async session({ id, name, component }: Instance, argv: readonly string[]): Promise<CommandLine> {
    const account = await this.open();
    const { cluster, operating } = account;
    const target = await this.target(account, { id, name, component });
    const session = await operating.client.session({
      ...{ cluster, task: id, container: component },
      command: argv.map(agentWord).join(" "),
    });
    // As AWS's own CLI calls it: awscli/customizations/ecs/executecommand.py.
    return this.pluginLine(session, { Target: target }, "ecs");
  }

  /** Through a task of a service that may reach the store, because nothing else of the network is open to anybody. */
  async tunnel(store: Server, { port, through }: TunnelOptions): Promise<Tunnel> {
    const account = await this.open();
    const { stack, operating } = account;
    const host = addressOf(account, store.name);
    if (host === undefined)
      throw new PlainError(
        `Store ${store.name} of stack ${stack} has no address that a tunnel could lead to. Open a command in a service that uses it: npx trireme exec ${stack} ${through[0] ?? "SERVICE"}`,
      );
    const instances = (await Promise.all(through.map((one) => this.instances(one)))).flat();
    const [first] = instances;
    if (first === undefined)
      throw new PlainError(
        through.length === 0
          ? `No service of stack ${stack} uses ${store.name}, so nothing leads there.`
          : `The way to ${store.name} goes by a task of ${through.join(" or ")}, and none runs; npx trireme up ${stack} starts them.`,
      );
    const target = await this.target(account, first);
    const parameters = {
      host: [host],
      portNumber: [String(engineContainer(store).ports.main)],
      localPortNumber: [String(port)],
    } as const;
    const session = await operating.client.forwarding({ target, parameters });
    // As AWS's own CLI calls it: awscli/customizations/sessionmanager.py.
    const request = { Target: target, DocumentName: forwardingDocument, Parameters: parameters };
    return await tunnelByCommand(
      this.pluginLine(session, request, "ssm"),
      /^Port (\d+) opened for sessionId/,
      this.env,
    );
  }

  async run({ name, timeout = "10m" }: Job): Promise<number> {
    const account = await this.open();
    const { operating, cluster, stack } = account;
    const family = textOf(account.find(awsTypes.task, name, "job"), "family");
    if (family === undefined)
      throw new PlainError(`Job ${name} is not deployed yet: npx trireme up ${stack}`);
    if ((await operating.client.running(cluster, family)).length > 0) return stillRunning;
    const { exitCode, reason } = await account.run(
      { component: name, role: "job" },
      {
        deadline: seconds(timeout) + placing,
        onLine: ({ text }) => console.log(shownLine(text)),
      },
    );
    if (reason !== undefined) console.error(`Job ${name} ${reason}.`);
    return reason === undefined ? 0 : exitCode === undefined || exitCode === 0 ? 1 : exitCode;
  }

  /**
   * A container of a task, as the Session Manager calls it.
   *
   * @throws PlainError where the task lets nothing in
   * @throws SetupError where this machine lacks what talks to the Session Manager
   */
  private async target(
    { stack, cluster, operating }: AwsStack,
    { id, name, component }: Pick<Instance, "id" | "name" | "component">,
  ): Promise<string> {
    const task = await operating.client.task(cluster, id);
    if (task?.enableExecuteCommand !== true) throw closedTo(name, stack);
    if (which(plugin, this.env.PATH) === undefined)
      throw new SetupError([
        {
          what: `${plugin}, by which AWS opens a way into a container`,
          remedies: [
            "install it: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
          ],
        },
      ]);
    const container = task.containers?.find((one) => one.name === component);
    return `ecs:${cluster}_${name}_${container?.runtimeId ?? ""}`;
  }

  /** What goes on with a session that AWS has opened, by the service that opened it. */
  private pluginLine(session: object | undefined, request: object, service: "ecs" | "ssm"): CommandLine {
    const { region, endpoints } = this.place;
    return [
      ...([plugin, JSON.stringify(session), region, "StartSession", this.env.AWS_PROFILE ?? ""] as const),
      ...[JSON.stringify(request), endpoints?.[service] ?? `https://${service}.${region}.amazonaws.com`],
    ];
  }

  async restart(service: string, progress: Progress): Promise<void> {
    const { operating, cluster, stack, resources } = await this.open();
    const services = resources.filter(
      (one) => one.type === awsTypes.service && tagOf(one, labelNames.role) === "service",
    );
    const nameOf = (one: (typeof services)[number]) => tagOf(one, labelNames.component) ?? "";
    running(service, stack, services.map(nameOf));
    const made = services.find((one) => nameOf(one) === service);
    const name = textOf(made, "name") ?? "";
    const group = resources.find(
      (one) => one.type === awsTypes.logGroup && tagOf(one, labelNames.component) === service,
    );
    await progress.step(`Restarting ${service}`, async () => {
      const after = await operating.client.restart(cluster, name);
      const deployment = after?.deployments?.find(({ status }) => status === "PRIMARY");
      const outcome = await deploymentOutcome(
        operating,
        {
          ...{ cluster, service: name, container: service, logGroup: textOf(group, "name") ?? "" },
          taskDefinition: deployment?.taskDefinition ?? "",
        },
        { deployment: deployment?.id ?? "", deadline: patience },
      );
      if (outcome.ok) return;
      const { container, reason, log } = outcome;
      throw new PlainError(
        [`${service} did not come back: ${container} ${reason}.`, ...(log === "" ? [] : [log])].join("\n"),
      );
    });
  }
}

/** The log groups of each component: of its tasks, and those that RDS writes for a database. */
function logGroups({
  resources,
}: AwsStack): ReadonlyMap<string, { readonly role: string; readonly groups: readonly string[] }> {
  const found = new Map<string, { role: string; groups: string[] }>();
  const add = (component: string | undefined, role: string, groups: readonly string[]) => {
    if (component === undefined || groups.length === 0) return;
    const entry = found.get(component) ?? { role, groups: [] };
    entry.groups.push(...groups);
    found.set(component, entry);
  };
  const roles = new Map(
    resources.flatMap((one) => {
      const [component, role] = [tagOf(one, labelNames.component), tagOf(one, labelNames.role)];
      return component === undefined || role === undefined ? [] : [[component, role] as const];
    }),
  );
  for (const one of resources) {
    const component = tagOf(one, labelNames.component);
    if (one.type === awsTypes.logGroup)
      add(component, roles.get(component ?? "") ?? "", [textOf(one, "name") ?? ""]);
    if (one.type === awsTypes.database) {
      const exported = (one.outputs?.enabledCloudwatchLogsExports ?? []) as readonly string[];
      const id = textOf(one, "identifier") ?? "";
      add(
        component,
        "store",
        exported.map((kind) => `/aws/rds/instance/${id}/${kind}`),
      );
    }
  }
  return found;
}
