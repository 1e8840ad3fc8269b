import {
  balancerImage,
  engineContainer,
  isServer,
  lazily,
  looseSecrets,
  portsOf,
  service,
  template,
  valuesOf,
  refsOf,
  type Origin,
  type Service,
  type ServiceProps,
  type Store,
  type StoreRef,
  type SecretRef,
  type System,
  type Value,
} from "../../model";
import { haproxyFile, haproxyUser } from "../../render/haproxy";
import {
  gateBackend,
  gateHead,
  gateResolvers,
  gateRule,
  relayConfiguration,
  type Way,
} from "../../render/relay";
import { secretOrigin } from "../feature";
import { gateName, identitiesOf, identityFiles, type Identities } from "./identity";
import { farOf, waysBetween, type Elsewhere, type Placement } from "./placement";

/** Where the gate listens in its container. */
const gatePort = 7443;

/** The service that leads to a component which another stack runs: a service keeps its name. */
export function relayName(component: Service | Store): string {
  return component.kind === "service" ? component.name : `${component.name}-relay`;
}

function proxyOf(
  configuration: Value,
  identity: ServiceProps["files"],
): Pick<ServiceProps, "command" | "env" | "files" | "user" | "resources"> {
  return {
    command: ["haproxy", "-f", haproxyFile],
    env: {},
    files: {
      [haproxyFile]: { content: configuration },
      ...identity,
    },
    user: haproxyUser,
    resources: { cpu: { request: 0.02, limit: 0.5 }, memory: { request: "16Mi", limit: "128Mi" } },
  };
}

const health = (port: string): NonNullable<ServiceProps["health"]> => ({
  probe: { tcp: port },
  interval: "5s",
  timeout: "3s",
  retries: 3,
});

/** What stands for a component that another stack runs, on those of its ports that are used. */
function relay(
  component: Service | Store,
  numbers: readonly number[],
  gate: Elsewhere,
  { own, of }: Identities,
): Service {
  const named =
    component.kind === "service"
      ? portsOf(component)
      : isServer(component)
        ? { main: engineContainer(component).ports.main }
        : {};
  const used = Object.entries(named).filter(([, number]) => numbers.includes(number));
  const { main, ...ports } = Object.fromEntries(used) as Record<string, number>;
  const metrics = component.kind === "service" ? component.metrics : undefined;
  const measured = metrics !== undefined && used.some(([name]) => name === (metrics.port ?? "main"));
  return service(relayName(component), {
    image: { name: `${component.name}-relay`, reference: balancerImage },
    ...proxyOf(relayConfiguration(component.name, numbers, gate), identityFiles(own, [of(gate.stack)])),
    ...(main === undefined ? {} : { port: main }),
    ...(Object.keys(ports).length === 0 ? {} : { ports }),
    health: health(used[0]?.[0] ?? "main"),
    egress: true,
    ...(measured ? { metrics } : {}),
  });
}

/** Where a component's port is reached inside this stack. */
function addressOf(system: System, { component, port }: Way): Value {
  const store = system.stores.filter(isServer).find(({ name }) => name === component);
  if (store !== undefined) return template`${store.host}:${store.port}`;
  const found = system.services.find(({ name }) => name === component);
  const [name = "main"] =
    Object.entries(found === undefined ? {} : portsOf(found)).find(([, number]) => number === port) ?? [];
  // It answers before they do, and goes on when they are made again.
  const host = lazily({
    ref: "service",
    name: component,
    attribute: "host",
    ...(name === "main" ? {} : { port: name }),
  });
  return template`${host}:${port}`;
}

/** Whom a gate lets in, and where to. */
interface Entrance extends Way {
  /** The stacks that use it. */
  readonly stacks: readonly string[];
}

function gate(
  system: System,
  ways: readonly Entrance[],
  own: NonNullable<Placement["gate"]>,
  identities: Identities,
): Service {
  const rules = ways.map((way) => gateRule(way, way.stacks.map(identities.subject)));
  const head = gateHead(gatePort, own.from) + rules.join("");
  const known = [...new Set(ways.flatMap(({ stacks }) => stacks))].sort().map(identities.of);
  const configuration = ways.reduce<Value>(
    (before, way) => template`${before}${gateBackend(way)}${addressOf(system, way)}${gateResolvers}`,
    head,
  );
  return service(gateName, {
    image: { name: gateName, reference: balancerImage },
    ...proxyOf(configuration, identityFiles(identities.own, known)),
    port: gatePort,
    publish: { main: { port: own.port, address: own.address } },
    health: health("main"),
  });
}

/** The secrets that a system's components name, as they name them. */
function secretsNamed(system: System): readonly SecretRef[] {
  const refs = [...system.services, ...system.jobs].flatMap((one) =>
    valuesOf(one).flatMap(({ value }) => refsOf(value)),
  );
  const named = refs.flatMap((ref) => (ref.ref === "secret" ? [ref] : []));
  return [...named, ...looseSecrets(system).map(({ ref }) => ref)];
}

