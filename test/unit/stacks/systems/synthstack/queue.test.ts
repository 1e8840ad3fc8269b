import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { reachesQueue } from "../../../../../stacks/systems/synthstack/queue";

const queue = createServer((socket) => socket.destroy());
let port = 0;

beforeAll(async () => {
  queue.listen(0, "127.0.0.1");
  await once(queue, "listening");
  ({ port } = queue.address() as AddressInfo);
});
afterAll(() => queue.close());

const asked = (url: string): Promise<number> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, ["-e", reachesQueue], { env: { REDIS_URL: url } });
    child.once("close", (code) => resolve(code ?? -1));
  });

// Nobody listens at port 1.
it.each([
  ["a server", (own: number) => `redis://:se%40cret@127.0.0.1:${own}/0`, 0],
  ["a server without a password", (own: number) => `redis://127.0.0.1:${own}?protocol=3`, 0],
  ["the second of two Sentinels", (own: number) => `redis://:secret@127.0.0.1:1,127.0.0.1:${own}`, 0],
  ["none of two", () => "redis://:secret@127.0.0.1:1,127.0.0.1:1", 1],
] as const)("a worker's queue is asked for at %s", async (_, url, code) => {
  expect(await asked(url(port))).toBe(code);
});
