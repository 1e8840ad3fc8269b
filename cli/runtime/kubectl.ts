import { setTimeout as delay } from "node:timers/promises";
import type { List } from "../../components/kubernetes/runtime/objects";
import { clusterPrefix } from "../../components/kubernetes/labels";
import { PlainError } from "../../setup/errors";
import { run, type Outcome } from "../../setup/processes";
import { configOf } from "../stack/system";
import type { Ended } from "./runtime";

const pollMs = 500;

interface Ending {
  readonly status?: { readonly phase?: string };
}

/** kubectl in the namespace and on the cluster of a stack. */
export class Kubectl {
  readonly namespace: string;
  /** System and stack, by which its objects are labelled. */
  readonly prefix: string;
  private readonly place: readonly string[];

  constructor(
    stack: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    const { system, kubernetes = {} as { kubeconfig?: string; context?: string; namespace?: string } } =
      configOf(stack);
    const { kubeconfig, context } = kubernetes;
    this.prefix = clusterPrefix(system, stack);
    this.namespace = kubernetes.namespace ?? this.prefix;
    this.place = [
      ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
      ...(context === undefined ? [] : ["--context", context]),
    ];
  }

  /** A whole command line. */
  line(...words: readonly string[]): readonly [string, ...string[]] {
    return ["kubectl", ...this.place, "--namespace", this.namespace, ...words];
  }

  /**
   * Runs it.
   *
   * @throws PlainError with what it said, unless failures are allowed
   */
  async run(words: readonly string[], allowFailure = false): Promise<Outcome> {
    const [command, ...args] = this.line(...words);
    return await run(command, args, { env: this.env, allowFailure });
  }

  /** Objects of a kind that carry labels; none where the cluster does not know the kind. */
  async list<T>(kind: string, selector: string): Promise<readonly T[]> {
    const words = ["get", kind, "--selector", selector, "--output", "json", "--ignore-not-found"];
    const { code, stdout, stderr } = await this.run(words, true);
    if (code === 0) return stdout.trim() === "" ? [] : (JSON.parse(stdout) as List<T>).items;
    if (/doesn't have a resource type/.test(stderr)) return [];
    throw new PlainError(stderr.trim());
  }

  /** One object; undefined where there is none. */
  async get<T>(kind: string, name: string): Promise<T | undefined> {
    const { stdout } = await this.run(["get", kind, name, "--output", "json", "--ignore-not-found"]);
    return stdout.trim() === "" ? undefined : (JSON.parse(stdout) as T);
  }

  /** Makes an object of a manifest. */
  async create(manifest: object): Promise<void> {
    const [command, ...args] = this.line("create", "--filename", "-");
    await run(
      "sh",
      [
        "-c",
        'manifest=$1; shift; printf %s "$manifest" | "$@"',
        "sh",
        JSON.stringify(manifest),
        command,
        ...args,
      ],
      {
        env: this.env,
      },
    );
  }

  /** Runs a pod of one container to its end, and removes it. */
  async ran(pod: { readonly metadata: { readonly name: string } }, container: string): Promise<Ended> {
    const { name } = pod.metadata;
    await this.create(pod);
    try {
      for (;;) {
        const { status } = (await this.get<Ending>("pod", name)) ?? {};
        if (status?.phase === "Succeeded" || status?.phase === "Failed") {
          const { stdout } = await this.run(["logs", name, "--container", container]);
          return { code: status.phase === "Succeeded" ? 0 : 1, output: stdout.trim() };
        }
        await delay(pollMs);
      }
    } finally {
      await this.run(["delete", "pod", name, "--ignore-not-found", "--grace-period=1"]);
    }
  }
}
