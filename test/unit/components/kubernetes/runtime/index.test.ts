import { describe, expect, it } from "vitest";
import { patient } from "../../../../../components/kubernetes/runtime";
import { ApiError, type Api } from "../../../../../components/kubernetes/runtime/api";

/** A server that is away for a while, and a clock that its questions move on. */
function away(seconds: number, error: Error = new Error("connect ECONNREFUSED")) {
  const clock = { seconds: 0, asked: 0 };
  const answer = <T>(value: T): Promise<T> => {
    clock.asked++;
    return clock.seconds < seconds ? Promise.reject(error) : Promise.resolve(value);
  };
  const api: Api = {
    get: <T>() => answer({ kind: "Pod" } as T),
    text: () => answer("a line"),
    remove: () => answer(undefined),
    merge: () => answer(undefined),
  };
  const asking = {
    now: () => clock.seconds * 1000,
    pause: () => {
      clock.seconds++;
      return Promise.resolve();
    },
  };
  return { api: patient(api, asking), clock };
}

describe("an API server that is away", () => {
  it("for a minute is asked until it is back, whatever the question", async () => {
    const questions: ((api: Api) => Promise<unknown>)[] = [
      (api) => api.get("/a"),
      (api) => api.text("/a"),
      (api) => api.remove("/a"),
      (api) => api.merge("/a", {}),
    ];
    for (const question of questions) {
      const { api, clock } = away(60);
      await question(api);
      expect(clock).toEqual({ seconds: 60, asked: 61 });
    }
  });

  it("for good is given up, with what it was that failed", async () => {
    const { api, clock } = away(Number.POSITIVE_INFINITY);
    await expect(api.get("/a")).rejects.toThrow("ECONNREFUSED");
    expect(clock.seconds).toBe(181);
  });

  it.each([429, 500, 503])("may say so itself: %i", async (status) => {
    expect(await away(5, new ApiError(status, "later")).api.text("/a")).toBe("a line");
  });

  it.each([401, 403, 404, 409, 422])("is another thing than one that refuses: %i", async (status) => {
    const { api, clock } = away(5, new ApiError(status, "no"));
    await expect(api.get("/a")).rejects.toThrow("no");
    expect(clock.asked).toBe(1);
  });
});
