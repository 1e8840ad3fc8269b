import { isHidden, valuesOf } from "../graph/edges";
import { describeRef, refsOf, type Ref, type SecretRef } from "../ref";
import { startsAfter } from "../graph/order";
import { attributesOf, coordinatorOf, isServer, type Kafka } from "../engines";
import type { System } from "../system";
import { list, noSuch, type Problem } from "./problem";

function checkRef(system: System, path: string, ref: Ref): readonly Problem[] {
  const known = { service: system.services, store: system.stores, secret: system.secrets }[ref.ref];
  const found = known.find(({ name }) => name === ref.name);
  if (found === undefined) {
    const names = known.map(({ name }) => name);
    return [{ path, message: `names ${describeRef(ref)}, but ${noSuch(ref.ref, ref.name, names)}` }];
  }
  if (found.kind === "service" && ref.ref === "service") {
    const ports = [...(found.port === undefined ? [] : ["main"]), ...Object.keys(found.ports ?? {})];
    if (ports.length === 0 || (found.port === undefined && ref.port === undefined))
      return [
        { path, message: `service "${found.name}" has no port to reach; give it one, or drop the reference` },
      ];
    if (ref.port !== undefined && !ports.includes(ref.port))
      return [
        { path, message: `service "${found.name}" has no port "${ref.port}"; its ports are ${list(ports)}` },
      ];
  }
  if (found.kind === "store" && ref.ref === "store") {
    if (!isServer(found))
      return [
        {
          path,
          message: `"${found.name}" is a volume: it has no ${ref.attribute}; mount it instead (mounts: [{ volume: "${found.name}", path: … }])`,
        },
      ];
    if (!attributesOf(found).includes(ref.attribute))
      return [
        {
          path,
          message: `a ${found.engine} store has no ${ref.attribute}; it offers ${list(attributesOf(found))}`,
        },
      ];
  }
  if (found.kind === "secret" && ref.ref === "secret") {
    const pair = found.source.type === "rsa" || found.source.type === "certificate";
    if (pair !== (ref.part !== "value"))
      return [
        {
          path,
          message: `secret "${found.name}" is ${pair ? "a key pair: name its privateKey or publicKey" : "a single value: it has no " + ref.part}`,
        },
      ];
  }
  return [];
}

/** Secret references that stand outside workloads: certificates, buckets, receivers, external stores. */
export function looseSecrets(system: System): readonly { readonly path: string; readonly ref: SecretRef }[] {
  const { ingress, monitoring } = system;
  const tls = ingress?.tls?.mode === "custom" ? ingress.tls : undefined;
  const jwtKey = ingress?.gateway?.jwt?.publicKey;
  return [
    ...(tls === undefined
      ? []
      : [
          { path: "ingress.tls.certificate", ref: tls.certificate },
          { path: "ingress.tls.key", ref: tls.key },
        ]),
    ...(jwtKey === undefined ? [] : [{ path: "ingress.gateway.jwt.publicKey", ref: jwtKey }]),
    ...system.backups.flatMap((backup) =>
      backup.destinations.flatMap((destination, index) =>
        destination.to === "volume"
          ? []
          : [
              { path: `backups.${backup.name}.destinations[${index}].accessKey`, ref: destination.accessKey },
              { path: `backups.${backup.name}.destinations[${index}].secretKey`, ref: destination.secretKey },
            ],
      ),
    ),
    ...(monitoring?.receivers ?? []).flatMap((receiver, index) => {
      const path = `monitoring.receivers[${index}]`;
      if (receiver.type === "slack") return [{ path: `${path}.webhook`, ref: receiver.webhook }];
      if (receiver.type === "pagerduty") return [{ path: `${path}.serviceKey`, ref: receiver.serviceKey }];
      return receiver.smtp?.password === undefined
        ? []
        : [{ path: `${path}.smtp.password`, ref: receiver.smtp.password }];
    }),
    ...system.stores.filter(isServer).flatMap((store) => {
      if (store.external?.url === undefined) return [];
      const { url, readUrl } = store.external;
      const path = `stores.${store.name}.external`;
      return [
        { path: `${path}.url`, ref: url },
        ...(readUrl === undefined ? [] : [{ path: `${path}.readUrl`, ref: readUrl }]),
      ];
    }),
  ];
}

