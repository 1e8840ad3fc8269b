import { describe, expect, it } from "vitest";
import { Images } from "../../../../../components/docker/workload/images";
import type { ImageSource } from "../../../../../components/shared/platform";
import { deploy, listed, only } from "../../../../support/mocks";
import { image } from "../../../../support/valid";

const build: ImageSource = {
  from: "build",
  context: "/checkout/api",
  dockerfile: "docker/Dockerfile",
  target: "release",
  args: { NODE: "22" },
  hash: "0123456789abcdef",
  watch: { "/checkout/api/src": "/app/src" },
};

const deployed = (use: (images: Images) => void, sources = {}, substitutes = {}, pins = {}) =>
  deploy(() => {
    const images = new Images("shop-dev", { sources, substitutes, pins });
    use(images);
    return images;
  });

describe("an image", () => {
  it("of which no source is known is pulled, and stays when the stack goes", async () => {
    const deployment = await deployed((images) => images.image(image("api")));
    expect(only(deployment, "RemoteImage", "shop-dev-ghcr.io-your-org-shop-api-v1").inputs).toEqual({
      name: "ghcr.io/your-org/shop-api:v1",
      keepLocally: true,
    });
  });

  it("may come from another registry than the system says", async () => {
    const sources = { api: { from: "registry", reference: "registry.example.com/api@sha256:abc" } };
    const deployment = await deployed((images) => images.image(image("api")), sources);
    expect(listed(deployment)).toContain("RemoteImage shop-dev-registry.example.com-api-sha256-abc");
  });

  it("is built from sources, again when they change", async () => {
    const deployment = await deployed((images) => images.image(image("api")), { api: build });
    expect(only(deployment, "RemoteImage", "shop-dev-api").inputs).toEqual({
      name: "shop-dev/api:0123456789ab",
      build: {
        context: "/checkout/api",
        dockerfile: "docker/Dockerfile",
        target: "release",
        buildArgs: { NODE: "22" },
      },
      triggers: { context: "0123456789abcdef" },
    });
  });

  it("from sources brings the folders that are mounted", async () => {
    let watch: unknown;
    await deployed(
      (images) => {
        watch = images.image(image("api")).watch;
      },
      { api: build },
    );
    expect(watch).toEqual({ "/checkout/api/src": "/app/src" });
  });

  it("that several parts use is made once", async () => {
    const deployment = await deployed(
      (images) => {
        images.image(image("api"));
        images.image(image("api"));
        images.pulled("nginx:1.30");
        images.pulled("nginx:1.30");
      },
      { api: build },
    );
    expect(listed(deployment)).toEqual([
      "RemoteImage shop-dev-api",
      "RemoteImage shop-dev-nginx-1.30",
      "Images shop-dev-images",
    ]);
  });

  it("with a substitute on this machine is not pulled", async () => {
    let reference: unknown;
    const deployment = await deployed(
      (images) => {
        ({ reference } = images.pulled("nginx:1.30"));
      },
      {},
      { "nginx:1.30": "trireme.local/nginx:1.30" },
    );
    expect(reference).toBe("trireme.local/nginx:1.30");
    expect(listed(deployment)).toEqual(["Images shop-dev-images"]);
  });
});
