import { afterAll, describe, expect, inject, it } from "vitest";
import { Checkout } from "../docker/checkout";
import { containerOf, execIn } from "../docker/engine";
import { ask } from "./support/client";

const production = inject("production");
const { stack, folder } = production;
const checkout = Checkout.at(folder);
const page = "examples/sample/src/page.html";
const style = "examples/sample/src/page.css";
const originals = { [page]: checkout.read(page), [style]: checkout.read(style) };

describe("the single-page application", () => {
  it("answers every path with its page, which is asked for again each time", async () => {
    const root = await ask(production, "/");
    const deep = await ask(production, "/settings/profile");
    expect(root.headers["cache-control"]).toBe("no-cache");
    expect([deep.status, deep.body, deep.headers["cache-control"]]).toEqual([200, root.body, "no-cache"]);
    expect(root.headers["content-type"]).toBe("text/html");
  });

  it("tells a browser that its page is still the newest", async () => {
    const { headers } = await ask(production, "/");
    const again = await ask(production, "/", { headers: { "if-none-match": headers.etag ?? "" } });
    expect([again.status, again.headers["cache-control"]]).toEqual([304, "no-cache"]);
  });

  it("lets files that never change be kept for a year", async () => {
    const { status, headers } = await ask(production, "/page.css");
    expect([status, headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
  });

  it("has no page for a file that is not there, and lets nobody keep that answer", async () => {
    const { status, headers, body } = await ask(production, "/app.0a1b2c.js");
    expect([status, headers["cache-control"]]).toEqual([404, undefined]);
    expect(body).not.toContain("<h1>The sample application");
  });
});

describe("a release of the application", () => {
  afterAll(async () => {
    for (const [path, text] of Object.entries(originals)) checkout.write(path, text);
    const { code, output } = await checkout.trireme("up", stack, "--yes", "--skip-preview");
    if (code !== 0) throw new Error(output);
  });

  async function release(mark: string): Promise<void> {
    checkout.write(page, (originals[page] ?? "").replace("</body>", `<p>${mark}</p></body>`));
    checkout.write(style, `${originals[style] ?? ""}\n/* ${mark} */\n`);
    const { code, output } = await checkout.trireme("up", stack, "--yes", "--skip-preview");
    expect(code, output).toBe(0);
  }

  it("shows at once, keeps one release before it, and no more", { timeout: 900_000 }, async () => {
    await release("first");
    expect((await ask(production, "/")).body).toContain("<p>first</p>");
    await release("second");
    expect((await ask(production, "/")).body).toContain("<p>second</p>");
    expect((await ask(production, "/page.css")).body).toContain("/* second */");
    const proxy = await containerOf(stack, "proxy", "proxy");
    const { output } = await execIn(proxy, [
      "sh",
      "-c",
      'cd /srv/sites/frontend && ls -d */ | wc -l && cat "$(readlink previous)/page.css"',
    ]);
    // The release, the one before it, and the name for that.
    expect(output.trim().split("\n")[0]).toBe("3");
    expect(output).toContain("/* first */");
  });
});
