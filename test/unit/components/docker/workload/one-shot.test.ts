import { afterEach, describe, expect, it, vi } from "vitest";
import { oneShot } from "../../../../../components/docker/workload/one-shot";
import { context } from "../../../../support/context";
import { deploy, only, valueOf } from "../../../../support/mocks";

afterEach(() => {
  vi.restoreAllMocks();
});

const deployed = () =>
  deploy(() =>
    oneShot(
      context,
      "shop-dev-reload",
      { what: "the reload", shape: { image: "nginx", restart: "unless-stopped" }, deadline: 90 },
      {},
    ),
  );

describe("a container that runs to its end", () => {
  it("is not expected to go on, and makes room before it is replaced", async () => {
    const container = only(await deployed(), "Container", "shop-dev-reload");
    expect(container.inputs).toMatchObject({ mustRun: false, restart: "no" });
    expect(container.deleteBeforeReplace).toBe(true);
  });

  it("has limits, its own or modest ones", async () => {
    const container = only(await deployed(), "Container", "shop-dev-reload");
    expect(container.inputs).toMatchObject({ memory: 256, memorySwap: 256, cpuShares: 102 });
    const shape = { image: "nginx", memory: 64, memorySwap: 64, cpuShares: 10 };
    const own = await deploy(() =>
      oneShot(context, "shop-dev-job", { what: "the job", shape, deadline: 90 }, {}),
    );
    expect(only(own, "Container", "shop-dev-job").inputs).toMatchObject({ memory: 64, cpuShares: 10 });
  });

  it("is waited for", async () => {
    const runsToEnd = vi.spyOn(context.engine, "runsToEnd");
    const { result } = await deployed();
    expect(await valueOf(result.succeeded)).toBe(result.container);
    expect(runsToEnd).toHaveBeenCalledWith("shop-dev-reload-id", { deadline: 90 });
  });
});
