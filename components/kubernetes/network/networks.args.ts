import type { input } from "@pulumi/kubernetes/types";
import {
  connectionsOf,
  isServer,
  originOf,
  portsNamed,
  reachesOut,
  scraperComponent,
  siteServerOf,
  type Connection,
  type Store,
  type System,
} from "../../model";
import { componentSelector, type Owner } from "../labels";
import { kindOf } from "../ingress/kinds";
import { listen } from "../ingress/proxy.args";
import type { KubernetesSettings } from "../settings";
import { driverOf } from "../stores";
import { administrationPorts } from "../stores/driver.args";
import { namespaced, tcp, type Peer, type Port, type Rule } from "./peers.args";
import { askedPorts, countingRules, operatedRules, scrapeRules } from "./scrapes.args";
import { isAgent, placesOf } from "../workload/agents.args";

type EgressRule = input.networking.v1.NetworkPolicyEgressRule;

/** Whose policies they are, and where. */
interface PolicyPlace {
  readonly owner: Owner;
  readonly settings: KubernetesSettings;
}

/** The ports of a store that its consumers use. */
function storePorts(store: Store): readonly number[] {
  if (!isServer(store)) return [];
  return driverOf(store).ports(store);
}

/** Public addresses: what is left of all without those that cannot be routed on the internet. */
const internet = { v4: "0.0.0.0/0", v6: "::/0" };
const inside = {
  v4: ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
  v6: ["fc00::/7", "fe80::/10"],
};

function outwards({ egress = [] }: Pick<KubernetesSettings, "egress">): Peer[] {
  return [
    { ipBlock: { cidr: internet.v4, except: inside.v4 } },
    { ipBlock: { cidr: internet.v6, except: inside.v6 } },
    ...egress.map((cidr) => ({ ipBlock: { cidr } })),
  ];
}

/** The ports of a component that others connect to, each over what it takes. */
function portsOfComponent(system: System, component: string, ports: readonly number[]): Port[] {
  const store = system.stores.filter(isServer).find(({ name }) => name === component);
  const datagrams = store === undefined ? [] : driverOf(store).datagrams(store);
  return [
    ...tcp(ports),
    ...ports.filter((port) => datagrams.includes(port)).map((port) => ({ protocol: "UDP", port })),
  ];
}

/** Whom the outside reaches: our own proxy, or through the cluster's controller the services that routes lead to. */
function ingressRules(system: System, settings: KubernetesSettings, component: string): readonly Rule[] {
  const { ingress } = system;
  if (ingress === undefined) return [];
  const { forwardedFrom } = kindOf(settings);
  if (forwardedFrom === undefined)
    return component === ingress.name
      ? [{ ports: tcp([listen.http, ...(ingress.tls === undefined ? [] : [listen.https])]) }]
      : [];
  const service = system.services.find(({ name }) => name === component);
  if (service === undefined) return [];
  const ports = portsNamed(system, ingress.name, service);
  return ports.length === 0 ? [] : [{ from: [namespaced(forwardedFrom)], ports: tcp(ports) }];
}

/** Who saves a store asks it where it is administered as well. */
function savingConnection(system: System, { from, to, ports }: Connection): Connection {
  const saved = system.backups.find(({ name, store }) => name === from && store === to);
  const store = system.stores.filter(isServer).find(({ name }) => name === saved?.store);
  return { from, to, ports: [...ports, ...(store === undefined ? [] : administrationPorts(store))] };
}

/** Our own proxy asks what serves the sites, where its engine serves none; no route names that one. */
function siteConnections(system: System): readonly Connection[] {
  const server = siteServerOf(system);
  if (server === undefined || system.ingress === undefined) return [];
  return [{ from: system.ingress.name, to: server.name, ports: [listen.http] }];
}

/** The API server has no label, and often an address outside the cluster. */
const apiServer: readonly EgressRule[] = [{ ports: tcp([443, 6443]) }];

/** What reads the cluster's API, and asks its nodes, which have no label either. */
function clusterRules(system: System, component: string): readonly EgressRule[] {
  const rights = originOf(system, component)?.cluster;
  if (rights === undefined) return [];
  return rights.some(({ whole = false }) => whole) ? [...apiServer, { ports: tcp([10_250]) }] : apiServer;
}

/** Members of a set of servers among themselves. */
function peerRules(system: System, owner: Owner, component: string): readonly Rule[] {
  const store = system.stores.filter(isServer).find(({ name }) => name === component);
  if (store === undefined || store.external !== undefined) return [];
  const ports = driverOf(store).peers(store);
  return ports.length === 0 ? [] : [{ from: [podsOf(owner, component)], ports: tcp(ports) }];
}

