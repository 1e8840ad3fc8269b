import { describe, expect, it } from "vitest";
import { ApiError } from "../../../../../components/kubernetes/runtime/api";
import { bytesOf, claimsOutcome } from "../../../../../components/kubernetes/runtime/claims";
import { cluster } from "../../../../support/cluster";

const path = "/api/v1/namespaces/shop/persistentvolumeclaims";
const claim = (name: string, storage: string) => ({
  metadata: { name },
  spec: { resources: { requests: { storage } } },
});
const labels = { "app.kubernetes.io/name": "cache" };

describe("the disks of a set of servers", () => {
  it("ask for what is wanted where they have asked for less, and never for less than they have", async () => {
    const asked = cluster({
      [path]: [
        {
          items: [claim("data-cache-0", "5Gi"), claim("data-cache-1", "10Gi"), claim("data-cache-2", "20Gi")],
        },
      ],
    });
    expect(await claimsOutcome(asked, "shop", labels, 10 * 2 ** 30)).toEqual({ ok: true });
    expect(asked.merged).toEqual([
      [`${path}/data-cache-0`, { spec: { resources: { requests: { storage: "10Gi" } } } }],
    ]);
  });

  it("end the deployment with what the server says where it refuses", async () => {
    const asked = cluster({ [path]: [{ items: [claim("data-cache-0", "5Gi")] }] });
    const refusing = {
      ...asked.api,
      merge: () => Promise.reject(new ApiError(403, "the storageclass must support resize")),
    };
    expect(await claimsOutcome({ api: refusing }, "shop", labels, 10 * 2 ** 30)).toEqual({
      ok: false,
      container: "with the disk data-cache-0",
      reason: "keeps its 5Gi: the storageclass must support resize",
      log: "",
    });
  });
});

it.each([
  ["10Gi", 10 * 2 ** 30],
  ["1500M", 1.5e9],
  ["1e9", 1e9],
  ["64Ki", 65_536],
  ["1.5Ti", 1.5 * 2 ** 40],
  ["7", 7],
])("reads %s as %d bytes", (text, bytes) => {
  expect(bytesOf(text)).toBe(bytes);
});

it("reads nothing from what is no quantity", () => {
  expect(() => bytesOf("10 gigabytes")).toThrow('"10 gigabytes" is no quantity');
});
