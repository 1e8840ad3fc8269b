import { expect, it } from "vitest";
import { failureMessage } from "../../../../components/shared/failure";

const failure = {
  container: "shop-dev-seed-1a2b",
  reason: "failed, with exit code 1",
  log: "first\nsecond\n",
};

it("names the container, what is wrong with it, and its last lines", () => {
  expect(failureMessage('job "seed"', failure)).toBe(
    'job "seed": container shop-dev-seed-1a2b failed, with exit code 1. Nothing that waits for it was changed. Its last lines:\n  | first\n  | second',
  );
});

it("says so where there is no log", () => {
  expect(failureMessage('job "seed"', { ...failure, log: "" })).toBe(
    'job "seed": container shop-dev-seed-1a2b failed, with exit code 1. Nothing that waits for it was changed. It logged nothing.',
  );
});
