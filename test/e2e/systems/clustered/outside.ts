import { run } from "../../../../setup/processes";
import { login, managedStores } from "../../conformance/kubernetes/managed-stores";

const namespace = "suite-outside";
const server = 'require("node:http").createServer((_, response) => response.end("ok")).listen(6333)';

/** Answers every request, as Qdrant does that of its health and Slack a message. */
const answers = [
  {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "answers", namespace, labels: { app: "answers" } },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: "answers", image: "node:22-alpine", command: ["node", "-e", server] }],
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "answers", namespace },
    spec: { selector: { app: "answers" }, ports: [{ port: 6333 }] },
  },
];

/** What the systems reach that is not in their namespace: a database, a Redis, and a server that answers. */
export class Outside {
  /** URL of a Postgres that speaks TLS. */
  readonly database = `postgresql://${login.user}:${login.password}@db.${namespace}.svc.cluster.local:5432/${login.database}`;
  readonly redis = `redis://:${login.password}@redis.${namespace}.svc.cluster.local:6379`;
  readonly answering = `http://answers.${namespace}.svc.cluster.local:6333`;

  private constructor() {}

  /** Its images are on every node. */
  static readonly images = ["postgres:16-bookworm", "redis:7-alpine", "node:22-alpine"] as const;

  static async start(): Promise<Outside> {
    const list = JSON.stringify({
      apiVersion: "v1",
      kind: "List",
      items: [...managedStores(namespace), ...answers],
    });
    await run("sh", ["-c", 'printf %s "$1" | kubectl apply --filename -', "sh", list]);
    const ready = (what: string, condition: string) =>
      run("kubectl", ["--namespace", namespace, "wait", what, `--for=${condition}`, "--timeout=180s"]);
    for (const name of ["db", "redis"]) await ready(`deployment/${name}`, "condition=Available");
    await ready("pod/answers", "condition=Ready");
    return new Outside();
  }

  async stop(): Promise<void> {
    await run("kubectl", ["delete", "namespace", namespace, "--ignore-not-found", "--wait"]);
  }
}
