import { any, get, HttpError, post, readObject, send, sendJson, type Call, type Route } from "../http";
import { signToken, verifyToken } from "../identity";
import { echo } from "./echo";
import type { Context } from "./context";
import { jobsDone, putJob } from "../jobs";

const counter = "sample:counter";

/** A REST API over Postgres and Redis, with tokens, keys and its own documentation. */
export function apiRoutes(context: Context): readonly Route[] {
  const { settings, stores, identity, tracer } = context;
  const { environment, role, version } = settings;

  function need<T>(value: T | undefined, variable: string): T {
    if (value === undefined || value === "") throw new HttpError(503, `${variable} is not set`);
    return value;
  }
  const database = () => need(stores.database, "DATABASE_URL");
  const cache = () => need(stores.cache, "REDIS_URL");
  const secret = () => need(environment.SECRET_KEY, "SECRET_KEY");

  async function addItem(call: Call): Promise<void> {
    const { name } = await readObject(call);
    if (typeof name !== "string" || name === "" || name.length > 200)
      throw new HttpError(422, "name must be a text of 1 to 200 characters");
    sendJson(call, 201, await database().addItem(name));
  }

  async function addJob(call: Call): Promise<void> {
    const { name } = await readObject(call);
    if (typeof name !== "string" || name === "" || name.length > 200)
      throw new HttpError(422, "name must be a text of 1 to 200 characters");
    const correlation_id = String(call.request.headers["x-correlation-id"]);
    await putJob(cache(), tracer, { name, correlation_id }, call.span?.context);
    sendJson(call, 202, { name });
  }

  function tokenFor(subject: string) {
    const expires_in = Number(environment.ACCESS_TOKEN_EXPIRE_MINUTES ?? 30) * 60;
    const access_token = signToken(secret(), { sub: subject }, expires_in);
    return { access_token, token_type: "bearer", expires_in };
  }

  async function issueToken(call: Call): Promise<void> {
    const { subject = "someone" } = await readObject(call);
    if (typeof subject !== "string") throw new HttpError(422, "subject must be a text");
    sendJson(call, 200, tokenFor(subject));
  }

  /** For alerts on logins that fail: a user's password is his name. */
  async function logIn(call: Call): Promise<void> {
    const { username, password } = await readObject(call);
    if (typeof username !== "string" || username === "" || password !== username)
      throw new HttpError(401, "login failed: a user's password is his name here");
    sendJson(call, 200, environment.SECRET_KEY ? tokenFor(username) : { username });
  }

  function checkToken(call: Call): void {
    const token = call.request.headers.authorization?.replace(/^bearer /i, "") ?? "";
    const claims = verifyToken(secret(), token);
    if (claims === undefined)
      throw new HttpError(401, "the bearer token was not signed here, or has expired");
    sendJson(call, 200, claims);
  }

  const operations = [
    get("/api/v1/items", async (call) => sendJson(call, 200, { items: await database().items() })),
    post("/api/v1/items", addItem),
    get("/api/v1/counter", async (call) => sendJson(call, 200, { count: await cache().count(counter) })),
    post("/api/v1/counter", async (call) => sendJson(call, 200, { count: await cache().increment(counter) })),
    get("/api/v1/jobs", async (call) => sendJson(call, 200, { done: await cache().count(jobsDone) })),
    post("/api/v1/jobs", addJob),
    post("/api/v1/token", issueToken),
    post("/api/v1/auth/login", logIn),
    get("/api/v1/token/verify", checkToken),
    ...(identity ? [get("/api/v1/identity/jwks", (call) => sendJson(call, 200, identity.jwks))] : []),
  ];
  const page = (title: string) => documentation(`${role} – ${title}`, operations);

  return [
    ...operations,
    any("/api/*", echo(context)),
    get("/openapi.json", (call) => sendJson(call, 200, openApi(role, version, operations))),
    get("/docs", (call) => send(call, 200, "text/html; charset=utf-8", page("Swagger UI"))),
    get("/redoc", (call) => send(call, 200, "text/html; charset=utf-8", page("ReDoc"))),
  ];
}

function openApi(title: string, version: string, operations: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { path, method } of operations)
    (paths[path] ??= {})[method.toLowerCase()] = { responses: { default: { description: "JSON" } } };
  return { openapi: "3.1.0", info: { title, version }, paths };
}

const documentation = (title: string, operations: readonly Route[]) => `<!doctype html>
<html lang="en">
<title>${title}</title>
<h1>${title}</h1>
<p>For machines: <a href="/openapi.json">/openapi.json</a></p>
<ul>${operations.map(({ method, path }) => `<li>${method} ${path}</li>`).join("")}</ul>
</html>
`;
