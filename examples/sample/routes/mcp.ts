import { get, HttpError, post, readObject, sendJson, type Call, type Route } from "../http";
import { sendEvents } from "../streams";
import type { Context } from "./context";

/** Discovery of the authorization server (RFC 8414). */
export function oauthRoutes({ settings }: Context): readonly Route[] {
  const { OAUTH_ISSUER: issuer, OAUTH_AUDIENCE, SYFTHUB_PUBLIC_URL } = settings.environment;

  function discovery(call: Call): void {
    if (!issuer) throw new HttpError(503, "OAUTH_ISSUER is not set");
    sendJson(call, 200, {
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/token`,
      jwks_uri: `${SYFTHUB_PUBLIC_URL ?? issuer}/api/v1/identity/jwks`,
      scopes_supported: [OAUTH_AUDIENCE ?? "mcp-server"],
      response_types_supported: ["code"],
      grant_types_supported: ["authorization_code", "refresh_token"],
      token_endpoint_auth_methods_supported: ["none"],
      code_challenge_methods_supported: ["S256"],
    });
  }
  const path = "/.well-known/oauth-authorization-server";
  // The issuer's own path follows the well-known one; the reference mounts it at /mcp.
  return [get(path, discovery), get(`${path}/mcp`, discovery)];
}

/** The Model Context Protocol over HTTP: JSON-RPC by POST, the server's own messages by GET as a stream. */
export function mcpRoutes({ settings, streams }: Context): readonly Route[] {
  const results: Readonly<Record<string, object>> = {
    initialize: {
      protocolVersion: "2025-06-18",
      capabilities: { tools: {} },
      serverInfo: { name: "sample", version: settings.version },
    },
    ping: {},
    "tools/list": { tools: [] },
  };

  async function answer(call: Call): Promise<void> {
    const { id, method } = await readObject(call);
    const reply = (outcome: object) => sendJson(call, 200, { jsonrpc: "2.0", id: id ?? null, ...outcome });
    if (typeof method !== "string")
      return reply({ error: { code: -32600, message: "the request names no method" } });
    if (id === undefined) {
      // A notification is accepted without an answer.
      call.response.writeHead(202).end();
      return;
    }
    if (Object.hasOwn(results, method)) return reply({ result: results[method] });
    reply({ error: { code: -32601, message: `there is no method ${method}` } });
  }

  async function listen(call: Call): Promise<void> {
    if (!call.request.headers.accept?.includes("text/event-stream"))
      throw new HttpError(406, "GET /mcp is a stream: send Accept: text/event-stream");
    const params = { level: "info", data: "listening" };
    await sendEvents(call, streams, {
      events: 1,
      everyMs: 0,
      hold: true,
      event: () => ({ name: "message", data: { jsonrpc: "2.0", method: "notifications/message", params } }),
    });
  }

  return [post("/mcp", answer), get("/mcp", listen)];
}