/** What is wrong with who coordinates a broker. */
function coordinationProblem(
  { version, zookeeper }: Kafka,
  zookeepers: readonly string[],
): string | undefined {
  const coordinator = coordinatorOf(version);
  if (zookeeper === undefined)
    return coordinator === "zookeeper"
      ? `version "${version}" cannot do without ZooKeeper; name a ZooKeeper store, or use version 7.3 or newer`
      : undefined;
  if (coordinator === "itself")
    return `is "${zookeeper}", and version "${version}" takes no ZooKeeper; leave it out`;
  return zookeepers.includes(zookeeper) ? undefined : noSuch("zookeeper store", zookeeper, zookeepers);
}

/** References that lead nowhere, and secrets where an argument list would show them. */
export function checkReferences(system: System): readonly Problem[] {
  const workloads = [
    ...system.services.map((service) => ({ path: `services.${service.name}`, workload: service })),
    ...system.jobs.map((job) => ({ path: `jobs.${job.name}`, workload: job })),
  ];
  const inWorkloads = workloads.flatMap(({ path, workload }) =>
    valuesOf(workload).flatMap(({ property, value }) =>
      refsOf(value).flatMap((ref) => [
        ...checkRef(system, `${path}.${property}`, ref),
        ...(property.startsWith("command[") && isHidden(ref, system)
          ? [
              {
                path: `${path}.${property}`,
                message: `${describeRef(ref)} would show in the process list; pass it in env or files and read it there`,
              },
            ]
          : []),
      ]),
    ),
  );
  const mounts = workloads.flatMap(({ path, workload }) =>
    (workload.mounts ?? []).flatMap((mount, index) => {
      const volumes = system.stores.filter((store) => store.engine === "volume");
      const found = volumes.find(({ name }) => name === mount.volume);
      if (found === undefined)
        return [
          {
            path: `${path}.mounts[${index}].volume`,
            message: noSuch(
              "volume",
              mount.volume,
              volumes.map(({ name }) => name),
            ),
          },
        ];
      const instances = workload.kind === "service" ? (workload.autoscale?.max ?? workload.replicas ?? 1) : 1;
      return instances > 1 && found.access !== "many" && mount.readOnly !== true
        ? [
            {
              path: `${path}.mounts[${index}]`,
              message: `${instances} instances would write to volume "${mount.volume}", which is for one; give the volume access: "many"`,
            },
          ]
        : [];
    }),
  );
  const zookeepers = system.stores.filter((store) => store.engine === "zookeeper").map(({ name }) => name);
  const brokers = system.stores.flatMap((store) => {
    if (store.engine !== "kafka") return [];
    const message = coordinationProblem(store, zookeepers);
    return message === undefined ? [] : [{ path: `stores.${store.name}.zookeeper`, message }];
  });
  const loose = looseSecrets(system).flatMap(({ path, ref }) => checkRef(system, path, ref));
  return [...inWorkloads, ...mounts, ...brokers, ...loose, ...checkOrder(system)];
}

function checkOrder(system: System): readonly Problem[] {
  const services = new Map(system.services.map((service) => [service.name, service]));
  const unknown = [
    ...system.services.flatMap(({ name, after }) =>
      (after ?? []).map((to) => ({ path: `services.${name}.after`, to })),
    ),
    ...system.jobs.flatMap(({ name, before }) =>
      (before ?? []).map((to) => ({ path: `jobs.${name}.before`, to })),
    ),
  ]
    .filter(({ to }) => !services.has(to))
    .map(({ path, to }) => ({
      path,
      message: noSuch("service", to, [...services.keys()]),
    }));
  const cycles = new Map<string, readonly string[]>();
  const settled = new Set<string>();
  const trail = new Set<string>();
  const visit = (name: string): void => {
    if (trail.has(name)) {
      const cycle = [...trail].slice([...trail].indexOf(name));
      cycles.set([...cycle].sort().join(" "), [...cycle, name]);
      return;
    }
    if (settled.has(name)) return;
    trail.add(name);
    const service = services.get(name);
    if (service !== undefined) for (const next of startsAfter(service)) visit(next);
    trail.delete(name);
    settled.add(name);
  };
  for (const name of services.keys()) visit(name);
  return [
    ...unknown,
    ...[...cycles.values()].map((cycle) => ({
      path: `services.${cycle[0]}`,
      message: `the references ${cycle.join(" → ")} form a cycle, so none can start first; wrap one of them in lazily(…)`,
    })),
  ];
}
