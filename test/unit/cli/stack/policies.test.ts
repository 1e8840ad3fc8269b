import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Step } from "../../../../policies/data/keep-stores";
import { checkedArguments, checkSteps, policyFile, today } from "../../../../cli/stack/policies";

const urn =
  "urn:pulumi:prod::trireme::trireme:docker:Platform$trireme:docker:Store$docker:index/volume:Volume::syfthub-prod-db-data";
const state = { type: "docker:index/volume:Volume", inputs: {}, retainOnDelete: true };
const replacement: readonly Step[] = ["replace", "create-replacement", "delete-replaced"].map((op) => ({
  op,
  urn,
  oldState: state,
  newState: state,
  replaceReasons: ["driver"],
}));

describe("the steps of a preview", () => {
  let folder = "";
  const configure = (config: object): void =>
    writeFileSync(join(folder, policyFile("prod")), JSON.stringify(config));
  const verdicts = (steps = replacement) => checkSteps("prod", steps, folder);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "trireme-policies-"));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("fail where one replaces a store, told once", () => {
    expect(
      verdicts().map(({ policy, severity, level, urn: whose }) => [policy, severity, level, whose]),
    ).toEqual([["keep-stores", "critical", "mandatory", urn]]);
  });

  it("fail in production where a store would not outlive its resource", () => {
    const steps = [{ op: "create", urn, newState: { ...state, retainOnDelete: false } }];
    expect(verdicts(steps).map(({ policy }) => policy)).toEqual(["retain-stores"]);
    // The stack dev of this checkout is a development stack.
    expect(checkSteps("dev", steps, folder)).toEqual([]);
  });

  it("pass where the store's URN is named", () => {
    configure({
      "keep-stores": { exemptions: [{ urn, reason: "moved to another host", until: "2999-12-31" }] },
    });
    expect(verdicts()).toEqual([]);
  });

  it("only warn, or are not checked, where the stack says so", () => {
    configure({ "keep-stores": "advisory" });
    expect(verdicts().map(({ level }) => level)).toEqual(["advisory"]);
    configure({ all: "disabled" });
    expect(verdicts()).toEqual([]);
  });

  it("are not checked by a file with errors, which are told with its name", () => {
    configure({
      "keep-stores": { exemptions: [{ urn, reason: "moved to another host", until: "2020-01-01" }] },
    });
    expect(() => verdicts()).toThrow(/^policies\.prod\.json:\n.*ended on 2020-01-01/);
  });
});

describe("today", () => {
  it("is a day as exemptions have it", () => {
    expect(today(new Date("2026-11-21T23:59:59Z"))).toBe("2026-11-21");
  });
});

describe("an up", () => {
  const upArguments = (stack: string, ...rest: string[]) =>
    checkedArguments({ stack, rest }, true, { PATH: "" });

  it("has its preview checked outside of development", async () => {
    const [option, pack, ...more] = await upArguments("prod", "--yes");
    expect([option, ...more.filter((word) => word.startsWith("--"))]).toEqual([
      "--policy-pack",
      "--policy-pack-config",
      "--yes",
    ]);
    expect(pack).toMatch(/policies$/);
    expect(await upArguments("dev", "--yes")).toEqual(["--yes"]);
  });

  it("is not stopped half-way: without a preview, or when asked not to, nothing checks it", async () => {
    expect(await upArguments("prod", "--yes", "--skip-preview")).toEqual(["--yes", "--skip-preview"]);
    expect(await upArguments("prod", "-f")).toEqual(["-f"]);
    expect(await checkedArguments({ stack: "prod", rest: ["--yes"] }, false, { PATH: "" })).toEqual([
      "--yes",
    ]);
  });
});
