import { describe, expect, it } from "vitest";
import { dataVolume, ownedVolume } from "../../../../../components/docker/stores/volume";
import { dataScript } from "../../../../../components/render/handover";
import { context } from "../../../../support/context";
import { deploy, listed, only, valueOf } from "../../../../support/mocks";

const deployed = (protect = false) =>
  deploy(() =>
    ownedVolume(
      context,
      "shop-dev-backups",
      { component: "db", owner: "70:70", image: "postgres", protect },
      {},
    ),
  );

describe("a volume that a user owns", () => {
  it("is handed over by a container that may change owners and nothing else", async () => {
    const deployment = await deployed();
    expect(only(deployment, "Container", "shop-dev-backups-owner").inputs).toMatchObject({
      entrypoints: ["sh", "-c", "chown 70:70 /mnt/volume && chmod 0750 /mnt/volume"],
      capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN", "CAP_FOWNER"] },
      networkMode: "none",
      readOnly: true,
      user: "0:0",
      volumes: [{ volumeName: "shop-dev-backups-0a1b2c3", containerPath: "/mnt/volume" }],
    });
    expect(await valueOf(deployment.result.ready)).toBe("shop-dev-backups-0a1b2c3");
  });

  it("outlives its stack where it is protected", async () => {
    const volume = async (protect: boolean) => only(await deployed(protect), "Volume", "shop-dev-backups");
    expect([(await volume(true)).retainOnDelete, (await volume(false)).retainOnDelete]).toEqual([
      true,
      false,
    ]);
  });
});

describe("a volume with a system's data", () => {
  const data = (owner?: string, protect = false) =>
    deploy(() => dataVolume(context, "shop-dev-uploads", { component: "uploads", owner, protect }, {}));

  it("is handed to who writes in it by a container without a network, and nobody else is let in", async () => {
    const deployment = await data("1000:1000");
    expect(only(deployment, "Container", "shop-dev-uploads-owner").inputs).toMatchObject({
      image: "sha256:busybox:1.37-musl",
      entrypoints: ["sh", "-c", dataScript, "sh", "1000:1000"],
      capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN", "CAP_FOWNER", "CAP_DAC_OVERRIDE"] },
      networkMode: "none",
      user: "0:0",
    });
    expect(deployment.result.handedOver).toHaveLength(1);
  });

  it("is left to the engine where nobody says who writes in it", async () => {
    expect(listed(await data())).toEqual(["Volume shop-dev-uploads"]);
  });

  it("outlives its stack where it is protected", async () => {
    const volume = only(await data("1000:1000", true), "Volume", "shop-dev-uploads");
    expect([volume.protect, volume.retainOnDelete]).toEqual([true, true]);
  });
});
