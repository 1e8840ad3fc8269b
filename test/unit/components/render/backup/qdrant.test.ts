import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clockScript } from "../../../../../components/render/backup/order";
import { qdrantScript } from "../../../../../components/render/backup/qdrant";

/** Answers as the API's reference says (https://api.qdrant.tech), with points that are lines of text. */
class Stub {
  readonly collections = new Map<string, string>();
  readonly aliases = new Map<string, string>();
  private readonly snapshots = new Map<string, string>();
  readonly server: Server = createServer((request, answer) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const found =
        request.headers["api-key"] === "secret"
          ? this.answer(
              request.method ?? "",
              decodeURIComponent((request.url ?? "").split("?")[0] ?? ""),
              Buffer.concat(chunks),
            )
          : undefined;
      answer.writeHead(found === undefined ? 403 : 200);
      answer.end(
        typeof found === "string" ? found : JSON.stringify({ result: found, status: "ok", time: 0.1 }),
      );
    });
  });

  private answer(method: string, path: string, body: Buffer): unknown {
    const [, kind, name = "", what, snapshot = ""] = path.split("/");
    if (path === "/collections")
      return { collections: [...this.collections.keys()].map((one) => ({ name: one })) };
    if (path === "/aliases")
      return {
        aliases: [...this.aliases].map(([alias, of]) => ({ alias_name: alias, collection_name: of })),
      };
    if (path === "/collections/aliases") {
      const { actions } = JSON.parse(body.toString()) as {
        actions: { create_alias: { alias_name: string; collection_name: string } }[];
      };
      for (const { create_alias: one } of actions) this.aliases.set(one.alias_name, one.collection_name);
      return true;
    }
    if (kind !== "collections") return undefined;
    const points = this.collections.get(name);
    if (method === "DELETE" && what === undefined) return this.collections.delete(name);
    if (what === "points") return { count: (points ?? "").split("\n").length - 1 };
    if (method === "POST" && snapshot === "upload") {
      const text = /\r\n\r\n([^]*?)\r\n--/.exec(body.toString())?.[1] ?? "";
      this.collections.set(name, text);
      return true;
    }
    if (method === "POST" && points !== undefined) {
      const file = `${name}-1.snapshot`;
      this.snapshots.set(file, points);
      return { name: file, size: points.length, checksum: createHash("sha256").update(points).digest("hex") };
    }
    if (method === "DELETE") return this.snapshots.delete(snapshot);
    return this.snapshots.get(snapshot);
  }
}