/** The components' ports that other stacks reach, each with the stacks that do. */
function entrancesOf(whole: System, placement: Placement): readonly Entrance[] {
  const far = farOf(placement);
  const isHere = (name: string): boolean => !far.has(name);
  const found = placement.elsewhere.map(({ stack }) => ({
    stack,
    ways: waysBetween(whole, (name) => far.get(name)?.stack === stack, isHere, !placement.main),
  }));
  return waysBetween(whole, (name) => far.has(name), isHere, !placement.main).map((way) => ({
    ...way,
    stacks: found
      .filter(({ ways }) =>
        ways.some(({ component, port }) => component === way.component && port === way.port),
      )
      .map(({ stack }) => stack),
  }));
}

/** What only the stack has that runs the main part: jobs, requests from outside, what is measured. */
function withoutMain({ name, environment, services, stores, secrets, backups, origins }: System): System {
  const part = { name, environment, services, stores, secrets, backups, jobs: [], sites: [], checklist: [] };
  return origins === undefined ? part : { ...part, origins };
}

function placedStore(
  store: Store,
  far: ReturnType<typeof farOf>,
  relays: ReadonlySet<string>,
): readonly Store[] {
  if (!far.has(store.name)) return [store];
  if (!isServer(store) || !relays.has(store.name)) return [];
  return [{ ...store, publish: undefined, external: { relay: relayName(store) } }];
}

/**
 * What a stack runs of a system whose components several stacks share: its own, a relay for each component of another stack that they
 * reach, and a gate through which the others reach this one's. A valid placement is asked for: `checkPlacement` says what is wrong.
 *
 * @example
 * const here: System = placed(shop, { main: true, elsewhere: [{ stack: "shop-ml", components: ["ml"], address: "10.0.0.7", port: 7443 }] });
 */
export function placed(whole: System, placement: Placement): System {
  const far = farOf(placement);
  const isFar = (name: string): boolean => far.has(name);
  const isHere = (name: string): boolean => !isFar(name);
  const out = waysBetween(whole, isHere, isFar, placement.main);
  const into = entrancesOf(whole, placement);
  const identities = identitiesOf(placement);
  const reached = new Set(out.map(({ component }) => component));
  const system = placement.main ? whole : withoutMain(whole);
  const relays = [...whole.services, ...whole.stores].flatMap((component) => {
    const elsewhere = far.get(component.name);
    if (elsewhere === undefined || !reached.has(component.name)) return [];
    const ports = out.filter((way) => way.component === component.name).map(({ port }) => port);
    return [relay(component, ports, elsewhere, identities)];
  });
  const gates =
    into.length === 0 || placement.gate === undefined ? [] : [gate(whole, into, placement.gate, identities)];
  const services = [...system.services.filter(({ name }) => isHere(name)), ...relays, ...gates];
  const names = new Set(services.map(({ name }) => name));
  const part: System = {
    ...system,
    services: services.map((one) =>
      one.after === undefined ? one : { ...one, after: one.after.filter((name) => names.has(name)) },
    ),
    stores: system.stores.flatMap((store) => placedStore(store, far, reached)),
    backups: system.backups.filter(({ store }) => isHere(store)),
    jobs: system.jobs.map((job) =>
      job.before === undefined ? job : { ...job, before: job.before.filter((name) => names.has(name)) },
    ),
    origins: {
      ...system.origins,
      ...Object.fromEntries([
        ...relays.map(({ name }) => [name, origin("settings.topology")] as const),
        ...gates.map(({ name }) => [name, origin("settings.topology.gate")] as const),
      ]),
    },
  };
  const used = new Set(secretsNamed(part).map(({ name }) => name));
  const isUsed = ({ name }: { readonly name: string }): boolean => used.has(name);
  const proofs = identities.all.filter(isUsed);
  return {
    ...part,
    // The main stack has all of them, for it tells them to the others.
    secrets: [...(placement.main ? whole.secrets : whole.secrets.filter(isUsed)), ...proofs],
    origins: {
      ...part.origins,
      ...Object.fromEntries(
        proofs.map(({ name }) => [secretOrigin(name), origin("settings.topology")] as const),
      ),
    },
  };
}

function origin(path: string): Origin {
  return { feature: "topology", path };
}

/** The values that a stack of the system needs and this one has: of each secret that its part names, and of each of its stores. */
export function neededBy(whole: System, placement: Placement): readonly (SecretRef | StoreRef)[] {
  const part = placed(whole, placement);
  const named = secretsNamed(part);
  const isNamed = (ref: SecretRef): boolean =>
    named.some(({ name, part: of }) => name === ref.name && of === ref.part);
  return [
    ...part.secrets
      .flatMap((one): readonly SecretRef[] =>
        "privateKey" in one ? [one.privateKey, one.publicKey] : [one.value],
      )
      .filter(isNamed),
    ...part.stores
      .filter(isServer)
      .flatMap(({ name }): readonly StoreRef[] =>
        (["user", "password"] as const).map((attribute) => ({ ref: "store", name, attribute })),
      ),
  ];
}
