import { expect, it } from "vitest";
import { isDevelopment, tagged } from "../../../../components/model";
import { development } from "../../../support/valid";

it("names an image by its tag, or by its digest where that is given", () => {
  expect(tagged("ghcr.io/your-org/shop", "v1.2.0")).toBe("ghcr.io/your-org/shop:v1.2.0");
  expect(tagged("ghcr.io/your-org/shop", "sha256:abc")).toBe("ghcr.io/your-org/shop@sha256:abc");
});

it("takes staging for what production is, not for development", () => {
  const names = ["development", "staging", "production"] as const;
  expect(names.filter((name) => isDevelopment({ ...development, name }))).toEqual(["development"]);
});
