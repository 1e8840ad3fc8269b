import { describe, expect, it } from "vitest";
import { Sites } from "../../../../../components/docker/ingress/sites";
import { site } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, only, valueOf } from "../../../../support/mocks";
import { image } from "../../../../support/valid";

const deployed = (name = "pages", folder = "/dist") =>
  deploy(() => {
    const pages = site(name, { image: image("pages"), folder, fallback: "/index.html" });
    return new Sites(context, { component: "proxy", sites: [pages], image: "nginx", user: "101:101" });
  });

describe("the files of a site", () => {
  it("come out of their image without running it", async () => {
    expect(only(await deployed(), "Container", "shop-dev-pages-site").inputs).toMatchObject({
      image: "sha256:pages",
      start: false,
      mustRun: false,
      networkMode: "none",
      volumes: [{ containerPath: "/dist" }],
    });
  });

  it("are copied by the proxy's image and user into a volume that is theirs", async () => {
    const deployment = await deployed();
    expect(only(deployment, "Container", "shop-dev-pages-site-publish").inputs).toMatchObject({
      image: "nginx",
      user: "101:101",
      readOnly: true,
      networkMode: "none",
      volumes: [
        { fromContainer: "shop-dev-pages-site-0a1b2c3", readOnly: true },
        { volumeName: "shop-dev-sites-0a1b2c3", containerPath: "/srv/sites" },
      ],
    });
    const owner = only(deployment, "Container", "shop-dev-sites-owner").inputs.entrypoints as string[];
    expect(owner.join(" ")).toContain("chown 101:101");
  });

  it("are a release of their own for each image and folder", async () => {
    const release = async (folder: string) => {
      const { result } = await deployed("pages", folder);
      const [published] = await valueOf(result.published);
      return published?.release;
    };
    const one = await release("/dist");
    expect(one).toMatch(/^[0-9a-f]{12}$/);
    expect(await release("/dist")).toBe(one);
    expect(await release("/other")).not.toBe(one);
  });
});
