import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { inject } from "vitest";
import { creditedStore, retirementPod, type CredentialsJob } from "../../../cli/runtime/retirement";
import { apply, eventually, kubectl, objectOf } from "./cluster";
import { Program } from "../../support/program";
import type { Order } from "./shop/system";

const PAUSE_MS = 100;

/** What the answers were while something happened. */
export interface Watch {
  /** Answers by what they said; a request that failed says why. */
  readonly answers: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

interface Placed {
  readonly status: { readonly phase: string };
}

interface Deployment {
  readonly status: { readonly readyReplicas?: number };
}

interface Pods {
  readonly items: readonly { readonly status: { readonly hostIP: string } }[];
}

interface Service {
  readonly spec: { readonly ports: readonly { readonly nodePort: number }[] };
}

interface ReplicaSets {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly replicas: number };
    readonly status: { readonly readyReplicas?: number };
  }[];
}

/** The suite's small system on the cluster, in a namespace of its own. */
export class ShopStack {
  private constructor(
    readonly program: Program,
    readonly namespace: string,
  ) {}

  /** @param settings what the program is told beside its release */
  static async create(
    system: "gate" | "kiosk" | "ledger" | "shop" | "vault" | "watched",
    settings: Readonly<Record<string, string>> = {},
  ): Promise<ShopStack> {
    const namespace = `${system}-${randomBytes(4).toString("hex")}`;
    const config = { system, namespace, release: "v1", image: inject("nodeImage"), ...settings };
    return new ShopStack(await Program.create("test/e2e/kubernetes/shop", config), namespace);
  }

  /** Brings a release up and returns what was printed. */
  async release(
    release: string,
    fault: Order["fault"] = "none",
  ): Promise<{ readonly code: number; readonly output: string }> {
    await this.program.set({ release, fault });
    return await this.program.attempt("up", "--yes", "--skip-preview");
  }

  /** The same; fails where it does. */
  async up(release: string): Promise<void> {
    const { code, output } = await this.release(release);
    if (code !== 0) throw new Error(`The ${this.namespace} did not come up:\n${output}`);
  }

  /** Where the proxy is reached from here: a node passes on what it gets to pods of its own alone. */
  async address(): Promise<string> {
    const own = ["--namespace", this.namespace];
    const { items } = await objectOf<Pods>("pods", ...own, "--selector=app.kubernetes.io/name=proxy");
    const { spec } = await objectOf<Service>("service", "proxy", ...own);
    const [pod] = items;
    const [port] = spec.ports;
    if (pod === undefined || port === undefined) throw new Error(`${this.namespace} has no proxy.`);
    return `http://${pod.status.hostIP}:${port.nodePort}`;
  }

  /** Asks the proxy again and again, until it is told to stop. */
  async watch(path: string): Promise<Watch> {
    const url = `${await this.address()}${path}`;
    const answers = new Map<string, number>();
    const state = { goes: true };
    const ask = async (): Promise<string> => {
      try {
        const reply = await fetch(url, {
          headers: { host: "shop.localhost" },
          signal: AbortSignal.timeout(10_000),
        });
        return reply.ok ? await reply.text() : `status ${reply.status}`;
      } catch (error) {
        return String((error as Error).cause ?? error);
      }
    };
    const loop = async (): Promise<void> => {
      while (state.goes) {
        const said = await ask();
        answers.set(said, (answers.get(said) ?? 0) + 1);
        await delay(PAUSE_MS);
      }
    };
    const running = loop();
    return {
      answers,
      stop: async () => {
        state.goes = false;
        await running;
      },
    };
  }

  async readyInstances(): Promise<number> {
    const { status } = await objectOf<Deployment>("deployment", "api", "--namespace", this.namespace);
    return status.readyReplicas ?? 0;
  }

  /** The ReplicaSets of the service that releases change, with the instances that each is to have. */
  async replicaSets(): Promise<Readonly<Record<string, number>>> {
    const { items } = await objectOf<ReplicaSets>(
      ...["replicasets", "--namespace", this.namespace, "--selector=app.kubernetes.io/name=api"],
    );
    return Object.fromEntries(items.map(({ metadata, spec }) => [metadata.name, spec.replicas]));
  }

  /** What a shell says in the pod of a workload, and whether it succeeded. */
  async inPod(
    workload: string,
    script: string,
    ...words: readonly string[]
  ): Promise<{ readonly code: number; readonly said: string }> {
    const args = ["exec", "--namespace", this.namespace, workload, "--", "sh", "-c", script, "sh", ...words];
    const { code, stdout, stderr } = await kubectl(args, true);
    // kubectl complains there of a stream that ended before it looked, which is no part of what the pod says.
    return { code, said: (code === 0 ? stdout : stdout + stderr).trim() };
  }

  /** Takes the password of a store away that was valid before the one in force; what was said of it. */
  async retired(store: string): Promise<string> {
    const own = ["--namespace", this.namespace];
    const { items } = await objectOf<{ readonly items: readonly CredentialsJob[] }>(
      ...["jobs", ...own, "--selector=app.kubernetes.io/component=credentials"],
    );
    const job = items.find((one) => creditedStore(one) === store);
    if (job === undefined) throw new Error(`nothing brought a password of ${store} into force`);
    const retiring = retirementPod(job, Date.now());
    const { name } = retiring.metadata;
    await apply({ ...retiring, metadata: { ...retiring.metadata, namespace: this.namespace } });
    await eventually(
      120,
      async () => (await objectOf<Placed>("pod", name, ...own)).status.phase,
      (phase) => ["Succeeded", "Failed"].includes(phase),
    );
    const { stdout } = await kubectl(["logs", ...own, name]);
    await kubectl(["delete", "pod", ...own, name, "--wait"]);
    return stdout;
  }

  /** Destroys the stack and removes what is here of it. */
  async remove(): Promise<void> {
    const { code, output } = await this.program.attempt("destroy", "--yes", "--skip-preview");
    this.program.remove();
    if (code !== 0) throw new Error(`The ${this.namespace} was not destroyed:\n${output}`);
  }
}
