import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Pod } from "../../../components/kubernetes/runtime/objects";
import { endpointSpread } from "../../../components/kubernetes/workload/pod.args";
import { run } from "../../../setup/processes";
import { tagOf } from "../../../cli/release/releases";
import type { Driver, Ended, Follower, Instance } from "./driver";

/** What everybody sees who may not read Secrets. */
const shownKinds = "pods,deployments,statefulsets,jobs,cronjobs,configmaps,services,serviceaccounts,events";

interface PlacedPod extends Pod {
  readonly status?: Pod["status"] & { readonly podIP?: string };
}

/** A stack in a namespace of the suite's cluster. */
export class KubernetesDriver implements Driver {
  readonly target = "kubernetes";
  readonly exact = true;

  constructor(
    readonly namespace: string,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  async instances(): Promise<readonly Instance[]> {
    const { items } = await this.get<{ readonly items: readonly PlacedPod[] }>("pods");
    return items.flatMap(({ metadata, status }) => {
      const { labels = {}, deletionTimestamp } = metadata;
      if (status?.phase !== "Running" || deletionTimestamp !== undefined) return [];
      return [
        {
          id: metadata.name,
          part: labels["app.kubernetes.io/name"] ?? "",
          role: labels["app.kubernetes.io/component"] ?? "",
          addresses: [status.podIP ?? ""],
        },
      ];
    });
  }

  async releaseOf({ id }: Instance): Promise<string> {
    const { spec } = await this.get<Pod>("pod", id);
    return tagOf(spec.containers[0]?.image ?? "") ?? "";
  }

  async runOf(job: string): Promise<string> {
    const selector = `app.kubernetes.io/name=${job},app.kubernetes.io/component=job`;
    const { items } = await this.get<{ readonly items: readonly Pod[] }>("jobs", "--selector", selector);
    return items.map(({ metadata }) => metadata.uid ?? "").join(" ");
  }

  async exec({ id }: Instance, argv: readonly string[]): Promise<Ended> {
    const { code, stdout, stderr } = await this.kubectl(["exec", id, "--", ...argv], true);
    // kubectl tells of the containers that it did not choose.
    return { code, output: stdout + stderr.replace(/^Defaulted container .*\n/m, "") };
  }

  async shown(): Promise<readonly { readonly of: string; readonly text: string }[]> {
    const { stdout } = await this.kubectl(["get", shownKinds, "--output", "yaml", "--show-managed-fields"]);
    const processes = await Promise.all(
      (await this.instances()).map(async (instance) => {
        const script = "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '";
        return { of: instance.id, text: (await this.exec(instance, ["sh", "-c", script])).output };
      }),
    );
    return [{ of: "the namespace's objects", text: stdout }, ...processes];
  }

  async follow(): Promise<Follower> {
    const columns = [
      "NAME:.metadata.name",
      "PART:.metadata.labels.app\\.kubernetes\\.io/name",
      "ROLE:.metadata.labels.app\\.kubernetes\\.io/component",
      "AT:.metadata.deletionTimestamp",
      "GRACE:.metadata.deletionGracePeriodSeconds",
    ].join(",");
    const words = ["get", "pods", "--watch", "--no-headers", "--output", `custom-columns=${columns}`];
    const child = spawn("kubectl", ["--namespace", this.namespace, ...words], { env: this.env });
    const told = new Map<string, { readonly part: string; readonly at: number }>();
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      const [name = "", part = "", role = "", at = "", grace = ""] = line.trim().split(/\s+/);
      // A job's pod that is removed has ended before.
      if (at === "<none>" || role !== "service" || told.has(name)) return;
      // The moment that is written is that of the kill; the signal follows the time in which nobody sends to it any more.
      told.set(name, { part, at: Date.parse(at) - Number(grace) * 1000 + endpointSpread * 1000 });
    });
    await new Promise<void>((resolve, reject) => {
      lines.once("line", () => resolve());
      child.once("error", reject);
      child.once("close", (code) => reject(new Error(`kubectl get pods --watch ended with ${code}`)));
    });
    return {
      stops: (deadlines) =>
        [...told].flatMap(([id, { part, at }]) => {
          const deadline = deadlines[part];
          return deadline === undefined ? [] : [{ id, at, deadline }];
        }),
      end: () => child.kill(),
    };
  }

  /** Runs kubectl in the namespace. */
  async kubectl(words: readonly string[], allowFailure = false) {
    return await run("kubectl", ["--namespace", this.namespace, ...words], { env: this.env, allowFailure });
  }

  async get<T>(...words: readonly string[]): Promise<T> {
    return JSON.parse((await this.kubectl(["get", ...words, "--output", "json"])).stdout) as T;
  }
}
