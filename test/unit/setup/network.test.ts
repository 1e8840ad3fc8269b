import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answers, download } from "../../../setup/network";

const step = { say: () => undefined };
const sha256 = createHash("sha256").update("archive").digest("hex");
let server: Server;
let site: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "trireme-download-"));
  const statuses: Readonly<Record<string, number>> = { "/tool": 200, "/private": 401, "/broken": 503 };
  server = createServer((request, response) => {
    response.writeHead(statuses[request.url ?? ""] ?? 404).end("archive");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

describe("a site", () => {
  it.each([
    ["/tool", true],
    ["/private", true],
    ["/broken", false],
  ])("%s is reachable: %s", async (path, expected) => {
    expect(await answers(site + path)).toBe(expected);
  });

  it("is not reachable where nothing listens", async () => {
    expect(await answers("http://127.0.0.1:1/")).toBe(false);
  });
});

describe("a download", () => {
  it("is kept when it has the expected checksum", async () => {
    await download(`${site}/tool`, sha256, join(folder, "tool"), step);
    expect(readFileSync(join(folder, "tool"), "utf8")).toBe("archive");
  });

  it("is refused when it has another one", async () => {
    const wrong = "0".repeat(64);
    await expect(download(`${site}/tool`, wrong, join(folder, "other"), step)).rejects.toThrow(
      `${site}/tool has the checksum ${sha256}, not the expected ${wrong}`,
    );
  });

  it("that the site does not have is told with its answer", async () => {
    await expect(download(`${site}/nothing`, sha256, join(folder, "x"), step)).rejects.toThrow(
      `${site}/nothing answered 404 Not Found`,
    );
  });
});
