import {
  kafka,
  route,
  zookeeper,
  type Environment,
  type Service,
  type System,
} from "../../../components/model";

/** The system with what others have and it lacks: an autoscaler, GPUs, a broker, and a service that nobody calls. */
export function withAll(describe: (env: Environment) => System): (env: Environment) => System {
  return (env) => {
    const system = describe(env);
    const changed = (service: Service): Service => {
      const { name, resources, ...rest } = service;
      if (name === "mcp") return { ...service, autoscale: { min: 1, max: 4, cpu: 70 } };
      if (name === "aggregator" && resources !== undefined)
        return { ...rest, name, resources: { ...resources, gpus: env.gpus ?? 0 } };
      return service;
    };
    const [first] = system.services;
    if (first === undefined) throw new Error("the system has no service");
    const { port: _, health: __, ...worker } = first;
    return {
      ...system,
      stores: [
        ...system.stores,
        zookeeper("zookeeper", { version: "3.9", resources: first.resources }),
        kafka("kafka", { version: "3.9", zookeeper: "zookeeper", resources: first.resources }),
      ],
      // AWS sends what it saves of a Redis nowhere.
      backups: system.backups.map((backup) =>
        backup.store === "redis" ? { ...backup, destinations: [{ to: "volume" }] } : backup,
      ),
      services: [...system.services.map(changed), { ...worker, name: "worker" }],
    };
  };
}

/** The system with an ingress of which every way in can do all. */
export function withPlainIngress(describe: (env: Environment) => System): (env: Environment) => System {
  return (env) => {
    const system = describe(env);
    const [first] = system.services;
    if (system.ingress === undefined || first === undefined) throw new Error("the system has no ingress");
    const { kind, name, version, hosts, http, https, tls, resources, trustedProxies, maxHeaders } =
      system.ingress;
    const routes = [route("/", first)];
    return {
      ...{ ...system, sites: [] },
      ingress: {
        kind,
        name,
        version,
        hosts,
        http,
        https,
        tls,
        resources,
        trustedProxies,
        maxHeaders,
        routes,
      },
    };
  };
}
