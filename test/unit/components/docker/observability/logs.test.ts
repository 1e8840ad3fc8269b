import * as docker from "@pulumi/docker";
import { ComponentResource } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { collectedLogs } from "../../../../../components/docker/observability/logs";
import type { Monitoring } from "../../../../../components/model";
import { deploy } from "../../../../support/mocks";

async function logOptions(monitoring: Monitoring): Promise<unknown> {
  const { resources } = await deploy(() => {
    const parent = new ComponentResource("trireme:test:Parent", "parent", {}, collectedLogs({ monitoring }));
    new docker.Container("one", { image: "any", logOpts: { "max-file": "3" } }, { parent });
  });
  return resources.find(({ name }) => name === "one")?.inputs.logOpts;
}

it("the engine writes whose a line is beside it, where logs are collected", async () => {
  expect(await logOptions({ alerts: [] })).toEqual({ "max-file": "3" });
  expect(await logOptions({ alerts: [], logs: { retention: "1d" } })).toEqual({
    "max-file": "3",
    labels: "dev.trireme.part,dev.trireme.stack",
  });
});
