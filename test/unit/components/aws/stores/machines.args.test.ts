import { describe, expect, it } from "vitest";
import {
  largestMachine,
  machineFor,
  machineTaskSize,
} from "../../../../../components/aws/stores/machines.args";
import type { Bytes } from "../../../../../components/model";

const holding = (cpu: number, memory: Bytes) => ({
  resources: { cpu: { request: 0.1, limit: cpu }, memory: { request: memory, limit: memory } },
});

describe("the machine of a store", () => {
  it.each([
    [0.5, "256Mi", "t3.small"],
    [1, "1Gi", "t3.small"],
    // The system and the agent have half a GiB of it.
    [1, "1536Mi", "t3.medium"],
    [2, "4Gi", "t3.large"],
    [2, "8Gi", "r6i.large"],
    [4, "8Gi", "m6i.xlarge"],
    [16, "100Gi", "r6i.4xlarge"],
    [32, "1Gi", undefined],
    [1, "200Gi", undefined],
  ] as const)("for %s cores and %s is %s", (cpu, memory, name) => {
    expect(machineFor(holding(cpu, memory))?.name).toBe(name);
  });

  it("holds what messages call the most", () => {
    const { cpus, memory } = largestMachine;
    expect(machineFor(holding(cpus, `${memory}Gi`))).toBeDefined();
    expect(machineFor(holding(cpus, `${memory + 1}Gi`))).toBeUndefined();
  });

  it("is a small one where nothing is said", () => {
    expect(machineFor({})?.name).toBe("t3.small");
    expect(machineTaskSize({})).toEqual({ cpu: "1024", memory: "1056" });
  });
});
