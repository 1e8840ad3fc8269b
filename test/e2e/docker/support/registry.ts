import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

const sha256 = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

/** An archive of one file. */
function archive(name: string, text: string): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.alloc(512);
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, "0")}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(body.length, 12) + octal(0, 12), 100);
  header.write("        0", 148);
  header.write("ustar\x0000", 257);
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    ),
    148,
  );
  return Buffer.concat([header, body, Buffer.alloc(512 - (body.length % 512)), Buffer.alloc(1024)]);
}

/** A registry on this machine, from which an engine of this machine pulls without a certificate. */
export class Registry {
  private readonly blobs = new Map<string, { readonly type: string; readonly bytes: Buffer }>();
  private readonly server: Server;
  /** Host and port. */
  address = "";

  private constructor(private readonly architecture: string) {
    this.server = createServer((request, response) => {
      const digest = /\/(?:blobs|manifests)\/(sha256:[0-9a-f]{64})$/.exec(request.url ?? "")?.[1];
      const found = this.blobs.get(digest ?? "");
      if (request.url === "/v2/") response.writeHead(200).end();
      else if (found === undefined) response.writeHead(404).end();
      else {
        response.writeHead(200, {
          "Content-Type": found.type,
          "Content-Length": found.bytes.length,
          "Docker-Content-Digest": digest,
        });
        response.end(request.method === "HEAD" ? undefined : found.bytes);
      }
    });
  }

  /** @param architecture of the engine, as images have it: `amd64` */
  static async start(architecture: string): Promise<Registry> {
    const registry = new Registry(architecture);
    await new Promise<void>((resolve) => registry.server.listen(0, "127.0.0.1", resolve));
    registry.address = `127.0.0.1:${(registry.server.address() as AddressInfo).port}`;
    return registry;
  }

  private add(bytes: Buffer, type = "application/octet-stream"): { digest: string; size: number } {
    const digest = sha256(bytes);
    this.blobs.set(digest, { type, bytes });
    return { digest, size: bytes.length };
  }

  /** Publishes an image with one file; resolves to its digest. */
  push(file: string, text: string): string {
    const tar = archive(file, text);
    const layer = this.add(gzipSync(tar));
    const config = {
      ...{ architecture: this.architecture, os: "linux", config: { Cmd: ["/none"] } },
      rootfs: { type: "layers", diff_ids: [sha256(tar)] },
    };
    const manifest = {
      ...{ schemaVersion: 2, mediaType: manifestType },
      config: {
        mediaType: "application/vnd.docker.container.image.v1+json",
        ...this.add(Buffer.from(JSON.stringify(config))),
      },
      layers: [{ mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", ...layer }],
    };
    return this.add(Buffer.from(JSON.stringify(manifest)), manifestType).digest;
  }

  /** May be called twice. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
