import {
  ComponentResource,
  getStack,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import {
  needsGpus,
  isServer,
  prefixOf,
  releasePlan,
  type JobStep,
  type ServiceStep,
  type Volume as VolumeModel,
  type Workload,
} from "../model";
import { platformNodes, type PlatformNodes } from "../shared/children";
import { transformed } from "../shared/transform";
import { children, type AwsTransforms } from "./children";
import { kinds } from "./kinds";
import type { PlatformArgs, PlatformResult } from "../shared/platform";
import type { StoreAddress } from "../shared/addresses";
import { resolver } from "../shared/resolve";
import { ownStores, secretsOf } from "../shared/secrets";
import { apiAt, type AwsApi } from "./runtime";
import { exportsCaches } from "./backup/backup.args";
import { Backups } from "./backup/backups";
import { createCluster } from "./workload/cluster";
import { estimateText } from "./cost/cost.args";
import { budgetOf } from "./cost/cost.args";
import type { AwsContext, MadeStore, MadeVolume } from "./context";
import { forwards } from "./workload/forward";
import { createCaches } from "./workload/images";
import { pulledImage, pulledReference } from "./workload/images.args";
import { Job } from "./workload/job";
import { createKey } from "./iam/key";
import type { Owner } from "./labels";
import { createLogGroups } from "./observability/logs";
import { Monitoring } from "./observability/monitoring";
import { consolePages } from "./observability/pages.args";
import { entitled, Prometheus } from "./observability/prometheus";
import { isAsked } from "./observability/rights.args";
import { watchedNames } from "./observability/watched";
import { Network } from "./network/network";
import type { Statement } from "./iam/policy.args";
import { settingsJobOf, withSettingsJobs } from "./stores/postgres.args";
import { inAccount } from "./provider";
import type { PublishedSite } from "../render/nginx";
import { inForce } from "./ingress/chosen.args";
import { fronted, frontOf, publishedSites } from "./ingress/fronted.args";
import { Proxy } from "./ingress/proxy";
import { Secrets } from "./workload/secrets";
import { Service } from "./workload/service";
import type { AwsSettings } from "./settings";
import { createStore, type Store } from "./stores/store";
import { Volume } from "./stores/volume";

export interface AwsPlatformArgs extends PlatformArgs {
  /** Changes to the arguments of single resources. @default none */
  readonly transforms?: AwsTransforms | undefined;
  readonly aws: AwsSettings;
  /** Asked how services and tasks are doing. @default AWS itself */
  readonly api?: AwsApi;
}

/** A whole system in one account and region. */
export class Platform extends ComponentResource implements PlatformResult {
  readonly urls: PlatformResult["urls"];
  readonly credentials: PlatformResult["credentials"];
  readonly forwards: NonNullable<PlatformResult["forwards"]>;
  readonly facts: NonNullable<PlatformResult["facts"]>;
  /** Hidden from the SDK, which looks through all that a resource inside an output leads to: here, the whole system. */
  readonly #args: AwsPlatformArgs;
  /** The static sites that nginx serves as a service. */
  readonly #sites: Readonly<Record<string, PublishedSite>>;
  private readonly context: AwsContext;
  private readonly gpus: Output<string> | undefined;
  private readonly prometheus: Prometheus | undefined;
  private readonly stores = new Map<string, Store>();
  private readonly volumes: Readonly<Record<string, Volume>>;
  private readonly backups: Backups;
  private readonly proxy: Proxy | undefined;
  private readonly jobs = new Map<string, Job>();
  private readonly services = new Map<string, Service>();

  constructor(given: AwsPlatformArgs, opts?: ComponentResourceOptions) {
    const prefix = prefixOf(given.system.name, getStack());
    const aws = inForce(given.system, given.aws);
    const { images, pins = {} } = given;
    const sites = publishedSites(given.system, aws, (image) =>
      pulledImage(image, images, { prefix, place: aws, pins }),
    );
    const args = { ...given, aws, system: fronted(withSettingsJobs(given.system), aws, sites) };
    const { system } = args;
    const { transforms } = args;
    const options = transformed(
      { prefix, catalogue: children, transforms },
      inAccount(prefix, args.aws, opts),
    );
    super("trireme:aws:Platform", prefix, {}, options);
    this.#args = args;
    this.#sites = sites;
    const secrets = this.createSecrets(prefix);
    const { context, gpus } = this.createContext(prefix, secrets);
    this.context = context;
    this.gpus = gpus;
    this.prometheus = isAsked(system) ? new Prometheus(context, { parent: this }) : undefined;
    this.volumes = this.createVolumes();
    for (const store of ownStores(system)) {
      const made = createStore(this.context, store, { parent: this });
      if (made !== undefined) this.stores.set(store.name, made);
    }
    this.backups = new Backups(
      this.context,
      { stores: this.stores, volumes: this.volumes },
      { parent: this },
    );
    const plan = releasePlan(system);
    for (const step of plan.jobs) this.createJob(step);
    this.proxy =
      system.ingress === undefined
        ? undefined
        : new Proxy(this.context, { ingress: system.ingress }, { parent: this });
    for (const step of plan.services) this.createService(step);
    this.urls = this.open();
    this.watch();
    this.credentials = Object.fromEntries(
      ownStores(system)
        .filter(({ publish }) => publish !== undefined)
        .map(({ name }) => [`${name}-password`, secrets.storePassword(name)]),
    );
    this.forwards = forwards(this.context, (store) => this.addressOf(store.name));
    this.facts = {
      estimate: output(estimateText(system, this.context)),
      ...this.backups.restores,
      ...Object.fromEntries(
        Object.entries(consolePages(system, aws)).map(([name, url]) => [name, output(url)] as const),
      ),
      ...this.nameTarget(),
    };
    this.registerOutputs({ urls: this.urls });
  }

  /** Its components by kind and name, with what each made. */
  get nodes(): PlatformNodes<typeof kinds, typeof children.platform> {
    return platformNodes(this, kinds, children.platform);
  }

  private createSecrets(prefix: string): Secrets {
    return new Secrets(prefix, secretsOf(this.#args), { parent: this });
  }

  private createContext(
    prefix: string,
    secrets: Secrets,
  ): { readonly context: AwsContext; readonly gpus: Output<string> | undefined } {
    const { system, images, substitutes, pins = {}, aws: settings, api, protect } = this.#args;
    const owner: Owner = { prefix, system: system.name, stack: getStack() };
    const keyArn = createKey(owner, settings, {
      parent: this,
      protect,
      exports: exportsCaches(system),
      alerts: isAsked(system),
    }).arn;
    const network = new Network({ owner, system, settings, keyArn }, { parent: this });
    createCaches(owner, { settings, keyArn }, this);
    const { gpus, providers, ...cluster } = createCluster(owner, { system, settings, keyArn, network }, this);
    const context: AwsContext = {
      ...owner,
      model: system,
      environment: system.environment,
      settings,
      protect,
      keyArn,
      network,
      groundwork: [network, providers],
      cluster,
      logGroupOf: createLogGroups(owner, { system, settings, keyArn }, this),
      image: (image) => pulledImage(image, images, { prefix, place: settings, pins }),
      engineImage: (reference) => pulledReference(substitutes[reference] ?? reference, prefix, settings),
      resolve: resolver(system, secrets, "now", (store) => this.addressOf(store.name)),
      passwordOf: (store) => secrets.storePassword(store),
      api: api ?? apiAt({ region: settings.region, endpoints: settings.provider?.endpoints }),
    };
    return { context, gpus };
  }

  private addressOf(store: string): StoreAddress {
    const made = this.stores.get(store);
    if (made === undefined) throw new RangeError(`store "${store}" is not made yet`);
    return made.made.address;
  }

  private createVolumes(): Readonly<Record<string, Volume>> {
    const volumes = this.#args.system.stores.filter((store): store is VolumeModel => !isServer(store));
    return Object.fromEntries(
      volumes.map((volume) => [volume.name, new Volume(this.context, { volume }, { parent: this })]),
    );
  }

  private createJob(step: JobStep): void {
    const { job } = step;
    // Such as the extensions whose types a migration uses.
    const settings = step.stores.flatMap((name) => this.jobs.get(settingsJobOf(name))?.succeeded ?? []);
    const after = [...this.needsOf(step, job), ...settings, ...this.backups.before(job)];
    const args = { job, volumes: this.mounted(), grants: this.grantsOf(step), after };
    this.jobs.set(job.name, new Job(this.context, args, { parent: this }));
  }

  private createService(step: ServiceStep): void {
    const { service } = step;
    const providers = step.services.flatMap((name) => this.services.get(name)?.ready ?? []);
    const gates = step.gates.flatMap((name) => this.jobs.get(name)?.succeeded ?? []);
    const attachments = this.proxy?.balancer.attachmentsOf(service.name) ?? [];
    const { grants, variables } = entitled(this.context, service.name, this.prometheus);
    const rules = attachments.length === 0 ? [] : (this.proxy?.balancer.rules ?? []);
    this.services.set(
      service.name,
      new Service(
        this.context,
        {
          service,
          volumes: this.mounted(),
          grants: [...this.grantsOf(step), ...grants],
          variables,
          attachments,
          after: [...this.needsOf(step, service), ...providers, ...gates, ...rules],
          ...(service === frontOf(this.context.model) ? { sites: Object.values(this.#sites) } : {}),
          ...(needsGpus(service) && this.gpus !== undefined ? { gpus: this.gpus } : {}),
        },
        { parent: this },
      ),
    );
  }

  /** Where names must lead that no zone of Route 53 is given for. */
  private nameTarget(): Readonly<Record<string, Output<string>>> {
    const { ingress } = this.#args.system;
    const { hostedZone, certificate } = this.#args.aws;
    const target = this.proxy?.target;
    return ingress === undefined ||
      target === undefined ||
      hostedZone !== undefined ||
      certificate === undefined
      ? {}
      : { [`${ingress.name}-target`]: target };
  }

  private open(): PlatformResult["urls"] {
    const { ingress } = this.#args.system;
    if (ingress === undefined || this.proxy === undefined) return {};
    const after = [...this.services.values()].map(({ ready }) => ready);
    return { [ingress.name]: this.proxy.open(after) };
  }

  private watch(): void {
    const { stores, volumes, services, proxy, context, prometheus } = this;
    const names = watchedNames(context, { stores, volumes, services, proxy });
    const budget = budgetOf(context.model, context);
    new Monitoring(
      context,
      { names, budget, ...(prometheus === undefined ? {} : { workspaceId: prometheus.workspace.id }) },
      { parent: this },
    );
  }

  private mounted(): Readonly<Record<string, MadeVolume>> {
    return Object.fromEntries(Object.entries(this.volumes).map(([name, { made }]) => [name, made]));
  }

  private storesOf({ stores }: JobStep | ServiceStep): readonly MadeStore[] {
    return stores.flatMap((name) => this.stores.get(name)?.made ?? []);
  }

  /** What must be there before a task starts. */
  private needsOf(step: JobStep | ServiceStep, { mounts = [] }: Workload): readonly Input<Resource>[] {
    const mounted = [...new Set(mounts.map(({ volume }) => volume))];
    return [
      ...this.storesOf(step).map(({ ready }) => ready),
      ...mounted.flatMap((name) => this.volumes[name]?.made.ready ?? []),
    ];
  }

  private grantsOf(step: JobStep | ServiceStep): readonly Statement[] {
    return this.storesOf(step).flatMap(({ grants }) => grants ?? []);
  }
}
