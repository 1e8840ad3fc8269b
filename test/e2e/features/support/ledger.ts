import { readFileSync } from "node:fs";
import { join } from "node:path";
import { prefixOf } from "../../../../components/model";
import { root } from "../../../support/sources";
import { Checkout, type Outcome } from "../../docker/checkout";
import { containerOf, engine, execIn } from "../../docker/engine";
import { addSystem } from "./own-system";

/** A checkout that has a system of test/support among its own, the ledger where none is named, and a stack of it. */
export class Ledger {
  readonly checkout = Checkout.create();
  private readonly file: string;

  constructor(
    readonly stack: string,
    private readonly system = "ledger",
  ) {
    this.file = `stacks/systems/${system}/index.ts`;
    const source = readFileSync(join(root, `test/support/${system}.ts`), "utf8")
      .replaceAll('"../../components/', '"../../../components/')
      .replaceAll('"../../stacks/systems/', '"../');
    addSystem(this.checkout, system, stack, source);
  }

  /** Changes what the system says. */
  edit(from: string, to: string): void {
    const text = this.checkout.read(this.file);
    if (!text.includes(from)) throw new Error(`the system does not say ${from}`);
    this.checkout.write(this.file, text.replace(from, to));
  }

  up(): Promise<Outcome> {
    return this.checkout.trireme("up", this.stack, "--yes", "--skip-preview");
  }

  /** A script of the shell in the container of a service. */
  async shell(script: string, service = "client"): Promise<Outcome> {
    return await execIn(await containerOf(this.stack, service), ["sh", "-c", script]);
  }

  /** What SQL answers as the consumer asks for it, by its own URL. */
  async sql(statement: string): Promise<string> {
    const client = await containerOf(this.stack, "client");
    const script = 'psql -XAtq -v ON_ERROR_STOP=1 "$DATABASE_URL" -c "$1"';
    const { output } = await execIn(client, ["sh", "-c", script, "sh", statement]);
    return output.trim();
  }

  async logsOf(part: string, role: string): Promise<string> {
    const container = await containerOf(this.stack, part, role);
    return (await container.logs({ stdout: true, stderr: true })).toString();
  }

  /** Removes the stack, and throws when anything of it is left. */
  async remove(): Promise<void> {
    const { code, output } = await this.checkout.trireme("destroy", this.stack, "--yes", "--skip-preview");
    const { Volumes } = await engine().listVolumes();
    const left = Volumes.filter(({ Name }) => Name.startsWith(`${prefixOf(this.system, this.stack)}-`));
    this.checkout.remove();
    if (code !== 0 || left.length > 0) throw new Error(`${left.map(({ Name }) => Name).join()}\n${output}`);
  }
}
