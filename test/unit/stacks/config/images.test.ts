import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { System } from "../../../../components/model";
import { contextHash, resolveImages, sampleBase } from "../../../../stacks/config/images";
import { parse } from "../../../../stacks/config/parse";
import type { StackConfig } from "../../../../stacks/config/schema";
import { api, image, shop, web } from "../../../support/valid";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trireme-images-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

const recipe = { dockerfile: "Dockerfile", args: { A: "1", B: "2" } };
const hash = (more: Partial<Parameters<typeof contextHash>[1]> = {}) =>
  contextHash(root, { ...recipe, ...more });

describe("the hash of a build context", () => {
  beforeEach(() => {
    write({
      Dockerfile: "FROM scratch\n",
      ".dockerignore": "*.log\ndist\ndocs/**\n!docs/keep.md\n",
      "src/main.ts": "main",
      "src/nested/deep.ts": "deep",
      "package.json": "{}",
    });
  });

  it("is the same as long as nothing that counts changes", () => {
    expect(hash()).toBe(hash());
    expect(hash()).toMatch(/^[0-9a-f]{64}$/);
  });

  it("changes with the content, the name or the place of any file", () => {
    const known = new Set([hash()]);
    const changed = (files: Readonly<Record<string, string>>) => {
      write(files);
      const now = hash();
      expect(known).not.toContain(now);
      known.add(now);
    };
    changed({ "src/main.ts": "main!" });
    changed({ "src/nested/deep.ts": "deeper" });
    changed({ "src/new.ts": "" });
    changed({ "src/nested/new.ts": "" });
    changed({ "docs/keep.md": "kept" });
    changed({ "src/dist/bundle.js": "not the folder that is ignored" });
  });

  it("changes when a file goes, becomes executable or a link leads elsewhere", () => {
    const before = hash();
    chmodSync(join(root, "src/main.ts"), 0o755);
    const executable = hash();
    symlinkSync("main.ts", join(root, "src/link.ts"));
    const linked = hash();
    unlinkSync(join(root, "src/link.ts"));
    symlinkSync("nested/deep.ts", join(root, "src/link.ts"));
    const elsewhere = hash();
    unlinkSync(join(root, "package.json"));
    expect(new Set([before, executable, linked, elsewhere, hash()]).size).toBe(5);
  });

  it("changes with arguments, target and Dockerfile, ignored or not", () => {
    write({ ".dockerignore": "Dockerfile\nother\n", "other/Dockerfile": "FROM scratch\n" });
    const before = hash();
    expect(hash({ args: { A: "1", B: "3" } })).not.toBe(before);
    expect(hash({ target: "release" })).not.toBe(before);
    write({ Dockerfile: "FROM alpine\n" });
    const changed = hash();
    expect(changed).not.toBe(before);
    const other = hash({ dockerfile: "other/Dockerfile" });
    write({ "other/Dockerfile": "FROM alpine:3\n" });
    expect(hash({ dockerfile: "other/Dockerfile" })).not.toBe(other);
    expect(hash()).toBe(changed);
  });

  it("does not depend on the order of arguments", () => {
    expect(hash({ args: { B: "2", A: "1" } })).toBe(hash());
  });

  it("does not count what is ignored, mounted or never sent", () => {
    const mounted = ["src/nested/", "assets"];
    const before = hash({ mounted });
    write({
      "debug.log": "1",
      "dist/bundle.js": "2",
      "docs/other.md": "3",
      ".git/HEAD": "4",
      "node_modules/x/index.js": "5",
      "src/nested/deep.ts": "changed",
      "assets/logo.svg": "7",
    });
    expect(hash({ mounted })).toBe(before);
  });

  it("tells any two contexts apart, and knows the same one again", () => {
    const names = fc.stringMatching(/^[a-z]{1,3}(\/[a-z]{1,3})?$/);
    const context = fc.dictionary(names, fc.string({ maxLength: 4 }), { maxKeys: 4 });
    const hashOf = (files: Readonly<Record<string, string>>) => {
      rmSync(root, { recursive: true });
      mkdirSync(root);
      write({ Dockerfile: "FROM scratch\n" });
      // A name that is a file in one place cannot be a folder in another.
      write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.txt`, text])));
      return hash();
    };
    const sorted = (files: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(files).sort());
    fc.assert(
      fc.property(context, context, (one, other) => {
        expect(hashOf(one) === hashOf(other)).toBe(sorted(one) === sorted(other));
      }),
      { numRuns: 50 },
    );
  });
});

describe("the images of a system", () => {
  const config = (more: Readonly<Record<string, unknown>> = {}): StackConfig =>
    parse({ system: "syfthub", environment: "development", target: "docker", ...more });
  const built: System = {
    ...shop,
    services: [
      {
        ...api,
        image: {
          ...image("api"),
          build: {
            context: "backend",
            dockerfile: "docker/Dockerfile",
            target: "release",
            args: { PYTHON: "3.12" },
            watch: { src: "/app/src", templates: "/app/templates" },
          },
        },
      },
      { ...web, image: { ...image("web"), build: { context: "frontend" } } },
    ],
    jobs: [],
  };
  const resolve = (system: System, stack: StackConfig) =>
    resolveImages(system, stack, { root, substitutes: {} });

  it("are pulled where the environment says so", () => {
    const stack = config({ images: "registry", imageRepository: "ghcr.io/your-org/shop", imageTag: "v1" });
    expect(resolve(built, stack)).toEqual({
      sources: {
        api: { from: "registry", reference: "ghcr.io/your-org/shop-api:v1" },
        web: { from: "registry", reference: "ghcr.io/your-org/shop-web:v1" },
      },
      problems: [],
    });
  });

  it("are the sample application of their role, on a base that this machine has", () => {
    write({ "examples/sample/Dockerfile": "FROM scratch\n" });
    const substitutes = { [sampleBase]: "trireme.local/node:22" };
    const { sources, problems } = resolveImages(built, config(), { root, substitutes });
    expect(problems).toEqual([]);
    expect(sources.api).toMatchObject({
      from: "build",
      context: join(root, "examples/sample"),
      dockerfile: "Dockerfile",
      args: { BASE: "trireme.local/node:22", ROLE: "api" },
      watch: {},
    });
    const plain = resolve(built, config()).sources.web;
    expect(plain).toMatchObject({ args: { BASE: "node:22-alpine", ROLE: "shop/web" } });
    const released = resolve(built, config({ imageTag: "v2" })).sources.web;
    expect(released).toMatchObject({ args: { ROLE: "shop/web", VERSION: "v2" } });
  });

  it("of others are pulled: nothing builds them, and the sample application does not stand in for them", () => {
    write({ "examples/sample/Dockerfile": "FROM scratch\n" });
    const [first, ...rest] = built.services;
    if (first === undefined) throw new Error("the shop has no service");
    const foreign = { name: "flows", reference: "nodered/node-red:4.1.15" };
    const { sources } = resolve({ ...built, services: [{ ...first, image: foreign }, ...rest] }, config());
    expect(sources.flows).toEqual({ from: "registry", reference: "nodered/node-red:4.1.15" });
    expect(sources.web).toMatchObject({ from: "build" });
  });

  it("are what their makers publish, where a system's sample names that", () => {
    write({ "examples/sample/Dockerfile": "FROM scratch\n", "checkout/cms/Dockerfile": "FROM scratch\n" });
    const cms = { ...api, image: { ...image("directus"), build: { context: "cms" } } };
    const system = { ...built, name: "synthstack", services: [cms] };
    const published = { from: "registry", reference: "directus/directus:11.17.4" };
    expect(resolve(system, config()).sources).toEqual({ directus: published });
    expect(resolve(system, config({ sources: "checkout" })).sources.directus).toMatchObject({
      from: "build",
    });
    expect(resolve({ ...system, name: "shop" }, config()).sources.directus).toMatchObject({ from: "build" });
  });

  it("of a job that stayed at another release are that one's, beside those of the others", () => {
    write({ "examples/sample/Dockerfile": "FROM scratch\n" });
    const [job] = shop.jobs;
    if (job === undefined) throw new Error("the shop has no job");
    const stayed = {
      ...built,
      jobs: [{ ...job, image: { ...job.image, build: { context: "backend" }, release: "v2" } }],
    };
    const { sources } = resolve(stayed, config({ imageTag: "v1" }));
    expect(sources.api).toMatchObject({ args: { ROLE: "api", VERSION: "v1" } });
    expect(sources["api-v2"]).toMatchObject({ args: { ROLE: "api", VERSION: "v2" } });
  });

  it("are built from the checkout, with what changes while it runs mounted", () => {
    write({
      "checkout/backend/docker/Dockerfile": "FROM scratch\n",
      "checkout/backend/src/main.py": "1",
      "checkout/frontend/Dockerfile": "FROM scratch\n",
    });
    const { sources, problems } = resolve(built, config({ sources: "checkout" }));
    expect(problems).toEqual([]);
    expect(sources.api).toEqual({
      from: "build",
      context: join(root, "checkout/backend"),
      dockerfile: "docker/Dockerfile",
      target: "release",
      args: { PYTHON: "3.12" },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      // The checkout has no templates, so nothing is mounted in their place.
      watch: { [join(root, "checkout/backend/src")]: "/app/src" },
    });
    expect(sources.web).toMatchObject({ dockerfile: "Dockerfile", args: {}, watch: {} });
  });

  it("are built whole, with nothing of this machine mounted, outside development", () => {
    write({
      "checkout/backend/docker/Dockerfile": "FROM scratch\n",
      "checkout/backend/src/main.py": "1",
      "checkout/frontend/Dockerfile": "FROM scratch\n",
    });
    const stack = config({ environment: "production", domain: "shop.example.com", sources: "checkout" });
    const before = resolve(built, stack).sources.api;
    expect(before).toMatchObject({ from: "build", watch: {} });
    write({ "checkout/backend/src/main.py": "2" });
    expect(resolve(built, stack).sources.api).not.toEqual(before);
  });

  it("that the team does not build are pulled in any case", () => {
    const { sources } = resolve(shop, config({ sources: "checkout" }));
    expect(sources.api).toEqual({ from: "registry", reference: "ghcr.io/your-org/shop-api:v1" });
  });

  it("whose sources are not there are all told", () => {
    const { sources, problems } = resolve(built, config({ sources: "checkout" }));
    expect(sources).toEqual({});
    const where = (path: string) => join(root, "checkout", path);
    const fix = "clone it there, or set trireme:sources to the checkout that has it";
    expect(problems).toEqual([
      {
        path: "sources",
        message: `image "api" is built from ${where("backend/docker/Dockerfile")}, which does not exist; ${fix}`,
      },
      {
        path: "sources",
        message: `image "web" is built from ${where("frontend/Dockerfile")}, which does not exist; ${fix}`,
      },
    ]);
  });
});
