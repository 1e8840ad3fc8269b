import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { site, siteRoute, type Ingress } from "../../../../components/model";
import { sitesFolder, type PublishedSite } from "../../../../components/render/nginx";
import { image } from "../../../support/valid";
import { ingress as services } from "./front";
import { token, type Asker } from "./requests";

const app = site("app", {
  image: image("app"),
  folder: "/dist",
  fallback: "/index.html",
  immutable: ["js", "css"],
});
const manual = site("manual", { image: image("manual"), folder: "/dist" });

/** What every engine of the ingress has to answer alike, with static sites. */
export const ingress: Ingress = {
  ...services,
  hosts: [...services.hosts, "manual.example.com"],
  gzip: ["text/css"],
  gateway: {
    ...services.gateway,
    jwt: { ...services.gateway?.jwt, paths: ["/secured/", "/plain/deep", "/app/private"] },
  },
  routes: [
    ...services.routes,
    siteRoute("/app/", app, { rewrite: "/", headers: { "X-Own": "site" } }),
    siteRoute("/manual", manual, { rewrite: "/" }),
    siteRoute("/", manual, { host: "manual.example.com" }),
  ],
};

/** The sites of that ingress, as they were published. */
export const published: Readonly<Record<string, PublishedSite>> = {
  app: { site: app, release: "r2" },
  manual: { site: manual, release: "r1" },
};

const page = "<html><h1>The application</h1></html>\n";
const style = `body { margin: 0; }\n${"/* long enough to be worth it */\n".repeat(50)}`;

/** The files of those sites by their absolute paths: this release, and the one before it. */
export const siteFiles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    "app/r2/index.html": page,
    "app/r2/style.css": style,
    "app/r2/.env": "SECRET=1\n",
    "app/previous/old.js": "old();\n",
    "manual/r1/index.html": "<h1>Manual</h1>\n",
    "manual/r1/install/index.html": "<h1>Installing</h1>\n",
    "manual/r1/app.css": "",
  }).map(([path, text]) => [`${sitesFolder}/${path}`, text]),
);

const forGood = "public, max-age=31536000, immutable";

/** Files, the page for unknown paths, what may be kept, and what nobody gets. */
export function answersSites(ask: Asker): void {
  it.each([
    ["/app/", 200, page, "no-cache"],
    ["/app/index.html", 200, page, "no-cache"],
    ["/app/settings/profile", 200, page, "no-cache"],
    ["/app/style.css", 200, style, forGood],
    ["/app//style.css", 200, style, forGood],
    ["/app/x/../style.css", 200, style, forGood],
    ["/app/old.js", 200, "old();\n", forGood],
    ["/app/none.js", 404, undefined, undefined],
    ["/app/.env", 404, undefined, undefined],
    ["/app/r2/style.css", 404, undefined, undefined],
    ["/app", 404, undefined, undefined],
    ["/apple", 404, undefined, undefined],
    ["/manual", 200, "<h1>Manual</h1>\n", "no-cache"],
    ["/manual/install", 200, "<h1>Installing</h1>\n", "no-cache"],
    ["/manual/none", 404, undefined, undefined],
    ["/app/private/x", 401, undefined, undefined],
  ])("answers %s of a site with %i", async (path, status, body, caching) => {
    const got = await ask(path);
    expect([got.status, got.headers["cache-control"], got.headers["x-frame-options"]]).toEqual([
      status,
      caching,
      "DENY",
    ]);
    expect(got.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    if (body === undefined) expect(got.body).not.toContain("<h1>The application");
    else expect(got.body).toBe(body);
  });

  it("serves a site of its own for a host, and asks for a token below a site as anywhere", async () => {
    const headers = { host: "manual.example.com" };
    expect((await ask("/install", { headers })).body).toBe("<h1>Installing</h1>\n");
    expect((await ask("/app/style.css", { headers })).status).toBe(404);
    const authorization = `Bearer ${token()}`;
    expect((await ask("/app/private/x", { headers: { authorization } })).body).toBe(page);
  });

  it("says of a file what a browser asks for, and takes no other methods", async () => {
    const plain = await ask("/app/style.css");
    expect(plain.headers).toMatchObject({
      "content-type": "text/css",
      "content-length": String(style.length),
      "x-own": "site",
    });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    const etag = plain.headers.etag ?? "";
    const same = await ask("/app/style.css", { headers: { "if-none-match": etag } });
    expect([same.status, same.headers["cache-control"], same.body]).toEqual([304, forGood, ""]);
    const part = await ask("/app/style.css", { headers: { range: "bytes=0-3" } });
    expect([part.status, part.body]).toEqual([206, "body"]);
    const head = await ask("/app/style.css", { method: "HEAD" });
    expect([head.status, head.headers["content-length"]]).toEqual([200, String(style.length)]);
    expect((await ask("/app/style.css", { method: "POST" })).status).toBe(405);
  });

  it("compresses a file where a client takes that, under an ETag of its own", async () => {
    const [plain, packed] = [
      await ask("/app/style.css"),
      await ask("/app/style.css", { headers: { "accept-encoding": "gzip" } }),
    ];
    expect(packed.headers).toMatchObject({
      "content-encoding": "gzip",
      vary: expect.stringMatching(/accept-encoding/i) as string,
      etag: `W/${plain.headers.etag}`,
    });
    expect(gunzipSync(packed.bytes).toString()).toBe(style);
    const { headers } = await ask("/app/", { headers: { "accept-encoding": "gzip" } });
    expect(headers["content-type"]).toBe("text/html");
  });
}
