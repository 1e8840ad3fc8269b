import { expect, it } from "vitest";
import { withoutSecrets } from "../../../../cli/preview/masking";
import { secretIn } from "../../../../policies/secrets/detect";
import { formed } from "../../../support/secret-forms";

it.each(formed)("%s is refused where all may read it, and is not shown in a preview", (secret) => {
  const told = `the engine said ${secret}, and ended`;
  expect(secretIn(told, Number.POSITIVE_INFINITY)).toBe("has the form of a secret");
  // A form is global: a second search must find it again.
  expect(secretIn(told, Number.POSITIVE_INFINITY)).toBe("has the form of a secret");
  expect(withoutSecrets(told)).not.toContain(secret);
});
