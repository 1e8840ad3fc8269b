import type { Ingress, System } from "../../model";
import {
  connections,
  datagramPorts,
  leaves,
  componentsInNetwork,
  peerPorts,
  taskComponents,
} from "./edges.args";
import { collectorComponent, scrapedPorts } from "../observability/rights.args";
import { probedPort, targetsOf } from "../ingress/routes.args";
import { cloudFrontOf, type AwsSettings } from "../settings";

/** Whom a rule is about. */
export type Peer =
  | { readonly kind: "component"; readonly name: string }
  /** A list of addresses that AWS keeps. */
  | { readonly kind: "list"; readonly name: "s3" | "cloudfront" }
  | { readonly kind: "range"; readonly cidr: string };

/** One sentence of a security group. */
export interface SecurityRule {
  /** Within the stack; a contract. */
  readonly name: string;
  readonly component: string;
  readonly direction: "in" | "out";
  readonly peer: Peer;
  readonly port: number | "all";
  /** @default "tcp" */
  readonly protocol?: "udp";
  readonly description: string;
}

/** The component of the private endpoints of AWS's APIs; with a dot, which no name of a system holds. */
export const endpoints = "aws.endpoints";
const https = 443;
const everywhere = "0.0.0.0/0";

type Places = Pick<AwsSettings, "ingress" | "sizes">;

function edge(from: string, to: string, port: number, protocol?: "udp"): readonly SecurityRule[] {
  const description = `${from} to ${to}`;
  const over = protocol === undefined ? {} : { protocol };
  const ending = protocol === undefined ? "" : `.${protocol}`;
  return [
    {
      // Dots, which no name holds: with hyphens `a` to `b-c` could be called like another pair.
      name: `${from}.to.${to}.${port}${ending}`,
      component: from,
      direction: "out",
      peer: { kind: "component", name: to },
      port,
      ...over,
      description,
    },
    {
      name: `${to}.from.${from}.${port}${ending}`,
      component: to,
      direction: "in",
      peer: { kind: "component", name: from },
      port,
      ...over,
      description,
    },
  ];
}

/** The ports that an ingress listens on: of one without TLS its own. */
function ingressPorts({ tls, http, https: own }: Ingress): readonly number[] {
  if (tls === undefined || own === undefined) return [http.port];
  return [https, 80];
}

function ingressRules({ ingress }: System, places: Places): readonly SecurityRule[] {
  if (ingress === undefined) return [];
  const component = ingress.name;
  if (cloudFrontOf(places) !== undefined)
    return [
      {
        name: `${component}.from.cloudfront`,
        component,
        direction: "in",
        peer: { kind: "list", name: "cloudfront" },
        port: https,
        description: "CloudFront",
      },
    ];
  return ingressPorts(ingress).map((port) => ({
    name: `${component}.from.internet.${port}`,
    component,
    direction: "in",
    peer: { kind: "range", cidr: everywhere },
    port,
    description: "The internet",
  }));
}

/** The ports by which the load balancer asks for the health of services, where no route leads to them. */
function probingRules(system: System): readonly SecurityRule[] {
  const { ingress } = system;
  if (ingress === undefined) return [];
  const routed = new Set(
    connections(system)
      .filter(({ from }) => from === ingress.name)
      .flatMap(({ to, ports }) => ports.map((port) => `${to}.${port}`)),
  );
  const asked = [...targetsOf(system).values()].flatMap((target) => {
    const service = system.services.find(({ name }) => name === target.service);
    return service === undefined ? [] : [[target.service, probedPort(service, target)] as const];
  });
  const further = new Map(asked.map(([service, port]) => [`${service}.${port}`, [service, port] as const]));
  return [...further].flatMap(([key, [service, port]]) =>
    routed.has(key) ? [] : edge(ingress.name, service, port),
  );
}

/** The collector asks everything that is measured, by ports that no value of it names. */
function scrapingRules(system: System): readonly SecurityRule[] {
  const named = new Set(
    connections(system)
      .filter(({ from }) => from === collectorComponent)
      .flatMap(({ to, ports }) => ports.map((port) => `${to}.${port}`)),
  );
  return scrapedPorts(system)
    .filter(({ to, port }) => !named.has(`${to}.${port}`))
    .flatMap(({ to, port }) => edge(collectorComponent, to, port));
}

/** How a task reaches AWS's APIs, and the internet where it may. */
function outwards(system: System, component: string, { sizes }: Places): readonly SecurityRule[] {
  const out = { component, direction: "out" as const };
  const s3: SecurityRule = {
    ...out,
    name: `${component}.to.s3`,
    peer: { kind: "list", name: "s3" },
    port: https,
    description: "Layers of images, and buckets",
  };
  if (leaves(system, component))
    return [
      {
        ...out,
        name: `${component}.to.internet`,
        peer: { kind: "range", cidr: everywhere },
        port: "all",
        description: "The internet, as the model says",
      },
    ];
  if (sizes.endpoints) return [s3, ...edge(component, endpoints, https)];
  return [
    s3,
    {
      ...out,
      name: `${component}.to.aws`,
      peer: { kind: "range", cidr: everywhere },
      port: https,
      description: "AWS's own APIs, which have no endpoints here",
    },
  ];
}

/** What a component with a way out asks AWS privately all the same. */
function privately(system: System, component: string, { sizes }: Places): readonly SecurityRule[] {
  return sizes.endpoints && leaves(system, component)
    ? edge(component, endpoints, https).filter(({ direction }) => direction === "in")
    : [];
}

/** The security groups of a system and all their rules: one pair for each edge of the model. */
export function securityRules(
  system: System,
  places: Places,
): { readonly components: readonly string[]; readonly rules: readonly SecurityRule[] } {
  const storeOf = (name: string) => system.stores.find((store) => store.name === name);
  return {
    components: componentsInNetwork(system),
    rules: [
      ...connections(system).flatMap(({ from, to, ports }) => [
        ...ports.flatMap((port) => edge(from, to, port)),
        ...datagramPorts(storeOf(to)).flatMap((port) => edge(from, to, port, "udp")),
      ]),
      // Brokers, copies, and a pooler before its database are in the group of their store.
      ...system.stores.flatMap((store) =>
        peerPorts(store).flatMap((port) => edge(store.name, store.name, port)),
      ),
      ...ingressRules(system, places),
      ...probingRules(system),
      ...scrapingRules(system),
      ...taskComponents(system).flatMap((component) => [
        ...outwards(system, component, places),
        ...privately(system, component, places),
      ]),
    ],
  };
}