describe("a Qdrant that is saved through its API", () => {
  let root: string;
  let stub: Stub;
  const at = (...path: readonly string[]) => join(root, ...path);

  /** Runs lines after the script; resolves to what was written, and how it ended. */
  async function sh(lines: string): Promise<{ readonly code: number | null; readonly output: string }> {
    const { port } = stub.server.address() as AddressInfo;
    const script = [
      "set -eu",
      `NODES=127.0.0.1; DEADLINE=20; GAP=100; PATIENCE=0; started=1; root=${at("kept")}`,
      'die() { echo "$*" >&2; exit 1; }; put() { :; }; patiently() { "$@" || true; }; flush() { :; }; locked() { :; }; check() { :; }',
      clockScript,
      'now() { echo 1; }; age_of() { echo 1; }; folder_of() { echo "$root/$1"; }',
      qdrantScript
        .replaceAll("/tmp/", `${root}/tmp/`)
        .replaceAll("/scratch", at("scratch"))
        .replaceAll("/run/secrets/password", at("password"))
        .replaceAll(":6333", `:${port}`),
      'take() { mkdir "$root/$1"; cd "$root/$1"; engine_take scheduled; }',
      lines,
    ].join("\n");
    return await new Promise((resolve) => {
      const child = spawn("sh", ["-c", script]);
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.on("close", (code) => {
        resolve({ code, output });
      });
    });
  }

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "trireme-qdrant-"));
    for (const folder of ["kept", "scratch", "tmp"]) mkdirSync(at(folder));
    writeFileSync(at("password"), "secret");
    stub = new Stub();
    stub.collections.set("documents", "one\ntwo\n");
    stub.collections.set("two words", "three\n");
    stub.aliases.set("current", "documents");
    await new Promise<void>((resolve) => stub.server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    await new Promise((resolve) => stub.server.close(resolve));
    rmSync(root, { recursive: true, force: true });
  });

  it("has a snapshot of each collection, its aliases and the number of its points", async () => {
    expect(await sh("take a")).toEqual({ code: 0, output: "" });
    expect(readFileSync(at("kept/a/collections.tsv"), "utf8")).toBe("documents\t2\ntwo words\t1\n");
    expect(readFileSync(at("kept/a/aliases.tsv"), "utf8")).toBe("current\tdocuments\n");
    expect(readFileSync(at("kept/a/1.127.0.0.1.snapshot"), "utf8")).toBe("one\ntwo\n");
    expect(readFileSync(at("kept/a/facts"), "utf8")).toContain('"rows":{"documents":2,"two words":1}');
  });

  it("is tried out in collections of its own, which go again", async () => {
    await sh("take a");
    expect(await sh("engine_drill $root/a")).toEqual({ code: 0, output: "" });
    expect([...stub.collections.keys()]).toEqual(["documents", "two words"]);
    writeFileSync(at("kept/a/1.127.0.0.1.snapshot"), "one\n");
    const { code, output } = await sh("engine_drill $root/a");
    expect([code, output]).toEqual([1, "collection documents has 1 points, the manifest says 2\n"]);
  });

  it("goes to other nodes by their place, for they have other names where they run elsewhere", async () => {
    await sh("take a");
    stub.collections.set("documents", "lost\n");
    const taken = at("kept/a/snapshots.tsv");
    const nodes = ["vectors-0", "vectors-1.vectors-nodes"];
    const text = readFileSync(taken, "utf8");
    writeFileSync(taken, nodes.map((node) => text.replaceAll("\t127.0.0.1\t", `\t${node}\t`)).join(""));
    const { code, output } = await sh("engine_replace a before_1");
    expect([code, output]).toEqual([
      1,
      "the backup is of 2 nodes, and this store has 1: bring it up with nodes: 2, then restore\n",
    ]);
    expect(stub.collections.get("documents")).toBe("lost\n");
    expect(await sh('NODES="127.0.0.1 localhost"; engine_replace a before_2')).toEqual({
      code: 0,
      output: "",
    });
    expect(stub.collections.get("documents")).toBe("one\ntwo\n");
    expect((await sh('NODES="x y z"; now_of $root/a vectors-1.vectors-nodes')).output).toBe("y\n");
  });

  it("gets back what it had, and keeps what it has until that is forgotten", async () => {
    await sh("take a");
    stub.collections.set("documents", "lost\n");
    stub.collections.delete("two words");
    stub.collections.set("later", "later\n");
    stub.aliases.clear();
    expect(await sh("engine_replace a before_1")).toEqual({ code: 0, output: "" });
    expect([...stub.collections]).toEqual([
      ["documents", "one\ntwo\n"],
      ["two words", "three\n"],
    ]);
    expect([...stub.aliases]).toEqual([["current", "documents"]]);
    expect(await sh("engine_putback before_1")).toEqual({ code: 0, output: "" });
    expect(stub.collections.get("documents")).toBe("lost\n");
    expect(stub.collections.get("later")).toBe("later\n");
    expect(readdirSync(at("kept"))).toEqual(["a"]);
  });

  it("is not saved at all where it does not answer as one who may ask", async () => {
    writeFileSync(at("password"), "wrong");
    const { code, output } = await sh("take a");
    expect(code).toBe(1);
    expect(output).toMatch(/Qdrant does not say which collections it has/);
  });
});
