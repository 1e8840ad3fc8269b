import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { any, HttpError, readBody, sendJson, type Handle, type Route } from "../http";
import type { Context } from "./context";

const secretHeader = /authorization|cookie|secret|token|password|signature|key/i;

/** Tells the caller what reached this service: what a proxy added, rewrote or dropped. */
export const echo =
  (context: Context): Handle =>
  async (call) => {
    // Not `headers`: the server adds a correlation ID there where the proxy sent none.
    const headers = Object.entries(call.request.headersDistinct).map(([name, values]) => [
      name,
      secretHeader.test(name) ? "(hidden)" : values?.join(", "),
    ]);
    sendJson(call, 200, {
      service: context.settings.role,
      version: context.settings.version,
      method: call.method,
      path: call.url.pathname,
      headers: Object.fromEntries(headers) as object,
      body_bytes: Buffer.byteLength(await readBody(call)),
      message: (await readSource(context)).trim(),
    });
  };

export const echoRoutes = (context: Context): readonly Route[] => [any("/*", echo(context))];

export const missingRoutes = ({ settings }: Context): readonly Route[] => [
  any("/*", ({ method, url }) => {
    throw new HttpError(404, `${settings.role} has no ${method} ${url.pathname}`);
  }),
];

/** The role's mounted source as it is now: read again each time, so that an edit shows without a restart. */
export async function readSource({ root, settings }: Context): Promise<string> {
  const { source } = settings.contract;
  try {
    return await readFile(join(root, source), "utf8");
  } catch {
    return `(there is no ${source} in the mounted sources)`;
  }
}
