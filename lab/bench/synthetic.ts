import {
  ingress,
  http,
  job,
  postgres,
  route,
  service,
  serviceUrl,
  system,
  type Environment,
  type Resources,
  type System,
} from "../../components/model";

const environment: Environment = {
  name: "development",
  domain: "localhost",
  repository: "example.org/synthetic",
  tag: "1",
  replicas: 1,
  ports: {},
};

const resources: Resources = {
  cpu: { request: 0.1, limit: 1 },
  memory: { request: "64Mi", limit: "256Mi" },
};

/** An image and arguments with which every service of a synthetic system gets healthy on port 8000, and its job ends well. */
export interface Runnable {
  readonly image: string;
  readonly serve: readonly string[];
  readonly end: readonly string[];
  /** Numeric user. */
  readonly user: number;
}

/**
 * A system of any size: every service uses the one database, calls the next service, has an image of its own and a
 * route to it. Each service is one more edge to the database, one more network, one more that waits for the migration, and one more link of
 * the longest chain.
 *
 * @param runnable for a system that is to run. @default images that there are not
 */
export function synthetic(services: number, runnable?: Runnable): System {
  const imageOf = (name: string) => ({
    name,
    reference: runnable?.image ?? `${environment.repository}-${name}:${environment.tag}`,
  });
  const user = runnable === undefined ? {} : { user: runnable.user };
  const db = postgres("db", { version: "16", database: "app", user: "app", resources });
  const names = Array.from(
    { length: services },
    (_, index) => `service-${String(index + 1).padStart(5, "0")}`,
  );
  const made = names.map((name, index) => {
    const next = names[index + 1];
    return service(name, {
      image: imageOf(name),
      ...user,
      ...(runnable === undefined ? {} : { command: runnable.serve }),
      port: 8000,
      env: {
        DATABASE_URL: db.url,
        LOG_LEVEL: "info",
        ...(next === undefined ? {} : { NEXT_URL: serviceUrl(next) }),
      },
      health: http("/health", { interval: "5s" }),
      resources,
    });
  });
  return system("synthetic", environment, {
    services: made,
    stores: [db],
    jobs: [
      job("migrate", {
        image: imageOf("migrate"),
        ...user,
        ...(runnable === undefined ? {} : { command: runnable.end }),
        env: { DATABASE_URL: db.url },
        run: "release",
        resources,
      }),
    ],
    ingress: ingress("proxy", {
      version: "1.30",
      hosts: ["localhost"],
      http: { port: 8080 },
      routes: made.map((each) => route(`/${each.name}/`, each, { rewrite: "/" })),
      resources,
    }),
  });
}
