import { expect } from "vitest";
import { eventually } from "../../docker/engine";
import { byAge, type Listed } from "../../../../cli/backup/listing";
import type { Checkout } from "../../docker/checkout";
import { instanceOf } from "../../../support/drivers";
import type { Driver } from "../../../support/drivers/driver";
import { kinds, type Kind } from "./kinds";

/** A stack of the system in `test/support/larder.ts`, on one of the targets. */
export class LarderStack {
  constructor(
    readonly name: string,
    private readonly checkout: Checkout,
    private readonly driver: Driver,
  ) {}

  async did(command: string, ...args: readonly string[]): Promise<string> {
    const { code, output } = await this.checkout.trireme(command, this.name, ...args);
    expect(code, output).toBe(0);
    return output;
  }

  /** What a shell says where a kind of store is looked at; it must end well. */
  async sh({ in: [part, role] }: Pick<Kind, "in">, script: string): Promise<string> {
    const { code, output } = await this.driver.exec(await instanceOf(this.driver, part, role), [
      ...["sh", "-c", script],
    ]);
    expect(code, `${this.name}, ${part}: ${script}\n${output}`).toBe(0);
    return output.trim();
  }

  async each(what: "fill" | "change"): Promise<void> {
    for (const kind of Object.values(kinds)) await this.sh(kind, kind[what]);
  }

  /** What every store holds, by its kind. */
  async seen(): Promise<Readonly<Record<string, string>>> {
    const seen: Record<string, string> = {};
    for (const [name, kind] of Object.entries(kinds)) seen[name] = await this.sh(kind, kind.look);
    return seen;
  }

  async listed(): Promise<readonly Listed[]> {
    const output = await this.did("restore", "--json");
    return JSON.parse(output.slice(output.indexOf("["))) as readonly Listed[];
  }

  /** The newest backup in the volume, once the bucket has it as well. */
  async copied(backup: string): Promise<string> {
    return await eventually(
      `the newest of ${backup} is in the bucket`,
      async () => {
        const own = (await this.listed()).filter((one) => one.backup === backup);
        const names = (where: Listed["where"]) =>
          own.flatMap((one) => (one.where === where ? [one.name] : [])).sort(byAge);
        const newest = names("volume").at(-1);
        return newest !== undefined && names("bucket").includes(newest) ? newest : undefined;
      },
      150_000,
    );
  }

  async destroy(): Promise<void> {
    await this.checkout.trireme("destroy", this.name, "--yes", "--skip-preview");
  }
}
