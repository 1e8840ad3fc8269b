import { originOf, type System } from "../system";
import { isServer, opened } from "../engines";
import type { Probe } from "../workload";
import { list, repeated, type Problem } from "./problem";

interface HostPort {
  readonly path: string;
  readonly port: number;
}

/** The host ports that a system takes, each with the property that says so. */
export function publishedPorts(system: System): readonly HostPort[] {
  const { ingress, monitoring } = system;
  return [
    ...(ingress === undefined ? [] : [{ path: "ingress.http.port", port: ingress.http.port }]),
    ...(ingress?.https === undefined ? [] : [{ path: "ingress.https.port", port: ingress.https.port }]),
    // What monitoring publishes, its own property says.
    ...system.services
      .map((service) => ({ service, origin: originOf(system, service.name) }))
      .filter(({ origin }) => origin?.feature !== "monitoring")
      .flatMap(({ service: { name, publish }, origin }) =>
        Object.entries(publish ?? {}).map(([port, host]) => ({
          path: origin?.path ?? `services.${name}.publish.${port}`,
          port: host.port,
        })),
      ),
    ...system.stores
      .filter(isServer)
      .flatMap(({ name, publish }) =>
        publish === undefined ? [] : [{ path: `stores.${name}.publish`, port: publish.port }],
      ),
    ...system.stores.filter(isServer).flatMap((store) =>
      Object.entries(opened(store)).map(([key, { port }]) => ({
        path: `stores.${store.name}.${key}`,
        port,
      })),
    ),
    ...(system.metrics?.publish === undefined
      ? []
      : [{ path: "metrics.publish", port: system.metrics.publish.port }]),
    ...Object.entries(monitoring?.publish ?? {}).map(([name, { port }]) => ({
      path: `monitoring.publish.${name}`,
      port,
    })),
  ];
}

function portList(names: readonly string[]): string {
  return names.length === 0 ? "it has no ports" : `its ports are ${list(names)}`;
}

function probedPort(probe: Probe): string | undefined {
  if ("command" in probe) return undefined;
  return "tcp" in probe ? probe.tcp : (probe.port ?? "main");
}

/** Health checks and scrapes of ports that the service does not have. */
function checkProbes(system: System): readonly Problem[] {
  return system.services.flatMap(({ name, port, ports, health, readiness, liveness, metrics }) => {
    const names = [...(port === undefined ? [] : ["main"]), ...Object.keys(ports ?? {})];
    return [
      ...Object.entries({ health, readiness, liveness }).map(([key, check]) => ({
        key: `${key}.probe`,
        asked: check === undefined ? undefined : probedPort(check.probe),
      })),
      { key: "metrics", asked: metrics === undefined ? undefined : (metrics.port ?? "main") },
    ].flatMap(({ key, asked }) =>
      asked === undefined || names.includes(asked)
        ? []
        : [
            {
              path: `services.${name}.${key}`,
              message: `asks the port "${asked}", which the service does not have; ${portList(names)}`,
            },
          ],
    );
  });
}

/** Addresses that a server may listen on and no client can connect to. */
const wildcards: ReadonlySet<string> = new Set(["0.0.0.0", "::", "[::]", "*"]);

/** A broker tells its clients where to ask it: that has to be an address. */
function checkAdvertised(system: System): readonly Problem[] {
  return system.stores.flatMap((store) =>
    store.engine === "kafka" && wildcards.has(store.publish?.address ?? "127.0.0.1")
      ? [
          {
            path: `stores.${store.name}.publish.address`,
            message: `Kafka tells its clients to connect to this address, and they cannot connect to "${store.publish?.address ?? ""}"; write an address of the host, or leave it out for 127.0.0.1`,
          },
        ]
      : [],
  );
}

const portName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Names of ports, which each target makes names of its own of; `main` is the one without a name. */
function checkNames(system: System): readonly Problem[] {
  return system.services.flatMap(({ name, port, ports }) =>
    Object.keys(ports ?? {}).flatMap((key) => {
      const path = `services.${name}.ports.${key}`;
      if (key === "main" && port !== undefined)
        return [{ path, message: `"main" is the name of the service's port (${port}); rename this one` }];
      return portName.test(key)
        ? []
        : [
            {
              path,
              message: `"${key}" is not a valid name of a port; allowed are lower-case letters, digits and single hyphens between them, with a letter first`,
            },
          ];
    }),
  );
}

/** Ports: range, collisions on the host, and what production must not open. */
export function checkPorts(system: System): readonly Problem[] {
  const published = publishedPorts(system);
  const own = system.services.flatMap(({ name, port, ports }) => [
    ...(port === undefined ? [] : [{ path: `services.${name}.port`, port }]),
    ...Object.entries(ports ?? {}).map(([key, value]) => ({
      path: `services.${name}.ports.${key}`,
      port: value,
    })),
  ]);
  const range = [...published, ...own]
    .filter(({ port }) => !Number.isInteger(port) || port < 1 || port > 65535)
    .map(({ path, port }) => ({
      path,
      message: `${port} is not a valid port; allowed are whole numbers from 1 to 65535`,
    }));
  const collisions = repeated(published, ({ port }) => String(port)).map((group) => ({
    path: group.map(({ path }) => path).join(", "),
    message: `${group.length} components publish port ${group[0]?.port} of the host; give each its own`,
  }));
  const sameInside = system.services.flatMap(({ name, port, ports }) =>
    repeated(
      [
        ...(port === undefined ? [] : [{ key: "main", port }]),
        ...Object.entries(ports ?? {}).map(([key, value]) => ({ key, port: value })),
      ],
      (entry) => String(entry.port),
    ).map((group) => ({
      path: `services.${name}.ports`,
      message: `the ports ${list(group.map(({ key }) => key))} are all ${group[0]?.port}; give each a number of its own`,
    })),
  );
  const unknown = system.services.flatMap(({ name, port, ports, publish }) => {
    const names = [...(port === undefined ? [] : ["main"]), ...Object.keys(ports ?? {})];
    return Object.keys(publish ?? {})
      .filter((key) => !names.includes(key))
      .map((key) => ({
        path: `services.${name}.publish.${key}`,
        message: `the service has no port "${key}"; ${portList(names)}`,
      }));
  });
  return [
    ...checkNames(system),
    ...range,
    ...collisions,
    ...sameInside,
    ...unknown,
    ...checkProbes(system),
    ...checkAdvertised(system),
  ];
}
