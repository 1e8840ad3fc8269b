import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Checkout } from "./checkout";
import { containersOf, engine, eventually } from "./engine";
import { ports, stackFile } from "./setup";

const checkout = (): Checkout => Checkout.at(inject("checkout"));
const origin = `http://127.0.0.1:${ports.http}`;

/** A team's checkout: a Dockerfile for each service, on top of the image that serves its contract. */
async function writeSources(): Promise<void> {
  const services = (await containersOf("e2e")).filter(({ role }) => role === "service");
  for (const { id, part } of services) {
    const { Image } = await engine().getContainer(id).inspect();
    await engine()
      .getImage(Image)
      .tag({ repo: `trireme.local/e2e-sources-${part}`, tag: "base" });
    checkout().write(`team/${part}/Dockerfile`, `FROM trireme.local/e2e-sources-${part}:base\n`);
  }
  checkout().write("team/backend/src/message.txt", "first\n");
  checkout().write("team/frontend/src/page.html", "<!doctype html><html><body>first</body></html>\n");
}

describe("a checkout that config names as sources", () => {
  beforeAll(async () => {
    await writeSources();
    checkout().write("Pulumi.e2e.yaml", stackFile("  trireme:sources: team\n"));
    const { code, output } = await checkout().trireme("up", "e2e", "--yes", "--skip-preview");
    expect(code, output).toBe(0);
  });

  afterAll(async () => {
    checkout().write("Pulumi.e2e.yaml", stackFile());
    const { code, output } = await checkout().trireme("up", "e2e", "--yes", "--skip-preview");
    expect(code, output).toBe(0);
    for (const image of await engine().listImages({
      filters: { reference: ["trireme.local/e2e-sources-*"] },
    }))
      for (const tag of image.RepoTags ?? [])
        if (tag.includes("e2e-sources")) await engine().getImage(tag).remove();
  });

  it("shows an edit of a mounted file in the running container without an up", async () => {
    expect(await (await fetch(origin)).text()).toContain("first");
    checkout().write("team/frontend/src/page.html", "<!doctype html><html><body>second</body></html>\n");
    await eventually(
      "the edit is not served",
      async () => ((await (await fetch(origin)).text()).includes("second") ? true : undefined),
      5_000,
    );
    checkout().write("team/backend/src/message.txt", "edited\n");
    await eventually(
      "the backend does not show the edit",
      async () =>
        (await (await fetch(`${origin}/api/v1/anything`)).text()).includes("edited") ? true : undefined,
      5_000,
    );
  });

  it("takes such an edit for no change of the stack", async () => {
    const { code, output } = await checkout().trireme("preview", "e2e", "--expect-no-changes");
    expect(code, output).toBe(0);
  });
});
