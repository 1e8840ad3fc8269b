import {
  ComponentResource,
  getStack,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import {
  hasMetrics,
  isScraped,
  isServer,
  originOf,
  prefixOf,
  releasePlan,
  routedSites,
  type JobStep,
  type Server,
  type ServiceStep,
  type Volume,
} from "../model";
import { platformNodes, type PlatformNodes } from "../shared/children";
import { transformed } from "../shared/transform";
import { children, type DockerTransforms } from "./children";
import { kinds } from "./kinds";
import type { PlatformArgs, PlatformResult } from "../shared/platform";
import { longestDrain, upstreamsOf } from "../render/nginx";
import { joinOutputs } from "../shared/join";
import { resolver } from "../shared/resolve";
import { ownStores, secretsOf } from "../shared/secrets";
import { Backup } from "./backup/backup";
import { ownerOfVolume, saviourOf, savedBy, type Saved, type SharedVolumes } from "./backup/backup.args";
import { sharedVolumes } from "./backup/shared";
import type { DockerContext, Prober } from "./context";
import { addresses } from "./stores/address";
import { engineAt, type Engine } from "./runtime";
import { onEngineOf, usualFolders, type EngineFolders } from "./runtime/folders.args";
import { asDescribed } from "./workload/replaced";
import { Images, pulledImages } from "./workload/images";
import { Job } from "./workload/job";
import { collectedLogs } from "./observability/logs";
import { Metrics } from "./observability/metrics";
import { Networks } from "./network/networks";
import { onEngine } from "./provider";
import { prober } from "./workload/prober";
import { createIngress } from "./ingress/create";
import { ScheduledJob } from "./workload/scheduled";
import { Secrets } from "./workload/secrets";
import { Service } from "./workload/service";
import { addressOf } from "./stores/members.args";
import { prepareStores } from "./stores/prepare";
import { createServers, inOrder, neededByStore, type Servers } from "./stores/servers";
import { dataVolume, type DataVolume } from "./stores/volume";

export interface DockerPlatformArgs extends PlatformArgs {
  /** An existing network that the ingress and the users of external stores join. @default none */
  readonly network?: string | undefined;
  /** Where the engine keeps its files. @default the usual ones */
  readonly folders?: EngineFolders | undefined;
  /** Range of addresses from which networks of stores take theirs whose servers have addresses that stay. @default 198.18.0.0/15 */
  readonly addresses?: string | undefined;
  /** Changes to the arguments of single resources. @default none */
  readonly transforms?: DockerTransforms | undefined;
  /** Asked how containers are doing. @default the engine at `host` */
  readonly engine?: Engine;
}

/** A whole system on one Docker engine. */
export class Platform extends ComponentResource implements PlatformResult {
  readonly urls: PlatformResult["urls"];
  readonly credentials: PlatformResult["credentials"];
  readonly joins: NonNullable<PlatformResult["joins"]>;
  /** Hidden from the SDK, which looks through all that a resource inside an output leads to: here, the whole system. */
  readonly #args: DockerPlatformArgs;
  private readonly context: DockerContext;
  private readonly volumes: Readonly<Record<string, DataVolume>>;
  private readonly shared = new Map<string, SharedVolumes>();
  private readonly stores: ReadonlyMap<string, Servers>;
  /** What is waited for before a store is used. */
  private readonly ready: ReturnType<typeof prepareStores>;
  private readonly backups: ReadonlyMap<string, Backup>;
  private readonly jobs = new Map<string, Job>();
  private readonly services = new Map<string, Service>();

  constructor(args: DockerPlatformArgs, opts?: ComponentResourceOptions) {
    const prefix = prefixOf(args.system.name, getStack());
    const engine = { host: args.host, references: pulledImages(args) };
    const { transforms } = args;
    const placed = onEngine(prefix, engine, asDescribed(collectedLogs(args.system, opts)));
    const options = transformed({ prefix, catalogue: children, transforms }, placed);
    super("trireme:docker:Platform", prefix, {}, options);
    this.#args = args;
    const { system } = args;
    const secrets = this.createSecrets(prefix);
    this.context = this.withMetrics(this.createContext(prefix, secrets));
    this.volumes = this.createVolumes(prefix);
    this.stores = this.createStores();
    const own = { stores: ownStores(system), servers: this.stores, secrets };
    this.ready = prepareStores(this.context, own, this);
    this.backups = this.createBackups();
    const plan = releasePlan(system);
    for (const step of plan.jobs.filter(({ job }) => job.run === "release")) this.createJob(step);
    for (const step of plan.jobs) this.createScheduled(step);
    for (const step of plan.services) this.createService(step);
    this.urls = this.createProxy();
    this.credentials = Object.fromEntries(
      ownStores(system)
        .filter(({ publish }) => publish !== undefined)
        .map(({ name }) => [`${name}-password`, secrets.storePassword(name)]),
    );
    this.joins = joinOutputs(args.joins ?? {}, (value) => this.context.resolve(value));
    this.registerOutputs({ urls: this.urls });
  }

  /** Its components by kind and name, with what each made. */
  get nodes(): PlatformNodes<typeof kinds, typeof children.platform> {
    return platformNodes(this, kinds, children.platform);
  }

  private createSecrets(prefix: string): Secrets {
    return new Secrets(prefix, secretsOf(this.#args), { parent: this });
  }

  private createContext(prefix: string, secrets: Secrets): DockerContext {
    const { system, images: sources, substitutes, pins = {}, host, engine, network } = this.#args;
    const { folders = usualFolders, addresses: range } = this.#args;
    const networks = new Networks(prefix, { system, joined: network, range }, { parent: this });
    const images = new Images(prefix, { sources, substitutes, pins }, { parent: this });
    let made: Prober | undefined;
    const context: DockerContext = {
      prefix,
      system: system.name,
      stack: getStack(),
      networks: (component, publishes, instance) => networks.memberships(component, publishes, instance),
      outside: (component) => networks.outside(component),
      host: (component) => onEngineOf(folders, originOf(system, component)?.host),
      lowered: (component) => originOf(system, component) !== undefined,
      image: (image) => images.image(image),
      engineImage: (reference) => images.pulled(reference),
      resolve: resolver(system, secrets, "now", addresses(secrets)),
      initially: resolver(system, secrets, "initially", addressOf),
      prober: () => (made ??= prober(context, { parent: this })),
      engine: engine ?? engineAt(host),
    };
    return context;
  }

  private withMetrics(context: DockerContext): DockerContext {
    const { system } = this.#args;
    if (!hasMetrics(system)) return context;
    const { volume } = new Metrics(context, { publish: system.metrics?.publish }, { parent: this });
    return { ...context, metrics: { volume } };
  }

  private createVolumes(prefix: string): Readonly<Record<string, DataVolume>> {
    const { system, protect } = this.#args;
    const volumes = system.stores.filter((store): store is Volume => !isServer(store));
    return Object.fromEntries(
      volumes.map((volume) => {
        const { name } = volume;
        const args = { component: name, owner: ownerOfVolume(system, volume), protect };
        return [name, dataVolume(this.context, `${prefix}-${name}`, args, { parent: this })];
      }),
    );
  }

  private createStores(): ReadonlyMap<string, Servers> {
    const { system, protect } = this.#args;
    const made = new Map<string, Servers>();
    for (const store of inOrder(ownStores(system))) {
      const after = neededByStore(store).flatMap((name) => made.get(name)?.ready ?? []);
      const args = { store, protect, saved: this.saved(store) };
      made.set(store.name, createServers(this.context, args, { parent: this, dependsOn: after }));
    }
    return made;
  }

  private saved(store: Server): Saved {
    const backups = this.#args.system.backups.filter((backup) => backup.store === store.name);
    const { protect } = this.#args;
    const shared = sharedVolumes(this.context, { store, backups, protect }, this);
    this.shared.set(store.name, shared);
    return savedBy(backups, shared);
  }

  private createBackups(): ReadonlyMap<string, Backup> {
    const { system, protect } = this.#args;
    const metrics = this.context.metrics?.volume;
    return new Map(
      system.backups.flatMap((backup) => {
        const store = system.stores.find(({ name }) => name === backup.store);
        if (store === undefined || metrics === undefined) return [];
        const volume = isServer(store) ? undefined : this.volumes[store.name];
        const args = {
          ...{ backup, store, metrics, protect, saviour: saviourOf(system, store) },
          shared: this.shared.get(store.name) ?? {},
          additions: this.stores.get(store.name)?.first.additions.volumes ?? [],
          ...(volume === undefined ? {} : { volume }),
          after: [...this.readyStores([store.name]), ...(volume?.handedOver ?? [])],
        };
        return [[backup.name, new Backup(this.context, args, { parent: this })]];
      }),
    );
  }

  private createJob({ job, stores, backup }: JobStep): void {
    const image = this.context.image(job.image).reference;
    const first = backup === undefined ? undefined : this.backups.get(backup);
    const after = [
      ...this.readyStores(stores),
      ...(first === undefined ? [] : [first.first(job.name, image)]),
    ];
    this.jobs.set(job.name, new Job(this.context, { job, volumes: this.volumes, after }, { parent: this }));
  }

  private createScheduled({ job, stores }: JobStep): void {
    if (job.run === "release") return;
    const { schedule } = job.run;
    // What it runs is of this release, and so is what it finds.
    const after = [...this.readyStores(stores), ...[...this.jobs.values()].map(({ succeeded }) => succeeded)];
    void new ScheduledJob(this.context, { job, schedule, volumes: this.volumes, after }, { parent: this });
  }

  private createService({ service, stores, services, gates }: ServiceStep): void {
    const after = [
      ...this.readyStores(stores),
      ...services.flatMap((name) => this.services.get(name)?.ready ?? []),
      ...gates.flatMap((name) => this.jobs.get(name)?.succeeded ?? []),
    ];
    this.services.set(
      service.name,
      new Service(this.context, { service, volumes: this.volumes, after }, { parent: this }),
    );
  }

  private createProxy(): Readonly<Record<string, Output<string>>> {
    const { system, protect } = this.#args;
    const { ingress } = system;
    if (ingress === undefined) return {};
    const services = Object.fromEntries(
      Object.entries(upstreamsOf(system)).flatMap(([name, { service: of, port }]) => {
        const service = this.services.get(of);
        return service === undefined ? [] : [[name, { service, port }]];
      }),
    );
    const development = system.environment === "development";
    const proxy = createIngress(
      this.context,
      {
        ingress,
        services,
        sites: routedSites(system),
        logs: development ? "console" : "json",
        unknownHosts: development ? "served" : "refused",
        drain: longestDrain(system),
        measured: isScraped(system),
        protect,
      },
      { parent: this },
    );
    return { [ingress.name]: proxy.url };
  }

  private readyStores(names: readonly string[]): readonly Input<Resource>[] {
    return names.flatMap((name) => this.ready(name));
  }
}