/** What an operator reaches of its pods, and they of the API server and of the bucket for their copies. */
function operatorRules(
  system: System,
  component: string,
): { readonly ingress: readonly Rule[]; readonly egress: readonly EgressRule[] } {
  const store = system.stores.filter(isServer).find(({ name }) => name === component);
  const operator =
    store === undefined || store.external !== undefined ? undefined : driverOf(store).operator(store);
  if (operator === undefined) return { ingress: [], egress: [] };
  return {
    ingress: [{ from: [namespaced(operator.namespace)], ports: tcp(operator.ports) }],
    egress: apiServer,
  };
}

function podsOf(owner: Owner, component: string): Peer {
  return { podSelector: { matchLabels: { ...componentSelector(owner, component) } } };
}

/** The pods of a component, as another one's policy names them: where one of the two runs on each node, they are in two namespaces. */
function podsFor(system: System, place: PolicyPlace, component: string, other: string): Peer {
  const there = isAgent(system, other);
  if (there === isAgent(system, component)) return podsOf(place.owner, other);
  const { own, nodes } = placesOf(place.owner, place.settings);
  return { ...namespaced(there ? nodes : own), ...podsOf(place.owner, other) };
}

/** The components that have pods of their own in the namespace. */
export function componentsWithPods(system: System, settings: KubernetesSettings): readonly string[] {
  const { ingress } = system;
  return [
    ...system.services.map(({ name }) => name),
    ...system.jobs.map(({ name }) => name),
    ...system.stores
      .filter((store) => isServer(store) && store.external === undefined)
      .map(({ name }) => name),
    ...system.backups.map(({ name }) => name),
    ...(ingress === undefined || kindOf(settings).forwardedFrom !== undefined
      ? []
      : [ingress.name, siteServerOf(system)?.name ?? []].flat()),
  ].sort();
}

/** Whether a component reaches beyond the cluster; copies of backups leave by the same policy. */
function leaves(system: System, component: string): boolean {
  if (reachesOut(system, component)) return true;
  const saving = system.backups.find(({ name }) => name === component);
  return saving?.destinations.some(({ to }) => to === "bucket") === true;
}

/** What each component may reach and who may reach it, by its name; everything else is closed by the namespace's own policy. */
export function componentPolicies(
  system: System,
  place: PolicyPlace,
): ReadonlyMap<string, input.networking.v1.NetworkPolicySpec> {
  const all = [
    ...connectionsOf(system, storePorts).map((one) => savingConnection(system, one)),
    ...siteConnections(system),
  ];
  const components = new Set(componentsWithPods(system, place.settings));
  return new Map(
    [...components].map((component) => [
      component,
      componentPolicy(system, component, { ...place, all, components }),
    ]),
  );
}

function componentPolicy(
  system: System,
  component: string,
  {
    owner,
    settings,
    all,
    components,
  }: PolicyPlace & {
    readonly all: readonly Connection[];
    readonly components: ReadonlySet<string>;
  },
): input.networking.v1.NetworkPolicySpec {
  const peers = peerRules(system, owner, component);
  const operated = operatorRules(system, component);
  const scraped = askedPorts(system, component);
  const scrapes = component === scraperComponent ? [...components].sort() : [];
  const ingress = [
    ...all
      .filter(({ from, to }) => to === component && components.has(from))
      .map(({ from, ports }) => ({
        from: [podsFor(system, { owner, settings }, component, from)],
        ports: portsOfComponent(system, component, ports),
      })),
    ...peers,
    ...ingressRules(system, settings, component),
    ...scrapeRules(system, settings, component),
    ...operatedRules(system, settings, component),
    ...countingRules(system, settings, component),
    ...(scraped.length === 0 ? [] : [{ from: [podsOf(owner, scraperComponent)], ports: tcp(scraped) }]),
    ...operated.ingress,
  ];
  const egress = [
    ...all
      .filter(({ from }) => from === component)
      .map(({ to, ports }) => ({
        to: [podsFor(system, { owner, settings }, component, to)],
        ports: portsOfComponent(system, to, ports),
      })),
    ...peers.map(({ from, ports }) => ({ to: from, ports })),
    ...(leaves(system, component) ? [{ to: outwards(settings) }] : []),
    ...scrapes.flatMap((to) => {
      const ports = askedPorts(system, to);
      return ports.length === 0 ? [] : [{ to: [podsOf(owner, to)], ports: tcp(ports) }];
    }),
    ...operated.egress,
    ...clusterRules(system, component),
  ];
  return {
    podSelector: { matchLabels: { ...componentSelector(owner, component) } },
    policyTypes: ["Ingress", "Egress"],
    ingress,
    egress,
  };
}

/** Of all pods of the namespace: nothing comes in, and out go questions to the cluster's DNS alone. */
export const closedPolicy: input.networking.v1.NetworkPolicySpec = {
  podSelector: {},
  policyTypes: ["Ingress", "Egress"],
  egress: [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
          podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
        },
      ],
      // A policy sees the pods' own port: 53, or 5353 where they run without root.
      ports: [53, 5353].flatMap((port) => [
        { protocol: "UDP", port },
        { protocol: "TCP", port },
      ]),
    },
  ],
};
