import { Service as EcsService } from "@pulumi/aws/ecs";
import { Record as DnsRecord, Zone } from "@pulumi/aws/route53";
import {
  ComponentResource,
  concat,
  output,
  type ComponentResourceOptions,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { engineContainer, engineOf, partsOf, service, type EngineContainer, type Value } from "../../model";
import { awaited } from "../../shared/awaited";
import { children } from "../children";
import { nodesOf as childNodes, type Nodes } from "../../shared/children";
import type { AwsContext, MadeStore } from "../context";
import { tags } from "../labels";
import { named } from "../naming.args";
import { known } from "../observability/alarm.args";
import type { WantedService } from "../runtime";
import { plainImage } from "../workload/images.args";
import { releaseDeadline } from "../workload/service.args";
import type { ContainerSpec } from "../workload/task.args";
import { createTask, workload, type MadeTask } from "../workload/workload";
import { createGround, createMachine, type Machine } from "./machine";
import { machineTaskSize, resourcesOf } from "./machines.args";
import {
  diskFolders,
  gaugeScript,
  hostFolder,
  nodeAttribute,
  nodeEngine,
  nodePorts,
  nodesOf,
  zoneOf,
  type Node,
  type OwnServer,
} from "./server.args";

export interface ServerArgs {
  readonly store: OwnServer;
}

/** Seconds in which a machine starts and joins the cluster, on top of what its server takes. */
const machineStart = 600;
/** Seconds that an engine has to write what it holds. */
const stopTimeout = 120;

/** A server of a store, which runs. */
interface Running {
  readonly node: Node;
  readonly machine: Machine;
  readonly service: EcsService;
  readonly ready: Output<Resource>;
}

/**
 * A store that no service of AWS runs: each of its servers is a container on a machine of its own, whose disk outlives machine and
 * container. Servers are replaced one after another, old before new: no two of them write one disk.
 */
export class Server extends ComponentResource {
  readonly made: MadeStore;
  /** Hosts of the servers. */
  readonly hosts: readonly string[];
  private readonly engine: EngineContainer;

  constructor(
    private readonly context: AwsContext,
    private readonly args: ServerArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { store } = args;
    super("trireme:aws:Server", `${context.prefix}-${store.name}`, {}, opts);
    this.engine = engineContainer(store);
    const nodes = nodesOf(context.prefix, store);
    this.hosts = nodes.map(({ host }) => host);
    const ground = createGround(context, store, this);
    const machines = nodes.map((node, index) => createMachine(context, { store, node, index, ground }, this));
    const records = this.createNames(nodes, machines);
    const running = nodes.reduce<readonly Running[]>(
      (before, node, index) => [...before, this.run({ nodes, index, machines, records, before })],
      [],
    );
    this.made = {
      address: { main: `${zoneOf(context.prefix, store)}:${this.engine.ports.main}` },
      ready: output(running.map(({ ready }) => ready)).apply((all): Resource => all.at(-1) ?? this),
      watched: Object.fromEntries(
        running.flatMap(({ node, machine, service: made }) => [
          [known.service(node.name), made.name],
          [known.machine(node.name), machine.instance.id],
        ]),
      ),
    };
    this.registerOutputs({ address: zoneOf(context.prefix, store) });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.server> {
    return childNodes(this, children.server);
  }

  /** The store's name leads to all of its servers; of several, each has a name as well. */
  private createNames(nodes: readonly Node[], machines: readonly Machine[]): readonly DnsRecord[] {
    const { context } = this;
    const { store } = this.args;
    const domain = zoneOf(context.prefix, store);
    const name = named("service", context.prefix, store.name, "names");
    const zone = new Zone(
      name,
      {
        name: domain,
        comment: `Servers of ${store.name}`,
        vpcs: [{ vpcId: context.network.vpcId }],
        forceDestroy: true,
        tags: tags(context, store.name, "store"),
      },
      { parent: this },
    );
    const record = (key: string, host: string, addresses: readonly Output<string>[]) =>
      new DnsRecord(
        key,
        { zoneId: zone.zoneId, name: host, type: "A", ttl: 5, records: [...addresses] },
        { parent: this },
      );
    const addresses = machines.map(({ instance }) => instance.privateIp);
    return [
      record(name, domain, addresses),
      ...(nodes.length === 1
        ? []
        : nodes.map((node, index) =>
            record(`${name}-${index}`, node.host, addresses.slice(index, index + 1)),
          )),
    ];
  }

  /** A value of the engine: its own password is known before its address is. */
  private resolve(value: Value): Output<string> {
    const { context } = this;
    const { store } = this.args;
    return concat(
      ...partsOf(value).map((part) => {
        if (typeof part === "string" || part.ref !== "store" || part.name !== store.name)
          return typeof part === "string" ? part : context.resolve(part);
        return ["password", "secretKey"].includes(part.attribute)
          ? context.passwordOf(store.name)
          : (engineOf(store).userOf?.(store, 0) ?? "");
      }),
    );
  }

  private gauge(node: Node): ContainerSpec {
    const { context } = this;
    return {
      name: "disk",
      image: context.engineImage(plainImage),
      essential: false,
      command: ["sh", "-c", gaugeScript(context.prefix, node.name)],
      user: 65_534,
      mounts: [{ volume: "data", path: "/data", readOnly: true }],
      log: {
        group: context.logGroupOf(this.args.store.name).name,
        region: context.settings.region,
        prefix: "disk",
      },
    };
  }

  private createTask(nodes: readonly Node[], index: number, node: Node): MadeTask {
    const { store } = this.args;
    const engine = nodeEngine(store, nodes, index);
    const folders = diskFolders(engine);
    // All servers write the log of their store.
    const context: AwsContext = {
      ...this.context,
      logGroupOf: () => this.context.logGroupOf(store.name),
      image: ({ reference }) => this.context.engineImage(reference),
      resolve: (value) => this.resolve(value),
    };
    const model = service(node.name, {
      image: { name: store.name, reference: engine.image },
      env: engine.env,
      files: engine.files,
      user: engine.user,
      mounts: folders.map(({ name, path }) => ({ volume: name, path })),
      resources: resourcesOf(store),
      ...(engine.command === undefined ? {} : { command: engine.command }),
      // Its size is that of its machine.
      fargate: { cpu: 0.25, memory: 0.5 },
    });
    const made = workload(
      context,
      model,
      {
        role: "store",
        volumes: {},
        pinned: true,
        proxied: false,
        more: {
          ports: nodePorts(engine),
          health: engine.health,
          stopTimeout,
          ...(engine.entrypoint === undefined ? {} : { entryPoint: engine.entrypoint }),
        },
      },
      this,
    );
    return createTask(
      context,
      {
        ...made,
        containers: [...made.containers, this.gauge(node)],
        images: [...made.images, context.engineImage(plainImage)],
        component: node.name,
        role: "store",
        size: machineTaskSize(store),
        disks: Object.fromEntries(folders.map((folder) => [folder.name, hostFolder(folder)])),
      },
      this,
    );
  }

  private run(given: {
    readonly nodes: readonly Node[];
    readonly index: number;
    readonly machines: readonly Machine[];
    readonly records: readonly DnsRecord[];
    readonly before: readonly Running[];
  }): Running {
    const { context } = this;
    const { store } = this.args;
    const { nodes, index, machines, records, before } = given;
    const [node, machine] = [nodes[index], machines[index]];
    if (node === undefined || machine === undefined)
      throw new RangeError(`${store.name} has no node ${index}`);
    const task = this.createTask(nodes, index, node);
    const made = new EcsService(
      named("service", context.prefix, node.name),
      {
        cluster: context.cluster.arn,
        taskDefinition: task.definition.arn,
        launchType: "EC2",
        desiredCount: 1,
        placementConstraints: [
          { type: "memberOf", expression: `attribute:${nodeAttribute} == ${node.name}` },
        ],
        deploymentCircuitBreaker: { enable: true, rollback: true },
        deploymentMinimumHealthyPercent: 0,
        deploymentMaximumPercent: 100,
        availabilityZoneRebalancing: "DISABLED",
        enableEcsManagedTags: true,
        propagateTags: "SERVICE",
        // The program waits, and says what is wrong.
        waitForSteadyState: false,
        tags: { ...tags(context, store.name, "store"), Name: `${context.prefix}-${node.name}` },
      },
      {
        parent: this,
        // The others go on while one is replaced.
        dependsOn: [machine.attachment, ...records, ...before.map(({ ready }) => ready)],
      },
    );
    const ready = awaited(
      made,
      `store "${node.name}"`,
      {
        cluster: context.cluster.arn,
        service: made.name,
        taskDefinition: task.definition.arn,
        container: node.name,
        logGroup: context.logGroupOf(store.name).name,
      },
      (wanted: WantedService) =>
        context.api.rolledOut(wanted, {
          deadline: machineStart + releaseDeadline({ health: this.engine.health }, false),
        }),
    );
    return { node, machine, service: made, ready };
  }
}
