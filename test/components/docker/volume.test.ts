import { describe, expect, it } from "vitest";
import { ownedVolume } from "../../../components/docker/volume";
import { context } from "../../support/context";
import { deploy, only, valueOf } from "../../support/mocks";

const deployed = (protect = false) =>
  deploy(() =>
    ownedVolume(context, "shop-dev-backups", { part: "db", owner: "70:70", image: "postgres", protect }, {}),
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
