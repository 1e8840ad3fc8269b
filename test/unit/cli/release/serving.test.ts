import { expect, it } from "vitest";
import { notCome } from "../../../../cli/release/serving";

const digest = `sha256:${"a".repeat(64)}`;
const pins = { "registry/shop:v2": digest };
const runs = (service: string, tag: string) => ({ service, image: `registry/shop${tag}` });

it("says that the release before serves, where nothing runs the new one", () => {
  expect(notCome("v2", pins, [])).toBe("v2 did not come up; the previous release still serves.");
  expect(notCome("v2", pins, [runs("api", ":v1"), { service: "worker" }])).toBe(
    "v2 did not come up; the previous release still serves.",
  );
});

it("names the services that run the new one already, by tag or by digest", () => {
  expect(notCome("v2", pins, [runs("api", ":v1"), runs("web", ":v2"), runs("worker", `@${digest}`)])).toBe(
    "v2 did not come up whole: web, worker run it already; api still run the previous release.",
  );
  expect(notCome("v2", {}, [runs("web", ":v2")])).toBe("v2 did not come up whole: web run it already.");
});
