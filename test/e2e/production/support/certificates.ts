import { expect } from "vitest";
import { parse, stringify } from "yaml";
import { Checkout, type Outcome } from "../../docker/checkout";
import { containerOf, execIn } from "../../docker/engine";
import type { Production } from "../setup";
import type { Pair } from "./certificate";
import { ask } from "./client";

interface StackFile {
  readonly config: { "trireme:settings": Record<string, unknown> } & Record<string, unknown>;
}

/** The suite's production stack, whose certificate is changed, and the way back. */
export class Certificates {
  readonly checkout: Checkout;
  private readonly file: string;
  private readonly original: string;

  constructor(private readonly production: Production) {
    this.checkout = Checkout.at(production.folder);
    this.file = `Pulumi.${production.stack}.yaml`;
    this.original = this.checkout.read(this.file);
  }

  /** The stack with other settings beside its own. */
  configure(settings: Readonly<Record<string, unknown>>): void {
    const data = parse(this.original) as StackFile;
    Object.assign(data.config["trireme:settings"], settings);
    this.checkout.write(this.file, stringify(data));
  }

  give({ certificate, key }: Pair): void {
    this.configure({ tls: { mode: "custom" }, secrets: { "tls-certificate": certificate, "tls-key": key } });
  }

  /** Certificates of an authority that answers at `server`, whose own one `ca` has signed. */
  obtain(server: string, ca: string): void {
    this.configure({ tls: { mode: "lets-encrypt", email: "ops@example.com", server, ca } });
  }

  async up(): Promise<Outcome> {
    return await this.checkout.trireme("up", this.production.stack, "--yes", "--skip-preview");
  }

  async deployed(): Promise<void> {
    const { code, output } = await this.up();
    expect(code, output).toBe(0);
  }

  async restore(): Promise<void> {
    this.checkout.write(this.file, this.original);
    await this.deployed();
  }

  /** The fingerprint of the certificate that clients are shown. */
  async shown(): Promise<string> {
    return (await ask(this.production, "/health")).fingerprint ?? "none";
  }

  async metric(): Promise<string> {
    const { output } = await execIn(await containerOf(this.production.stack, "proxy", "proxy"), [
      "cat",
      "/var/lib/metrics/certificate.prom",
    ]);
    return output;
  }
}
