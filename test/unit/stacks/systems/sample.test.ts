import { describe, expect, it } from "vitest";
import { environmentOf } from "../../../../stacks/config/environments";
import { parse } from "../../../../stacks/config/parse";
import { systemNames, systems } from "../../../../stacks/systems";
import { contract, roleOf } from "../../../../stacks/systems/sample";
import { samples } from "../../../../stacks/systems/samples";

describe("the role of an image", () => {
  const shop = { app: contract("shop.app", 8000), web: contract("shop.web", 3000) };
  const blog = { app: contract("blog.app", 8000) };

  it("is its name, where no other system has an image of that name", () => {
    expect(roleOf({ shop }, "shop", "app")).toBe("app");
    expect(roleOf({ shop, blog }, "shop", "web")).toBe("web");
    expect(roleOf({ shop }, "shop", "unknown")).toBe("unknown");
  });

  it("has the system's name before it, where another has", () => {
    expect(roleOf({ shop, blog }, "shop", "app")).toBe("shop/app");
    expect(roleOf({ shop, blog }, "blog", "app")).toBe("blog/app");
  });
});

it.each(Object.entries(samples))("the sample of %s is of images that the system has", (name, sample) => {
  const system = systemNames.find((one) => one === name);
  if (system === undefined) throw new Error(`there is no system ${name}`);
  const { services, jobs, sites } = systems[system](
    environmentOf(parse({ system, environment: "development", target: "docker" })),
  );
  const images = [...services, ...jobs, ...sites].map(({ image }) => image.name);
  expect(Object.keys(sample).filter((image) => !images.includes(image))).toEqual([]);
});
