import { createServer, request, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Header by which a test says who connects; no load balancer has it, and it is not passed on. */
export const connecting = "x-test-connecting";

/** The headers of a request as AWS's load balancer passes them on: it adds who connected, and says itself how. */
function passedOn({ rawHeaders, headers, socket }: IncomingMessage): readonly string[] {
  const own = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-port", connecting];
  const told = headers[connecting];
  const client = typeof told === "string" ? told : (socket.remoteAddress ?? "");
  const before = headers["x-forwarded-for"];
  const kept = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && !own.includes(name.toLowerCase()) ? [name, rawHeaders[index + 1] ?? ""] : [],
  );
  return [
    ...kept,
    ...["X-Forwarded-For", before === undefined ? client : `${String(before)}, ${client}`],
    ...["X-Forwarded-Proto", "https", "X-Forwarded-Port", "443"],
  ];
}

/**
 * What AWS's Application Load Balancer does to requests, as its documentation says: X-Forwarded-For is appended to, X-Forwarded-Proto and
 * X-Forwarded-Port are its own, all else passes, and so do streams and WebSockets.
 *
 * @param port of what stands behind it, on the loopback
 */
export async function balancer(port: number): Promise<{ readonly port: number; close(): void }> {
  const outgoing = (incoming: IncomingMessage) =>
    request({
      ...{ host: "127.0.0.1", port, method: incoming.method, path: incoming.url, agent: false },
      headers: [...passedOn(incoming)],
    });
  const server: Server = createServer((incoming, answer) => {
    const sent = outgoing(incoming);
    sent.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
      response.pipe(answer);
    });
    // A body that is refused is not read to its end.
    sent.on("error", () => (answer.headersSent ? undefined : answer.destroy()));
    incoming.on("error", () => sent.destroy());
    incoming.pipe(sent);
  });
  server.on("upgrade", (incoming: IncomingMessage, socket) => {
    const sent = outgoing(incoming);
    sent.on("upgrade", (response, far) => {
      const lines = response.rawHeaders.flatMap((name, index) =>
        index % 2 === 0 ? [`${name}: ${response.rawHeaders[index + 1] ?? ""}`] : [],
      );
      socket.write(["HTTP/1.1 101 Switching Protocols", ...lines, "", ""].join("\r\n"));
      far.pipe(socket).pipe(far);
      for (const end of [far, socket]) end.on("error", () => undefined);
    });
    sent.on("error", () => socket.destroy());
    sent.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    port: own,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
