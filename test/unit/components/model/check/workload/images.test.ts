import { describe, expect, it } from "vitest";
import { site, siteRoute, type Image } from "../../../../../../components/model";
import { api, errors, image, proxy, shop, web } from "../../../../../support/valid";

const withImage = (change: Partial<Image>) =>
  errors({ ...shop, services: [api, { ...web, image: { ...web.image, ...change } }] });

describe("the reference of an image", () => {
  it.each([
    "",
    " ",
    "HTTP://x y",
    "ghcr.io/Your-Org/api:v1",
    "api:",
    "api@sha256:12",
    "ghcr.io/",
    "api:v1\n",
  ])("is refused where nothing could be pulled by it: %j", (reference) => {
    expect(withImage({ reference })).toEqual([
      `services.web.image.reference: ${JSON.stringify(reference)} is no image that can be pulled; write repository and tag or digest, for example "ghcr.io/your-org/api:v1.4.2"`,
    ]);
  });

  it.each([
    "nginx",
    "localhost:5000/api:v1",
    "ghcr.io/your-org/shop_api-web:v1.4.2",
    `api@sha256:${"a".repeat(64)}`,
    `ghcr.io/o/a__b.c--d:V1_2.3-x@sha256:${"0".repeat(64)}`,
  ])("is taken as registries take it: %s", (reference) => {
    expect(withImage({ reference })).toEqual([]);
  });
});

describe("the name of an image", () => {
  it.each(["", "My App", "-api", "api/web"])("is part of tags: not %j", (name) => {
    expect(withImage({ name })).toEqual([
      `services.web.image.name: ${JSON.stringify(name)} is not a valid name; allowed are lower-case letters and digits, with dots, underscores and hyphens between them, for example "api"`,
    ]);
  });
});

describe("images of one name", () => {
  const two = (first: Partial<Image>, second: Partial<Image>) =>
    errors({
      ...shop,
      services: [api, { ...web, image: { ...image("web"), ...first } }],
      jobs: shop.jobs.map((job) => ({ ...job, image: { ...image("web"), ...second } })),
    });
  const differ = (path: string, here: string, there: string) =>
    `${path}: image "web" is ${here} here and ${there} in services.web.image, and images of one name are the same image; give one of them another name, or both the same reference and build`;
  const own = '"ghcr.io/your-org/shop-web:v1"';

  it("are the same: by their references, and by how they are built", () => {
    expect(two({}, {})).toEqual([]);
    expect(two({}, { reference: "nginx:1.30" })).toEqual([
      differ("jobs.migrate.image.reference", '"nginx:1.30"', own),
    ]);
    const build = { context: "web" };
    expect(two({ build }, { build: { context: "web" } })).toEqual([]);
    expect(two({}, { build })).toEqual([
      differ("jobs.migrate.image.reference", `${own}, built as {"context":"web"}`, own),
    ]);
  });

  it("of different releases are different images", () => {
    expect(two({}, { release: "v2", reference: "ghcr.io/your-org/shop-web:v2" })).toEqual([]);
  });

  it("are looked for among the sites too", () => {
    const docs = site("docs", { image: { ...image("web"), reference: "nginx:1.30" }, folder: "/docs" });
    const routes = [siteRoute("/docs/", docs), ...proxy.routes];
    expect(errors({ ...shop, sites: [docs], ingress: { ...proxy, routes } })).toEqual([
      differ("sites.docs.image.reference", '"nginx:1.30"', own),
    ]);
  });
});
