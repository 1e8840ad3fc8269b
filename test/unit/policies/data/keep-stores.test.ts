import { describe, expect, it } from "vitest";
import { keepStores, retainStores, stepSubjects, type Step } from "../../../../policies/data/keep-stores";
import { messagesOf } from "../../../support/policies";

const urn =
  "urn:pulumi:prod::trireme::trireme:docker:Platform$trireme:docker:Store$docker:index/volume:Volume::shop-prod-db-data";
const state = {
  type: "docker:index/volume:Volume",
  inputs: { name: "shop-prod-db-data-1" },
  retainOnDelete: true,
};
const step = (op: string, more: Partial<Step> = {}): Step => ({
  op,
  urn,
  oldState: state,
  newState: state,
  ...more,
});
const verdicts = (steps: readonly Step[], config = {}) => messagesOf(keepStores, stepSubjects(steps), config);

describe(keepStores.name, () => {
  it.each(["same", "create", "update", "refresh"])("accepts the step %s of a store", (op) => {
    expect(verdicts([step(op)])).toEqual([]);
  });

  const fix = "Undo the change; or back up the data, and name the URN in the exemptions of keep-stores.";

  it("refuses to replace one, and says what makes the engine do it", () => {
    expect(verdicts([step("replace", { replaceReasons: ["driver"] })])).toEqual([
      `docker:Volume "shop-prod-db-data": operation is "replace because of driver"; allowed: operations that leave a store as it is. ${fix}`,
    ]);
  });

  it("refuses to delete one", () => {
    expect(verdicts([step("delete", { newState: undefined })])).toEqual([
      `docker:Volume "shop-prod-db-data": operation is "delete"; allowed: operations that leave a store as it is. ${fix}`,
    ]);
  });

  it("lets a container go, which holds no data", () => {
    const gone = { type: "docker:index/container:Container" };
    expect(
      verdicts([
        {
          op: "delete",
          urn: "urn:pulumi:prod::trireme::docker:index/container:Container::web",
          oldState: gone,
        },
      ]),
    ).toEqual([]);
  });

  it("lets a store go whose URN is named, until the day that is named", () => {
    const exemption = (until: string) => ({
      exemptions: [{ urn, reason: "moved to the managed database", until }],
    });
    expect(verdicts([step("delete")], exemption("2026-11-21"))).toEqual([]);
    expect(verdicts([step("delete")], exemption("2026-11-20"))).toEqual([
      `docker:Volume "shop-prod-db-data": operation is "delete"; allowed: operations that leave a store as it is. ${fix} Its exemption ("moved to the managed database") ended on 2026-11-20: fix it, or renew the exemption.`,
    ]);
  });
});

describe(retainStores.name, () => {
  const retained = (retainOnDelete: boolean, config = {}) =>
    messagesOf(
      retainStores,
      stepSubjects([step("create", { newState: { ...state, retainOnDelete } })]),
      config,
    );

  it("asks in production that data outlives its resource", () => {
    expect(retained(true)).toEqual([]);
    expect(retained(false)).toEqual([
      'docker:Volume "shop-prod-db-data": retainOnDelete is false; allowed: true. Give the resource the options protect and retainOnDelete.',
    ]);
    expect(retained(false, { environment: "development" })).toEqual([]);
  });
});
