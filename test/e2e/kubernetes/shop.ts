import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { inject } from "vitest";
import { objectOf } from "./cluster";
import { Program } from "../../support/program";
import type { Order } from "./shop/system";

const PAUSE_MS = 100;

/** What the answers were while something happened. */
export interface Watch {
  /** Answers by what they said; a request that failed says why. */
  readonly answers: ReadonlyMap<string, number>;
  stop(): Promise<void>;
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

  static async create(system: "gate" | "kiosk" | "shop" | "vault" | "watched"): Promise<ShopStack> {
    const namespace = `${system}-${randomBytes(4).toString("hex")}`;
    const config = { system, namespace, release: "v1", image: inject("nodeImage") };
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

  /** Destroys the stack and removes what is here of it. */
  async remove(): Promise<void> {
    const { code, output } = await this.program.attempt("destroy", "--yes", "--skip-preview");
    this.program.remove();
    if (code !== 0) throw new Error(`The ${this.namespace} was not destroyed:\n${output}`);
  }
}
