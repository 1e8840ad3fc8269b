import { expect, it } from "vitest";
import { http } from "../../../../../../components/model";
import { api, errors, shop, web } from "../../../../../support/valid";

const keys = ["health", "readiness", "liveness"] as const;

it.each([0, -1, 1.5, Number.NaN])("a question that may fail %d times in a row is refused", (retries) => {
  const asked = http("/", { retries });
  const services = [api, { ...web, health: asked, readiness: asked, liveness: asked }];
  for (const target of ["docker", "kubernetes"] as const)
    expect(errors({ ...shop, services }, target)).toEqual(
      keys.map(
        (key) =>
          `services.web.${key}.retries: ${retries} is not a number of failures in a row; allowed are whole numbers from 1`,
      ),
    );
});

it("a question that may fail once is not", () => {
  expect(errors({ ...shop, services: [api, { ...web, health: http("/", { retries: 1 }) }] })).toEqual([]);
});
