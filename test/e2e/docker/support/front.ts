import { exact, rsa, route, type Ingress } from "../../../../components/model";
import { proxy } from "../../../support/valid";

/** A service that tells what it was asked, streams, and speaks WebSocket as far as the handshake and an echo. */
export const service = `
const http = require("node:http");
const server = http.createServer((request, response) => {
  const { url, method, headers } = request;
  const [path] = url.split("?");
  if (path === "/events") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: 1\\n\\n");
    setTimeout(() => response.end("data: 2\\n\\n"), 700);
    return;
  }
  let size = 0;
  request.on("data", (chunk) => (size += chunk.length));
  request.on("end", () => {
    if (path.endsWith("/own-401")) response.statusCode = 401;
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ path: url, method, headers, size }));
  });
});
server.on("upgrade", (request, socket) => {
  socket.write("HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\n");
  socket.on("data", (data) => socket.write(data));
  socket.on("error", () => undefined);
});
server.listen(9000, "127.0.0.1");
`;

export const issuer = "https://id.example.com";
export const origin = "https://app.example.com";

/** Address ranges that a request to a published port comes from. */
const near = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8"];
/** An address that may pass. */
export const allowed = "192.0.2.7";
const api = { name: "api" };

/** What every engine of the ingress has to answer alike. */
export const ingress: Ingress = {
  ...proxy,
  hosts: ["shop.example.com", "api.example.com"],
  http: { port: 80 },
  https: undefined,
  tls: undefined,
  resources: undefined,
  limits: [{ name: "few", requests: 1, per: "minute" }],
  internalPaths: ["/metrics", "/b/metrics/"],
  headers: { "X-Frame-Options": "DENY" },
  correlationHeader: "X-Request-ID",
  trustedProxies: near,
  gateway: {
    jwt: { paths: ["/secured/", "/plain/deep"], issuer, publicKey: rsa("key", { bits: 2048 }).publicKey },
    corsOrigins: [origin],
    allowedAddresses: ["192.0.2.0/24", "2001:db8::/32"],
  },
  routes: [
    route("/plain/", api),
    route("/secured/", api),
    route("/mcp/", api, { rewrite: "/" }),
    route("/a/", api, { rewrite: "/b" }),
    route("/c", api, { rewrite: "/d/" }),
    exact("/e", api, { rewrite: "/f", headers: { "X-Own": "yes" } }),
    route("/small", api, { maxBody: "1Ki" }),
    route("/limited", api, { limit: { zone: "few", burst: 1 } }),
    route("/events", api, { streaming: { idle: "5m" } }),
    route("/socket", api, { websocket: { idle: "5m" } }),
    route("/", api, { host: "api.example.com" }),
  ],
};
