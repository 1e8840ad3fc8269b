import {
  all,
  ComponentResource,
  getStack,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import {
  isHidden,
  isRotating,
  isScraped,
  isServer,
  originOf,
  releasePlan,
  type JobStep,
  type Postgres,
  type Server,
  type ServiceStep,
  type Volume,
  pinned,
} from "../model";
import { platformNodes, type PlatformNodes } from "../shared/children";
import { transformed } from "../shared/transform";
import { children, type KubernetesTransforms } from "./children";
import { kinds } from "./kinds";
import type { PlatformArgs, PlatformResult } from "../shared/platform";
import { resolver } from "../shared/resolve";
import { loggedIn, needsCredentials } from "../shared/credentials";
import { ownStores, secretsOf } from "../shared/secrets";
import { Backup } from "./backup/backup";
import { archives, logClaim, ordered, savedBy, type Placed } from "./backup/backup.args";
import { CloudNative } from "./stores/cloudnative";
import { createIngress } from "./ingress/create";
import { forwardCommand, publishedPorts } from "./ingress/forward.args";
import { clusterAt, type Cluster } from "./runtime";
import type { KubernetesContext } from "./context";
import { pulledImage } from "./workload/images";
import { Job } from "./workload/job";
import { Namespace } from "./namespace";
import { Networks } from "./network/networks";
import { clusterPrefix } from "./labels";
import { inCluster } from "./provider";
import { Secrets } from "./workload/secrets";
import { Buckets } from "./stores/buckets";
import { Credentials, type CredentialsArgs } from "./stores/credentials";
import { Peers } from "./stores/set/peers";
import { Replicas } from "./stores/replicas/replicas";
import { hasOwnReplicas } from "./stores/replicas/replicas.args";
import { Sentinel } from "./stores/sentinel";
import { credentialMembers } from "./stores/sentinel.args";
import { createMonitoring } from "./observability/create";
import { hostsOf, isAgent, placesOf } from "./workload/agents.args";
import { askedByKeda, isScaledByKeda } from "./workload/scaled.args";
import { Service } from "./workload/service";
import type { KubernetesSettings } from "./settings";
import { driverOf } from "./stores";
import { Store } from "./stores/store";
import { claim } from "./stores/volume";
import { sizeOf } from "./stores/volume.args";
import type { Claims } from "./workload/workload";

export interface KubernetesPlatformArgs extends PlatformArgs {
  /** Changes to the arguments of single resources. @default none */
  readonly transforms?: KubernetesTransforms | undefined;
  readonly kubernetes: KubernetesSettings;
  /** Asked how pods are doing. @default the cluster of the kubeconfig */
  readonly cluster?: Cluster;
}

/** A store, however it runs. */
interface Ready {
  readonly ready: Output<Resource>;
}

/** A whole system in one namespace of a cluster. */
export class Platform extends ComponentResource implements PlatformResult {
  readonly urls: PlatformResult["urls"];
  readonly credentials: PlatformResult["credentials"];
  readonly forwards: NonNullable<PlatformResult["forwards"]>;
  /** Hidden from the SDK, which looks through all that a resource inside an output leads to: here, the whole system. */
  readonly #args: KubernetesPlatformArgs;
  private readonly secrets: Secrets;
  private readonly context: KubernetesContext;
  private readonly claims: Claims;
  private readonly stores: ReadonlyMap<string, Ready>;
  private readonly backups = new Map<string, Backup>();
  private readonly jobs = new Map<string, Job>();
  private readonly services = new Map<string, Service>();

  constructor(args: KubernetesPlatformArgs, opts?: ComponentResourceOptions) {
    const prefix = clusterPrefix(args.system.name, getStack());
    const options = transformed(
      { prefix, catalogue: children, transforms: args.transforms },
      inCluster(prefix, args.kubernetes, opts),
    );
    super("trireme:kubernetes:Platform", prefix, {}, options);
    this.#args = args;
    this.secrets = this.createSecrets(prefix);
    this.context = this.createContext(prefix, this.secrets);
    new Networks(this.context, { system: args.system }, { parent: this });
    this.claims = this.createVolumes();
    this.stores = this.createStores();
    const [early, late] = ordered(args.system);
    this.createBackups(early);
    const plan = releasePlan(args.system);
    for (const step of plan.jobs) this.createJob(step);
    for (const step of plan.services) this.createService(step);
    this.createBackups(late);
    createMonitoring(this.context, { system: args.system, secrets: this.secrets }, this);
    this.urls = this.createIngress(plan.routed);
    this.credentials = Object.fromEntries(
      ownStores(args.system)
        .filter(({ publish }) => publish !== undefined)
        .map(({ name }) => [`${name}-password`, this.secrets.storePassword(name)]),
    );
    this.forwards = Object.fromEntries(
      publishedPorts(args.system).map((port) => [
        port.output,
        output(this.context.namespace).apply((namespace) => forwardCommand(namespace, port, args.kubernetes)),
      ]),
    );
    this.registerOutputs({ urls: this.urls });
  }

  /** Its components by kind and name, with what each made. */
  get nodes(): PlatformNodes<typeof kinds, typeof children.platform> {
    return platformNodes(this, kinds, children.platform);
  }

  private createSecrets(prefix: string): Secrets {
    return new Secrets(prefix, secretsOf(this.#args), { parent: this });
  }

  private createContext(prefix: string, secrets: Secrets): KubernetesContext {
    const { system, images, pins = {}, kubernetes: settings, cluster, protect } = this.#args;
    const owner = { prefix, system: system.name };
    const addressOf = (store: Server) => driverOf(store).address(store);
    const placeOf = (store: Server) =>
      driverOf(store).run(store).by === "container"
        ? loggedIn(store, addressOf(store), secrets)
        : addressOf(store);
    const { name, pullSecret } = new Namespace(
      { owner, name: settings.namespace ?? prefix, settings, protect },
      { parent: this },
    );
    return {
      ...owner,
      stack: getStack(),
      namespace: name,
      settings,
      ...(pullSecret === undefined ? {} : { pullSecret }),
      scraped: isScraped(system),
      origin: (component) => originOf(system, component),
      image: (image) => pulledImage(image, images, pins),
      engineImage: (reference) => pinned(reference, pins, true),
      resolve: resolver(system, secrets, "now", placeOf, hostsOf(system, placesOf(owner, settings)).own),
      isHidden: (ref) => isHidden(ref, system),
      initially: resolver(system, secrets, "initially", addressOf),
      cluster: cluster ?? clusterAt(settings),
    };
  }

  private createVolumes(): Claims {
    const { system, protect } = this.#args;
    const volumes = system.stores.filter((store): store is Volume => !isServer(store));
    return Object.fromEntries(
      volumes.map((volume) => {
        const { name, access, storageClass } = volume;
        const made = claim(
          this.context,
          { component: name, role: "volume", name, size: sizeOf(volume), access, storageClass, protect },
          { parent: this },
        );
        return [name, made.metadata.name];
      }),
    );
  }

  private createStores(): ReadonlyMap<string, Ready> {
    const { system, protect } = this.#args;
    return new Map(ownStores(system).map((store) => [store.name, this.createStore(store, protect)]));
  }

  private createStore(store: Server, protect: boolean): Ready {
    const { backups } = this.#args.system;
    const opts = { parent: this };
    const run = driverOf(store).run(store);
    switch (run.by) {
      case "sentinel":
        return this.credited(
          run.store,
          new Sentinel(this.context, { store: run.store, protect }, opts),
          credentialMembers(run.store),
        );
      case "cloudnative-pg": {
        const own = backups.filter(({ store: of }) => of === store.name);
        return new CloudNative(this.context, { store: run.store, backups: own, protect }, opts);
      }
      case "peers":
        return new Peers(this.context, { store: run.store, protect }, opts);
      case "container":
        if (archives(store, backups)) this.createLog(store);
        return this.prepared(
          store,
          new Store(this.context, { store, protect, saved: savedBy(store, backups) }, opts),
        );
      default:
        return run satisfies never;
    }
  }

  /** A store that runs, and what it has to be told before it is used: who logs in there, which buckets it has. */
  private prepared(store: Server, of: Store): Ready {
    if (store.engine === "minio" && store.buckets.length > 0)
      return new Buckets(this.context, { store, of }, { parent: this });
    const credited = this.credited(store, of);
    if (!hasOwnReplicas(store)) return credited;
    const { ready } = new Replicas(this.context, { store, of, after: [credited.ready] }, { parent: this });
    return { ready: all([credited.ready, ready]).apply(([, leading]) => leading) };
  }

  private credited(store: Server, of: CredentialsArgs["of"], members?: CredentialsArgs["members"]): Ready {
    if (!isRotating(store)) return of;
    const passwords = this.secrets.storePasswords(store.name);
    if (!needsCredentials(store, passwords.generation)) return of;
    const args = { store, passwords, of, ...(members === undefined ? {} : { members }) };
    return new Credentials(this.context, args, { parent: this });
  }

  /** The disk that a store's log is archived on; as large as its data, for a base and a day of changes. */
  private createLog(store: Postgres): void {
    claim(
      this.context,
      {
        component: store.name,
        role: "store",
        name: logClaim(store),
        size: sizeOf(store),
        protect: this.#args.protect,
      },
      { parent: this },
    );
  }

  private createBackups(backups: readonly Placed[]): void {
    const { system, protect } = this.#args;
    for (const { backup, store, service = "" } of backups) {
      const after = [
        this.stores.get(store.name)?.ready ?? [],
        this.services.get(service)?.ready ?? [],
      ].flat();
      const args = { backup, system, store, claims: this.claims, after, protect };
      this.backups.set(backup.name, new Backup(this.context, args, { parent: this }));
    }
  }

  private createJob({ job, stores: names, backup }: JobStep): void {
    const first = backup === undefined ? undefined : this.backups.get(backup);
    const after = [
      ...this.readyStores(names),
      ...(first === undefined ? [] : [first.first(job.name, this.context.image(job.image))]),
    ];
    const stores = ownStores(this.#args.system).filter(({ name }) => names.includes(name));
    const args = { job, claims: this.claims, stores, after };
    this.jobs.set(job.name, new Job(this.context, args, { parent: this }));
  }

  private createService({ service, stores, services, gates }: ServiceStep): void {
    if (isAgent(this.#args.system, service.name)) return;
    const after = [
      ...this.readyStores(stores),
      ...services.flatMap((name) => this.services.get(name)?.ready ?? []),
      ...gates.flatMap((name) => this.jobs.get(name)?.succeeded ?? []),
    ];
    const { system, kubernetes: settings } = this.#args;
    const asked = isScaledByKeda(service.autoscale, settings)
      ? askedByKeda(system, service.name, { owner: this.context, settings })
      : undefined;
    this.services.set(
      service.name,
      new Service(this.context, { service, claims: this.claims, asked, after }, { parent: this }),
    );
  }

  private createIngress(routed: readonly string[]): Readonly<Record<string, Output<string>>> {
    const { system } = this.#args;
    const { ingress } = system;
    if (ingress === undefined) return {};
    const after = routed.flatMap((name) => this.services.get(name)?.ready ?? []);
    const { ingress: chosen } = this.#args.kubernetes;
    return { [ingress.name]: createIngress(this.context, { system, ingress, after }, chosen, this) };
  }

  private readyStores(names: readonly string[]): readonly Input<Resource>[] {
    return names.flatMap((name) => this.stores.get(name)?.ready ?? []);
  }
}
