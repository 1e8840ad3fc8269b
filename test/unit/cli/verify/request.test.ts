import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get, reasonOf } from "../../../../cli/verify/request";

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/moved") response.writeHead(301, { location: "/" });
    response.end(`asked as ${request.headers.host ?? ""}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
});

describe("a request to a running system", () => {
  it("finds names below localhost on this machine, whatever its resolver knows", async () => {
    const answer = await get(new URL(`http://hub.localhost:${port}/`));
    expect(answer).toEqual({ status: 200, body: `asked as hub.localhost:${port}` });
  });

  it("follows no redirect", async () => {
    expect((await get(new URL(`http://127.0.0.1:${port}/moved`))).status).toBe(301);
  });

  it("that nobody answers is told in a word", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port: free } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await expect(get(new URL(`http://127.0.0.1:${free}/`)).catch(reasonOf)).resolves.toBe("ECONNREFUSED");
  });
});
