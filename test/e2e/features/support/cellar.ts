import { expect } from "vitest";
import definition from "../../../support/cellar";
import { Checkout, type Outcome } from "../../docker/checkout";
import { containerOf, containersOf, engine, execIn } from "../../docker/engine";

const system = definition.name;

/** What differs between the targets that it runs on. */
export interface Place {
  /** Lines of the stack's file beside those that it has everywhere. */
  readonly file: string;
  /** Runs a shell in the container of a part. */
  sh(stack: string, part: string, script: string, role: "service" | "backup"): Promise<Outcome>;
  /** Removes what a destroy has left, so that the next run finds nothing. */
  remove(stack: string): Promise<void>;
}

/** A Docker engine. */
export const onDocker: Place = {
  file: "  trireme:target: docker\n  trireme:images: registry\n",
  sh: async (stack, part, script, role) =>
    await execIn(await containerOf(stack, part, role), ["sh", "-c", script]),
  remove: async (stack) => {
    for (const { id } of await containersOf(stack))
      await engine().getContainer(id).remove({ force: true, v: true });
    const { Volumes } = await engine().listVolumes();
    for (const { Name } of Volumes.filter(({ Name: name }) => name.startsWith(`${stack}-`)))
      await engine().getVolume(Name).remove();
  },
};

/** A stack of the system in `test/support/cellar.ts`, with a checkout of its own. */
export class Cellar {
  private constructor(
    readonly checkout: Checkout,
    readonly stack: string,
    private readonly place: Place,
  ) {}

  /** Brings it up as one that a team has entered by `npx trireme reference`. */
  static async up(stack: string, place: Place): Promise<Cellar> {
    const checkout = Checkout.create();
    const cellar = new Cellar(checkout, stack, place);
    const text = checkout
      .read("test/support/cellar.ts")
      .replaceAll('"../../components/', '"../../../components/')
      .replace('"../../stacks/systems/define"', '"../define"');
    checkout.write(`stacks/systems/${system}/index.ts`, text);
    checkout.write(
      `Pulumi.${stack}.yaml`,
      `config:
  trireme:system: ${system}
  trireme:environment: development
${place.file}  trireme:imageRepository: registry.example.com/cellar
  trireme:imageTag: v1
`,
    );
    await cellar.did(checkout.trireme("reference"));
    await cellar.again();
    return cellar;
  }

  /** Once more, as it is described by now. */
  async again(): Promise<Outcome> {
    return await this.did(this.checkout.trireme("up", this.stack, "--yes", "--skip-preview"));
  }

  private async did(outcome: Promise<Outcome>): Promise<Outcome> {
    const { code, output } = await outcome;
    expect(code, output).toBe(0);
    return { code, output };
  }

  async command(name: "backup" | "drill" | "preview", ...args: readonly string[]): Promise<string> {
    return (await this.did(this.checkout.trireme(name, this.stack, ...args))).output;
  }

  /** The newest backup into its store. */
  async restore(backup: string): Promise<string> {
    const args = ["--backup", backup, "--from", "latest", "--yes"];
    return (await this.did(this.checkout.trireme("restore", this.stack, ...args))).output;
  }

  /** Removes what a restore has kept of before. */
  async forget(backup: string, kept: string): Promise<void> {
    await this.did(this.checkout.trireme("restore", this.stack, "--backup", backup, "--forget", kept));
  }

  /** What a shell in the container of a part writes; it must end well. */
  async sh(part: string, script: string, role: "service" | "backup" = "service"): Promise<string> {
    const { code, output } = await this.place.sh(this.stack, part, script, role);
    expect(code, `${part}: ${script}\n${output}`).toBe(0);
    return output.trim();
  }

  async remove(): Promise<void> {
    await this.checkout.trireme("destroy", this.stack, "--yes", "--skip-preview");
    await this.place.remove(this.stack);
    this.checkout.remove();
  }
}
