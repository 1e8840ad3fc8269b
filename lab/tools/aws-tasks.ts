/** The Docker engine on which the mock of AWS runs its ECS tasks (`lab/moto/fargate`). */
export interface TasksEngine {
  /**
   * Where images come from: a reference of a task definition, or a pattern with `*`, to an image that the engine has or can pull. The first
   * that matches counts; a reference that none leads on is taken as it stands.
   */
  readonly images: Readonly<Record<string, string>>;
  /** Image with `sleep`, `sh`, `chown` and `chmod`; it holds a task's network. */
  readonly pause: string;
}

/** The image of a task's own first container. */
const pauseImage = "busybox:1.37";

/**
 * An engine that has local images in the place of official ones, by whatever registry or cache a task definition pulls them.
 *
 * @param substitutes official image → local image, as `localSubstitutes` reads them
 * @param own images of the system's own by patterns of their references, such as `{ "*\/backend:*": "backend" }`
 */
export function tasksEngine(
  substitutes: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>> = {},
): TasksEngine {
  // The longest first: `busybox:1.37-musl` is no release of `busybox:1.37`.
  const official = Object.keys(substitutes).sort((a, b) => b.length - a.length);
  return {
    images: {
      ...own,
      ...substitutes,
      ...Object.fromEntries(official.map((reference) => [`*/${reference}*`, substitutes[reference] ?? ""])),
    },
    pause: substitutes[pauseImage] ?? pauseImage,
  };
}

/**
 * Leads names, or patterns of such, to containers of a test's own: what a task's environment, secrets and command call so is the container, in the
 * task's network. `{ "*.rds.amazonaws.com": id }` puts a Postgres in the place of RDS.
 *
 * @param url of the endpoint
 * @throws Error where the endpoint runs no tasks
 */
export async function leadNames(url: string, containers: Readonly<Record<string, string>>): Promise<void> {
  const { ok, status } = await fetch(`${url}/moto-api/tasks/names`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(containers),
  });
  if (!ok)
    throw new Error(`the mock of AWS leads no names: ${status}; was it started with an engine for tasks?`);
}

/** Where requests for AWS' load balancers are taken on loopback: ports in the place of 80 and 443. */
export interface Entry {
  readonly http: number;
  readonly https: number;
}

/**
 * Opens a way in: a request for a name goes to the load balancer that Route 53 leads it to, with its health checks and failover records, and from
 * there by the load balancer's rules to a task.
 *
 * @param url of the endpoint
 * @param pair PEM; the certificate that is shown for every name
 * @throws Error where the endpoint runs no tasks
 */
export async function openEntry(
  url: string,
  pair: { readonly certificate: string; readonly key: string },
): Promise<Entry> {
  const answer = await fetch(`${url}/moto-api/tasks/entry`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(pair),
  });
  if (!answer.ok)
    throw new Error(
      `the mock of AWS opens no way in: ${answer.status}; was it started with an engine for tasks?`,
    );
  return (await answer.json()) as Entry;
}
