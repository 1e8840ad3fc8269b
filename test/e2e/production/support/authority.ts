import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { obtainPebble } from "../../../../lab/tools/pebble";
import { progressOn } from "../../../../setup/progress";
import { bridgeAddress, eventually } from "../../docker/engine";
import { certificateFor } from "./certificate";

/** Pebble on this machine: an authority that looks at challenges as Let's Encrypt does, on a stack's own port. */
export class Authority {
  private constructor(
    private readonly folder: string,
    private readonly processes: readonly ChildProcess[],
    /** URL of its directory, as containers reach it. */
    readonly directory: string,
    /** Certificate (PEM) by which its server is trusted. */
    readonly ca: string,
    private readonly output: { text: string },
  ) {}

  /**
   * @param port the first of three that it takes
   * @param challenges port of this machine where challenges are answered
   */
  static async start(port: number, challenges: number): Promise<Authority> {
    const { pebble, names } = await obtainPebble(progressOn());
    const address = await bridgeAddress();
    const folder = mkdtempSync(join(tmpdir(), "trireme-pebble-"));
    const { certificate, key } = certificateFor([`IP:${address}`]);
    writeFileSync(join(folder, "certificate.pem"), certificate);
    writeFileSync(join(folder, "key.pem"), key);
    writeFileSync(
      join(folder, "pebble.json"),
      JSON.stringify({
        pebble: {
          listenAddress: `${address}:${port}`,
          managementListenAddress: "",
          certificate: join(folder, "certificate.pem"),
          privateKey: join(folder, "key.pem"),
          httpPort: challenges,
          tlsPort: challenges,
        },
      }),
    );
    const output = { text: "" };
    const collect = (child: ChildProcess): ChildProcess => {
      child.stdout?.on("data", (chunk: Buffer) => (output.text += chunk.toString()));
      child.stderr?.on("data", (chunk: Buffer) => (output.text += chunk.toString()));
      return child;
    };
    const dns = `127.0.0.1:${port + 1}`;
    const off = [
      "-http01",
      "",
      "-https01",
      "",
      "-tlsalpn01",
      "",
      "-doh",
      "",
      "-management",
      `127.0.0.1:${port + 2}`,
    ];
    const processes = [
      collect(spawn(names, ["-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dnsserver", dns, ...off])),
      collect(
        spawn(pebble, ["-config", join(folder, "pebble.json"), "-dnsserver", dns], {
          // Refused nonces and delays are for the authors of clients.
          env: { ...process.env, PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" },
        }),
      ),
    ];
    const directory = `https://${address}:${port}/dir`;
    const authority = new Authority(folder, processes, directory, certificate, output);
    await eventually(`Pebble does not answer: ${output.text}`, () => answers(directory), 20_000).catch(
      async (error: unknown) => {
        await authority.stop();
        throw new Error(`${String(error)}\n${output.text}`);
      },
    );
    return authority;
  }

  /** How many certificates it has issued. */
  get issued(): number {
    return this.output.text.match(/Issued certificate serial/g)?.length ?? 0;
  }

  async stop(): Promise<void> {
    for (const child of this.processes) {
      if (child.exitCode !== null) continue;
      child.kill();
      await once(child, "close");
    }
    rmSync(this.folder, { recursive: true });
  }
}

function answers(directory: string): Promise<true | undefined> {
  // It refuses clients that do not say who they are.
  const options = { rejectUnauthorized: false, agent: false, headers: { "user-agent": "trireme" } } as const;
  return new Promise((resolve, reject) => {
    const outgoing = request(directory, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? true : undefined);
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}
