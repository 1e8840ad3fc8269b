import { join } from "node:path";
import type Docker from "dockerode";
import { localSubstitutes } from "../../../../stacks/config/substitutes";
import { sampleBase } from "../../../../stacks/config/images";
import { engineFolders } from "../../../../components/docker/runtime/folders";
import { Program } from "../../../support/program";
import { root } from "../../../support/sources";
import { containerOf, engine, execIn } from "../../docker/engine";
import { Authority } from "../../production/support/authority";
import { Bucket } from "../../production/support/bucket";
import type { Pair } from "../../production/support/certificate";
import { Disk } from "./disk";
import type { Given } from "./index";
import { bucketName, ports } from "./system";

const stack = "suite";

/** Stands for Slack: a line for the title of each message. */
const listener = `require("node:http").createServer((request, answer) => {
  let body = "";
  request.on("data", (data) => { body += data; }).on("end", () => {
    const { attachments = [] } = JSON.parse(body);
    for (const { title } of attachments) console.log(title);
    answer.end("ok");
  });
}).listen(8080);`;

/** An alert that fires: its name among its labels. */
export type Firing = Readonly<Record<string, string>>;

/** The small system as it runs, and what is around it. */
export class Site {
  private readonly once = new Map<string, Promise<unknown>>();
  /** What ends all that was begun, the last first. */
  private readonly endings: (() => unknown)[] = [];

  /** The disk on which the broker keeps its messages. */
  readonly disk = Disk.make(128, 999);
  private authority: Authority | undefined;
  private bucket: Bucket | undefined;
  private receiver: Docker.Container | undefined;
  private program: Program | undefined;
  private given: Given | undefined;

  constructor() {
    this.endings.push(() => {
      this.disk.remove();
    });
  }

  /** Brings it up, with a certificate of an authority. */
  async up(): Promise<void> {
    const substitutes = localSubstitutes(root);
    const node = substitutes[sampleBase] ?? sampleBase;
    const bucket = (this.bucket = await Bucket.start(ports.bucket, bucketName));
    this.endings.push(() => this.bucketAway());
    const authority = (this.authority = await Authority.start(ports.authority, ports.proxy));
    this.endings.push(() => this.authorityAway());
    this.given = {
      ...{ node, substitutes, device: this.disk.device, bucket: bucket.endpoint },
      folders: await engineFolders(undefined),
      sample: {
        ...{ from: "build", context: join(root, "examples/sample"), dockerfile: "Dockerfile", watch: {} },
        ...{ args: { BASE: node, ROLE: "api-gateway" }, hash: "suite" },
      },
      provided: {
        ...{ "slack-webhook": "http://receiver:8080/services/T1/B1/secret" },
        ...{ "bucket-id": "alerts", "bucket-key": "not-to-be-seen" },
      },
      authority: { server: authority.directory, ca: authority.ca },
    };
    const given = JSON.stringify(this.given);
    const program = (this.program = await Program.create("test/e2e/features/alerts", { given }));
    this.endings.push(async () => {
      await program.pulumi("destroy", "--yes", "--skip-preview");
      program.remove();
    });
    await program.up();
    await this.listen(node);
  }

  /** Begins to take messages of the channel. */
  private async listen(image: string): Promise<void> {
    const network = (await engine().listNetworks()).find(({ Name }) =>
      Name.startsWith(`alerts-${stack}-monitoring_parts-outside`),
    );
    const receiver = (this.receiver = await engine().createContainer({
      Image: image,
      Cmd: ["node", "-e", listener],
      NetworkingConfig: { EndpointsConfig: { [network?.Name ?? ""]: { Aliases: ["receiver"] } } },
      HostConfig: { NetworkMode: network?.Name ?? "" },
    }));
    this.endings.push(() => receiver.remove({ force: true, v: true }));
    await receiver.start();
  }

  /** Brings it up with a certificate of the operator's own. */
  async upWith({ certificate, key }: Pair): Promise<void> {
    if (this.given === undefined) throw new Error("it was never brought up");
    const { authority: _, ...given } = this.given;
    const provided = { ...given.provided, "tls-certificate": certificate, "tls-key": key };
    await this.program?.set({ given: JSON.stringify({ ...given, provided }) });
    await this.program?.up();
  }

  private first(what: string, act: () => Promise<unknown>): Promise<unknown> {
    const done = this.once.get(what) ?? act();
    this.once.set(what, done);
    return done;
  }

  authorityAway(): Promise<unknown> {
    return this.first("authority", async () => this.authority?.stop());
  }

  bucketAway(): Promise<unknown> {
    return this.first("bucket", async () => this.bucket?.stop());
  }

  /** Stops a container of a part, once. */
  stop(part: string, role: string): Promise<unknown> {
    return this.first(part, async () => {
      await (await this.container(part, role)).stop();
    });
  }

  /** What Prometheus answers. */
  async prometheus<T>(path: string): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${ports.prometheus}/api/v1/${path}`);
    return ((await answer.json()) as { data: T }).data;
  }

  /** How many samples a query has. */
  async count(query: string): Promise<number> {
    const path = `query?query=${encodeURIComponent(query)}`;
    return (await this.prometheus<{ result: readonly object[] }>(path)).result.length;
  }

  /** The alerts that Prometheus sees fire. */
  async firing(): Promise<readonly Firing[]> {
    const { alerts } = await this.prometheus<{ alerts: readonly { state: string; labels: Firing }[] }>(
      "alerts",
    );
    return alerts.filter(({ state }) => state === "firing").map(({ labels }) => labels);
  }

  /** What the channel was told, in its order: the alert and the service that it is of, as in `InstanceDown (api)`. */
  async delivered(): Promise<readonly string[]> {
    const text = (await this.receiver?.logs({ stdout: true, stderr: true }))?.toString() ?? "";
    return [...text.matchAll(/\[FIRING\] (.+)/g)].flatMap(([, title]) => title ?? []);
  }

  async container(part: string, role: string): Promise<Docker.Container> {
    return await containerOf(stack, part, role);
  }

  /** Runs a script of the shell in the container of a part; it must end with this code. */
  async sh(part: string, role: string, script: string, expected = 0): Promise<string> {
    const { code, output } = await execIn(await this.container(part, role), ["sh", "-c", script]);
    if ((code === 0) !== (expected === 0))
      throw new Error(`${part}: ${script}\nended with ${code}: ${output}`);
    return output;
  }

  /** What a container uses of its memory, but for what the kernel would give up, and what it may use; in bytes. */
  async memory(part: string): Promise<{ readonly usage: number; readonly limit: number }> {
    const { memory_stats: memory } = await (await this.container(part, "service")).stats({ stream: false });
    const { inactive_file, total_inactive_file = inactive_file } = memory.stats;
    return { usage: memory.usage - total_inactive_file, limit: memory.limit };
  }

  async ask(path: string, init: RequestInit = {}): Promise<number | undefined> {
    const answer = await fetch(`http://127.0.0.1:${ports.proxy}${path}`, init).catch(() => undefined);
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.status;
  }

  /** Asks again and again, for as long as an alert may need to see it. */
  askEvery(milliseconds: number, path: string, init: RequestInit = {}): void {
    const client = setInterval(() => void this.ask(path, init), milliseconds);
    const end = setTimeout(() => {
      clearInterval(client);
    }, 90_000);
    this.endings.push(() => {
      clearInterval(client);
      clearTimeout(end);
    });
  }

  async remove(): Promise<void> {
    for (const end of this.endings.reverse()) await end();
  }
}
