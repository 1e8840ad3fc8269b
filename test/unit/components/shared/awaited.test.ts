import { log, output, runtime, type Resource } from "@pulumi/pulumi";
import { afterEach, expect, it, vi } from "vitest";
import { awaited } from "../../../../components/shared/awaited";
import type { Outcome } from "../../../../components/shared/failure";
import { valueOf } from "../../../support/mocks";

const resource = {} as Resource;
const wanted = { id: output("4f2a"), name: "backend" };
const failed: Outcome = {
  ok: false,
  container: "backend-1",
  reason: "failed, with exit code 3",
  log: "last",
};

afterEach(() => vi.restoreAllMocks());

it("gives the resource once its target says that it is as wanted", async () => {
  const ask = vi.fn(() => Promise.resolve<Outcome>({ ok: true }));
  expect(await valueOf(awaited(resource, 'service "backend"', wanted, ask))).toBe(resource);
  expect(ask.mock.calls).toEqual([[{ id: "4f2a", name: "backend" }]]);
});

it("asks nobody in a preview", async () => {
  vi.spyOn(runtime, "isDryRun").mockReturnValue(true);
  const ask = vi.fn(() => Promise.resolve(failed));
  expect(await valueOf(awaited(resource, 'service "backend"', wanted, ask))).toBe(resource);
  expect(ask).not.toHaveBeenCalled();
});

it("ends the deployment with the reason and the last lines of the log", async () => {
  const error = vi.spyOn(log, "error").mockResolvedValue();
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
  await valueOf(awaited(resource, 'service "backend"', wanted, () => Promise.resolve(failed)));
  expect(error).toHaveBeenCalledWith(
    'service "backend": container backend-1 failed, with exit code 3. Nothing that waits for it was changed. Its last lines:\n  | last',
    resource,
  );
  expect(exit).toHaveBeenCalledWith(32);
});
