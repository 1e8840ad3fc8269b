import { readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { get, HttpError, send, type Call, type Route } from "../http";
import { readSource } from "./echo";
import type { Context } from "./context";

const types: Readonly<Record<string, string>> = { ".css": "text/css", ".js": "text/javascript" };

/** A style sheet or script of the sources, where the path ends in the name of one. */
async function readAsset(
  call: Call,
  { root }: Context,
): Promise<{ type: string; content: string } | undefined> {
  const name = basename(call.url.pathname);
  const type = types[extname(name)];
  if (type === undefined || !/^[\w.-]+$/.test(name)) return undefined;
  const content = await readFile(join(root, "src", name), "utf8").catch(() => undefined);
  return content === undefined ? undefined : { type: `${type}; charset=utf-8`, content };
}

/** A single-page application: its assets, and the same page at every other path. */
export const pageRoutes = (context: Context): readonly Route[] => [
  get("/*", async (call) => {
    // Systems without a health path for their pages probe the page itself.
    if (context.settings.fault === "health") throw new HttpError(503, "SAMPLE_FAIL asks for a failing page");
    const asset = await readAsset(call, context);
    if (asset) send(call, 200, asset.type, asset.content);
    else send(call, 200, "text/html; charset=utf-8", await readSource(context));
  }),
];

/** Files that a proxy or browser may keep for a year. */
export const staticRoutes = (context: Context): readonly Route[] => [
  get("/static/*", async (call) => {
    const asset = await readAsset(call, context);
    if (asset === undefined) throw new HttpError(404, `there is no file ${call.url.pathname}`);
    call.response.setHeader("cache-control", "public, max-age=31536000, immutable");
    send(call, 200, asset.type, asset.content);
  }),
];
