import * as docker from "@pulumi/docker";
import {
  ComponentResource,
  getStack,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import {
  gatedBy,
  isServer,
  prefixOf,
  startOrder,
  startsAfter,
  workloadRefs,
  type Job as JobModel,
  type Service as ServiceModel,
  type Volume,
} from "../model";
import type { PlatformArgs, PlatformResult } from "../platform";
import { upstreamPorts } from "../render/nginx";
import type { DockerContext } from "./context";
import { Images } from "./images";
import { Job } from "./job";
import { Networks } from "./networks";
import { Proxy } from "./proxy";
import { resolver } from "./resolve";
import { ownStores, Secrets } from "./secrets";
import { Service } from "./service";
import { Store } from "./store";

/** A whole system on one Docker engine. */
export class Platform extends ComponentResource implements PlatformResult {
  readonly urls: PlatformResult["urls"];
  readonly credentials: PlatformResult["credentials"];
  /** Hidden from the SDK, which looks through all that a resource inside an output leads to: here, the whole system. */
  readonly #args: PlatformArgs;
  private readonly context: DockerContext;
  private readonly volumes: Readonly<Record<string, Output<string>>>;
  private readonly stores: ReadonlyMap<string, Store>;
  /** The jobs of the release that each service waits for. */
  private readonly gates = new Map<string, readonly Job[]>();
  private readonly services = new Map<string, Service>();

  constructor(args: PlatformArgs, opts?: ComponentResourceOptions) {
    const prefix = prefixOf(args.system.name, getStack());
    super("trireme:docker:Platform", prefix, {}, opts);
    this.#args = args;
    const { system } = args;
    const secrets = this.createSecrets(prefix);
    this.context = this.createContext(prefix, secrets);
    this.volumes = this.createVolumes(prefix);
    this.stores = this.createStores();
    this.createReleaseJobs();
    for (const service of startOrder(system)) this.createService(service);
    this.urls = this.createProxy();
    this.credentials = Object.fromEntries(
      ownStores(system)
        .filter(({ publish }) => publish !== undefined)
        .map(({ name }) => [`${name}-password`, secrets.storePassword(name)]),
    );
    this.registerOutputs({ urls: this.urls });
  }

  private createSecrets(prefix: string): Secrets {
    const { system, given } = this.#args;
    return new Secrets(
      prefix,
      { secrets: system.secrets, stores: ownStores(system), given },
      { parent: this },
    );
  }

  private createContext(prefix: string, secrets: Secrets): DockerContext {
    const { system, images: sources, substitutes } = this.#args;
    const networks = new Networks(prefix, { system }, { parent: this });
    const images = new Images(prefix, { sources, substitutes }, { parent: this });
    return {
      prefix,
      system: system.name,
      stack: getStack(),
      networks: (part) => networks.memberships(part),
      outside: (part) => networks.outside(part),
      image: (image) => images.image(image),
      engineImage: (reference) => images.pulled(reference),
      resolve: resolver(system, secrets),
    };
  }

  private createVolumes(prefix: string): Readonly<Record<string, Output<string>>> {
    const { system, protect } = this.#args;
    const volumes = system.stores.filter((store): store is Volume => !isServer(store));
    return Object.fromEntries(
      volumes.map(({ name }) => {
        const volume = new docker.Volume(
          `${prefix}-${name}`,
          {},
          { parent: this, protect, retainOnDelete: protect },
        );
        return [name, volume.name];
      }),
    );
  }

  private createStores(): ReadonlyMap<string, Store> {
    const { system, protect } = this.#args;
    return new Map(
      ownStores(system).map((store) => [
        store.name,
        new Store(this.context, { store, protect }, { parent: this }),
      ]),
    );
  }

  private createReleaseJobs(): void {
    for (const job of this.#args.system.jobs.filter(({ run }) => run === "release")) {
      const after = this.storesOf(job);
      const made = new Job(this.context, { job, volumes: this.volumes, after }, { parent: this });
      for (const service of gatedBy(this.#args.system, job))
        this.gates.set(service, [...(this.gates.get(service) ?? []), made]);
    }
  }

  private createService(service: ServiceModel): void {
    const providers = startsAfter(service).flatMap((name) => this.services.get(name) ?? []);
    const gates = this.gates.get(service.name) ?? [];
    const after = [
      ...this.storesOf(service),
      ...providers.flatMap(({ containers }) => containers),
      ...gates.map(({ succeeded }) => succeeded),
    ];
    this.services.set(
      service.name,
      new Service(this.context, { service, volumes: this.volumes, after }, { parent: this }),
    );
  }

  private createProxy(): Readonly<Record<string, Output<string>>> {
    const { system } = this.#args;
    const { entrance } = system;
    if (entrance === undefined) return {};
    const services = Object.fromEntries(
      Object.entries(upstreamPorts(system)).flatMap(([name, port]) => {
        const service = this.services.get(name);
        return service === undefined ? [] : [[name, { service, port }]];
      }),
    );
    const logs = system.environment === "development" ? "console" : "json";
    const proxy = new Proxy(this.context, { entrance, services, logs }, { parent: this });
    return { [entrance.name]: proxy.url };
  }

  private storesOf(workload: ServiceModel | JobModel): readonly Input<Resource>[] {
    const names = workloadRefs(workload).flatMap((ref) => (ref.ref === "store" ? [ref.name] : []));
    return [...new Set(names)].flatMap((name) => this.stores.get(name)?.container ?? []);
  }
}
