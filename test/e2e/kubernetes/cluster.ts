import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { inject } from "vitest";
import { run, type Outcome } from "../../../setup/processes";

const POLL_MS = 300;

/** Runs kubectl on the suite's cluster. */
export async function kubectl(args: readonly string[], allowFailure = false): Promise<Outcome> {
  return await run(inject("kubectl"), args, { env: inject("env"), allowFailure });
}

/** What kubectl prints of an object, as JSON. */
export async function objectOf<T>(...args: readonly string[]): Promise<T> {
  return JSON.parse((await kubectl(["get", ...args, "--output=json"])).stdout) as T;
}

/** Makes objects, or changes them. */
export async function apply(...objects: readonly object[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
  await run("sh", ["-c", 'printf %s "$1" | "$0" apply --filename -', inject("kubectl"), list], {
    env: inject("env"),
  });
}

/** Waits for a condition; fails with what it last was, when it does not come true in time. */
export async function eventually<T>(
  seconds: number,
  look: () => Promise<T>,
  isGood: (found: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (isGood(found)) return found;
    if (Date.now() > deadline)
      throw new Error(`It did not come true within ${seconds} s; the last was ${JSON.stringify(found)}`);
    await delay(POLL_MS);
  }
}

/** Runs the body in a namespace of its own, which is gone after it with all that is in it. */
export async function inNamespace(
  body: (namespace: string) => Promise<void>,
  labels: Readonly<Record<string, string>> = {},
): Promise<void> {
  const name = `suite-${randomBytes(4).toString("hex")}`;
  await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
  try {
    await body(name);
  } finally {
    await kubectl(["delete", "namespace", name, "--wait"]);
  }
}

/** A container that does nothing until it is told to. */
export function idle(name = "main"): { readonly [field: string]: unknown } {
  return {
    name,
    image: inject("image"),
    imagePullPolicy: "IfNotPresent",
    command: ["sh", "-c", "trap exit TERM; while :; do sleep 1 & wait; done"],
  };
}

/** A pod of the suite. */
export function pod(
  namespace: string,
  name: string,
  spec: object = {},
  labels: object = { app: name },
): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels },
    spec: { terminationGracePeriodSeconds: 0, containers: [idle()], ...spec },
  };
}

/** A Deployment of nginx, which answers every path at port 80, with its Service. */
export function web(
  namespace: string,
  name: string,
  replicas: number,
  service: object = {},
): readonly object[] {
  const labels = { app: name };
  const container = {
    ...idle(),
    command: ["nginx", "-g", "daemon off;"],
    ports: [{ name: "http", containerPort: 80 }],
    readinessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 1 },
  };
  const spread = {
    maxSkew: 1,
    topologyKey: "kubernetes.io/hostname",
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: labels },
  };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { topologySpreadConstraints: [spread], containers: [container] },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace },
      spec: { selector: labels, ports: [{ port: 80 }], ...service },
    },
  ];
}

/** Waits until pods, or what makes them, are ready. */
export async function ready(namespace: string, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const condition = name.startsWith("pod/") ? "Ready" : "Available";
    await kubectl(["wait", "--namespace", namespace, name, `--for=condition=${condition}`, "--timeout=120s"]);
  }
}

/** What a request from a pod came to: the status, or curl's exit code. */
export async function ask(namespace: string, from: string, url: string): Promise<string> {
  const curl = [
    "curl",
    "--silent",
    "--max-time",
    "5",
    "--output",
    "/dev/null",
    "--write-out",
    "%{http_code}",
    url,
  ];
  const { code, stdout } = await kubectl(["exec", "--namespace", namespace, from, "--", ...curl], true);
  return code === 0 ? stdout.trim() : `curl ${code}`;
}
