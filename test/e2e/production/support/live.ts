import { parse, stringify } from "yaml";
import { Checkout, type Outcome } from "../../docker/checkout";
import type { Subject } from "../../../support/drivers/driver";
import type { Origin } from "./client";

/** How a deployment went, and when. */
export interface Deployment extends Outcome {
  /** Milliseconds since the epoch. */
  readonly began: number;
  readonly ended: number;
}

type Variables = Readonly<Record<string, string | number>>;

interface StackFile {
  readonly config: Record<string, unknown> & { "trireme:settings"?: Record<string, unknown> };
}

/**
 * What the tests' clients ask of SyftHub: answers of nginx, each service and each store; a third of it writes. Not the health check,
 * which gives up on a store after two seconds, as it should.
 */
export const targets = [
  { method: "GET", path: "/docs" },
  { method: "GET", path: "/api/v1/echo" },
  { method: "POST", path: "/api/v1/echo", body: { text: "a request with a body" } },
  { method: "GET", path: "/" },
  { method: "GET", path: "/api/v1/counter" },
  { method: "POST", path: "/api/v1/counter", body: {} },
  { method: "GET", path: "/aggregator/anything" },
  { method: "POST", path: "/api/v1/items", body: { name: "a row" } },
  { method: "POST", path: "/mcp", body: { jsonrpc: "2.0", id: 1, method: "ping" } },
] as const;

/** Seconds that the streams of each service have after it was told to stop. */
export const deadlines = { backend: 10, aggregator: 30, mcp: 30 } as const;

/** A text with one place changed; a source that no longer has it must be looked at. */
function patched(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`nothing to change: there is no ${JSON.stringify(from)}`);
  return text.replace(from, to);
}

const system = "stacks/systems/syfthub/index.ts";

/** The suite's production stack, what changes it, and the way back. */
export class Live {
  readonly checkout: Checkout;
  private readonly file: string;
  private readonly originals: Readonly<Record<string, string>>;

  constructor(readonly production: Subject) {
    this.checkout = Checkout.at(production.folder);
    this.file = `Pulumi.${production.stack}.yaml`;
    this.originals = Object.fromEntries([this.file, system].map((path) => [path, this.checkout.read(path)]));
  }

  get origin(): Origin {
    return this.production;
  }

  /** Other settings beside the original ones. */
  settings(changed: Readonly<Record<string, unknown>>): void {
    const data = parse(this.originals[this.file] ?? "") as StackFile;
    data.config["trireme:settings"] = { ...data.config["trireme:settings"], ...changed };
    this.checkout.write(this.file, stringify(data));
  }

  /** Changes variables of services; what is not named is as in the original. */
  configure(services: Readonly<Record<string, Variables>>): void {
    const data = parse(this.originals[this.file] ?? "") as StackFile;
    const before = (data.config["trireme:settings"]?.services ?? {}) as Readonly<Record<string, object>>;
    const changed = Object.entries({ ...before, ...services }).map(
      ([name]) => [name, { ...before[name], variables: services[name] ?? {} }] as const,
    );
    this.settings({ services: Object.fromEntries(changed) });
  }

  /** Another version of every service. */
  release(version: string, variables: Variables = {}): void {
    const one = { SAMPLE_VERSION: version, ...variables };
    this.configure(Object.fromEntries(Object.keys(deadlines).map((name) => [name, one])));
  }

  /**
   * SyftHub with a route for WebSockets: its reference has none in production, yet a release must not cut
   * them where a system has some.
   */
  withWebSockets(): void {
    const text = this.originals[system] ?? "";
    const route = 'route("/ws/", backend, { rewrite: "/", websocket: { idle: "1h" } }),';
    this.checkout.write(system, patched(text, "routes: [", `routes: [${route}`));
  }

  async up(): Promise<Deployment> {
    const began = Date.now();
    const outcome = await this.checkout.trireme("up", this.production.stack, "--yes", "--skip-preview");
    return { ...outcome, began, ended: Date.now() };
  }

  /** The stack as the suite brought it up. */
  async restore(): Promise<Deployment> {
    for (const [path, text] of Object.entries(this.originals)) this.checkout.write(path, text);
    return await this.up();
  }
}
