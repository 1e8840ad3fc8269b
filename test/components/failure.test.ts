import { expect, it } from "vitest";
import { failureMessage } from "../../components/failure";

it("shows all of a short log", () => {
  expect(failureMessage('job "seed"', 1, "first\nsecond\n")).toBe(
    'job "seed" failed with exit code 1, so nothing that waits for it was changed. Its last lines:\n  | first\n  | second',
  );
});

it("says so where there is no log", () => {
  expect(failureMessage('job "seed"', 137, undefined)).toBe(
    'job "seed" failed with exit code 137, so nothing that waits for it was changed. It logged nothing.',
  );
});
