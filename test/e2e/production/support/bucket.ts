import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { progressOn } from "../../../../setup/progress";
import { obtainMoto } from "../../../../lab/tools/python-tools";
import { bridgeAddress, eventually } from "../../docker/engine";

/** An S3-compatible bucket on this machine, where containers reach it. */
export class Bucket {
  private constructor(
    private readonly process: ChildProcess,
    /** URL of the store that has it. */
    readonly endpoint: string,
    readonly name: string,
  ) {}

  /** @param at address of this machine; where nothing is said, the one by which containers of the engine reach it */
  static async start(port: number, name: string, at?: string): Promise<Bucket> {
    const [command, ...args] = await obtainMoto(progressOn());
    const address = at ?? (await bridgeAddress());
    const process = spawn(command, [...args, "--host", address, "--port", String(port)], { stdio: "ignore" });
    const bucket = new Bucket(process, `http://${address}:${port}`, name);
    try {
      await eventually("moto does not answer", async () =>
        (await fetch(`${bucket.endpoint}/${name}`, { method: "PUT" })).ok ? true : undefined,
      );
    } catch (error) {
      await bucket.stop();
      throw error;
    }
    return bucket;
  }

  /** The keys of its objects. */
  async keys(): Promise<readonly string[]> {
    const answer = await (await fetch(`${this.endpoint}/${this.name}?list-type=2&max-keys=1000`)).text();
    return [...answer.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => key);
  }

  /** Its lifecycle rules as S3 tells them (XML). */
  async lifecycle(): Promise<string> {
    return await (await fetch(`${this.endpoint}/${this.name}?lifecycle`)).text();
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    this.process.kill();
    await once(this.process, "close");
  }
}
