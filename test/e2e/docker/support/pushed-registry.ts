import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const sum = (body: Buffer): string => `sha256:${createHash("sha256").update(body).digest("hex")}`;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What an engine needs of a registry to push tags to it and to pull from it (OCI distribution), in memory. */
export class PushedRegistry {
  private readonly blobs = new Map<string, Buffer>();
  private readonly uploads = new Map<string, Buffer>();
  /** By `name:tag` and `name@digest`. */
  private readonly manifests = new Map<string, { readonly body: Buffer; readonly type: string }>();
  /** What was asked of manifests: `GET org/app sha256:…`. */
  readonly asked: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(port: number): Promise<PushedRegistry> {
    const server = createServer((request, response) => {
      registry.answer(request).then(
        ({ status, headers = {}, body }) => {
          const length = body === undefined ? {} : { "Content-Length": body.length };
          response.writeHead(status, { ...length, ...headers });
          response.end(request.method === "HEAD" ? undefined : body);
        },
        () => response.writeHead(500).end(),
      );
    });
    const registry = new PushedRegistry(server);
    await new Promise<void>((resolve, reject) =>
      server.once("error", reject).listen(port, "127.0.0.1", resolve),
    );
    return registry;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage): Promise<{
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Buffer;
  }> {
    const url = new URL(request.url ?? "/", `http://${this.host}`);
    const body = await bodyOf(request);
    if (url.pathname === "/v2/") return { status: 200, body: Buffer.from("{}") };
    const [, name = "", kind = "", reference = ""] =
      /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests)\/([^/]*)$/.exec(url.pathname) ?? [];
    if (kind === "blobs/uploads") return this.upload(request.method ?? "", name, reference, body, url);
    if (kind === "blobs") {
      const blob = this.blobs.get(reference);
      return blob === undefined
        ? { status: 404 }
        : { status: 200, headers: { "Docker-Content-Digest": reference }, body: blob };
    }
    if (kind !== "manifests") return { status: 404 };
    const digest = sum(body);
    if (request.method === "PUT") {
      const kept = { body, type: request.headers["content-type"] ?? "" };
      for (const key of [reference, digest]) this.manifests.set(`${name} ${key}`, kept);
      return { status: 201, headers: { "Docker-Content-Digest": digest, Location: url.href } };
    }
    this.asked.push(`${request.method ?? ""} ${name} ${reference}`);
    const found = this.manifests.get(`${name} ${reference}`);
    return found === undefined
      ? { status: 404 }
      : {
          status: 200,
          headers: { "Content-Type": found.type, "Docker-Content-Digest": sum(found.body) },
          body: found.body,
        };
  }

  private upload(method: string, name: string, id: string, body: Buffer, url: URL) {
    const upload = method === "POST" ? randomUUID() : id;
    const whole = Buffer.concat([this.uploads.get(upload) ?? Buffer.alloc(0), body]);
    const digest = url.searchParams.get("digest");
    if (method === "PUT" && digest !== null) {
      this.uploads.delete(upload);
      if (sum(whole) !== digest) return { status: 400 };
      this.blobs.set(digest, whole);
      const place = `http://${this.host}/v2/${name}/blobs/${digest}`;
      return { status: 201, headers: { Location: place, "Docker-Content-Digest": digest } };
    }
    this.uploads.set(upload, whole);
    const headers = {
      Location: `http://${this.host}/v2/${name}/blobs/uploads/${upload}`,
      "Docker-Upload-UUID": upload,
      Range: `0-${Math.max(0, whole.length - 1)}`,
    };
    return { status: 202, headers };
  }
}
