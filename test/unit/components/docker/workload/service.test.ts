import { afterEach, describe, expect, it, vi } from "vitest";
import { Service } from "../../../../../components/docker/workload/service";
import { dataVolume } from "../../../../../components/docker/stores/volume";
import type { Service as ServiceModel } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, listed, only, valueOf } from "../../../../support/mocks";
import { api } from "../../../../support/valid";

afterEach(() => {
  vi.restoreAllMocks();
});

const deployed = (
  change: Partial<ServiceModel> = {},
  args: Partial<ConstructorParameters<typeof Service>[1]> = {},
) =>
  deploy(
    () =>
      new Service(context, {
        service: { ...api, ...change },
        volumes: { uploads: { volume: { name: "uploads-1a2b" }, handedOver: [] } },
        after: [],
        ...args,
      }),
  );
const first = async (change: Partial<ServiceModel> = {}) =>
  only(await deployed(change), "Container", "shop-dev-api-1");

describe("a service", () => {
  it("that sees something of the machine knows by a variable what there is its own stack's", async () => {
    const host = () => ({ mounts: [{ from: "/var/log", path: "/logs" }] });
    const deployment = await deploy(
      () => new Service({ ...context, host }, { service: { ...api, mounts: [] }, volumes: {}, after: [] }),
    );
    const { envs, volumes } = only(deployment, "Container", "shop-dev-api-1").inputs;
    expect(envs).toContain("TRIREME_STACK=dev");
    expect(volumes).toContainEqual({ hostPath: "/var/log", containerPath: "/logs", readOnly: true });
    expect((await first()).inputs.envs).not.toContain("TRIREME_STACK=dev");
  });

  it("of which two must never run at once stops before the new one starts", async () => {
    expect((await first({ replicas: 1, exclusive: true })).deleteBeforeReplace).toBe(true);
    expect((await first()).deleteBeforeReplace).not.toBe(true);
  });

  it("does not start before its volumes belong to it", async () => {
    const deployment = await deploy(() => {
      const uploads = dataVolume(
        context,
        "shop-dev-uploads",
        { component: "uploads", owner: "1000:1000", protect: false },
        {},
      );
      return new Service(context, { service: { ...api, user: 1000 }, volumes: { uploads }, after: [] });
    });
    expect(only(deployment, "Container", "shop-dev-api-1").dependsOn).toContain(
      "Container shop-dev-uploads-owner",
    );
  });

  it("is as many containers as it has instances, all under its own name on the network", async () => {
    const deployment = await deployed({ replicas: 3 });
    expect(listed(deployment)).toEqual([
      "Container shop-dev-api-1",
      "Container shop-dev-api-2",
      "Container shop-dev-api-3",
      "Service shop-dev-api",
    ]);
    for (const index of [1, 2, 3])
      expect(only(deployment, "Container", `shop-dev-api-${index}`).inputs.networksAdvanced).toEqual([
        { name: "api network", aliases: ["api"] },
      ]);
    expect(await valueOf(deployment.result.instances)).toEqual([
      "shop-dev-api-1-0a1b2c3",
      "shop-dev-api-2-0a1b2c3",
      "shop-dev-api-3-0a1b2c3",
    ]);
  });

  it("that is published is reached through a network of its own, and makes room before it is replaced", async () => {
    const published = await first({ publish: { admin: { port: 9001 } } });
    expect(published.inputs.ports).toEqual([
      { internal: 9000, external: 9001, ip: "127.0.0.1", protocol: "tcp" },
    ]);
    expect(published.inputs.networksAdvanced).toContainEqual({ name: "api outside" });
    expect([published.deleteBeforeReplace, (await first()).deleteBeforeReplace]).toEqual([true, false]);
  });

  it("mounts its volumes and the sources that its image watches", async () => {
    expect((await first()).inputs.volumes).toEqual([
      { volumeName: "uploads-1a2b", containerPath: "/uploads", readOnly: false },
      { hostPath: "/src/api", containerPath: "/app/src", readOnly: true },
      { fromContainer: "prober", readOnly: true },
    ]);
  });

  it("gets its files from a holder, by whose name it is known that they changed", async () => {
    const deployment = await deployed({ files: { "/etc/api/key": { content: "text" } } });
    const container = only(deployment, "Container", "shop-dev-api-1");
    expect(container.inputs.volumes).toContainEqual({
      fromContainer: "shop-dev-api-files-0a1b2c3",
      readOnly: true,
    });
    expect(container.inputs.labels).toContainEqual({
      label: "dev.trireme.files",
      value: "shop-dev-api-files-0a1b2c3",
    });
    expect(container.dependsOn).toContain("Container shop-dev-api-files");
  });

  it("leaves with the signal and within the time that it asks for", async () => {
    expect((await first()).inputs).toMatchObject({ stopTimeout: 10, destroyGraceSeconds: 10 });
    const drain = { signal: "SIGQUIT", delay: "5s", deadline: "1m" } as const;
    expect((await first({ drain })).inputs).toMatchObject({
      stopSignal: "SIGQUIT",
      stopTimeout: 65,
      destroyGraceSeconds: 65,
    });
  });

  it("is waited for until its health check passes; one without a check must run", async () => {
    const becomesHealthy = vi.spyOn(context.engine, "becomesHealthy");
    await deployed();
    expect(becomesHealthy).toHaveBeenLastCalledWith("shop-dev-api-1-id", { deadline: 150 });
    await deployed({ health: undefined });
    expect(becomesHealthy).toHaveBeenLastCalledWith("shop-dev-api-1-id", { deadline: 30 });
  });

  it("rotates its log as it asks", async () => {
    expect((await first({ logs: { size: "10Mi", files: 5 } })).inputs.logOpts).toEqual({
      "max-size": "10m",
      "max-file": "5",
    });
  });
});
