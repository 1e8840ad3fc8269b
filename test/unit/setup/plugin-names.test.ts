import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameDifferences } from "../../../setup/plugin-names";

const token = "docker:index/container:Container";
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trireme-names-"));
  mkdirSync(join(folder, "types"));
  writeFileSync(
    join(folder, "container.d.ts"),
    `export declare class Container {
      static get(name: string): Container;
      readonly command: pulumi.Output<string[]>;
      readonly healthcheck: pulumi.Output<outputs.ContainerHealthcheck | undefined>;
    }
    export interface ContainerArgs { command?: string[] }`,
  );
  writeFileSync(
    join(folder, "types", "output.d.ts"),
    "export interface ContainerHealthcheck { interval?: string; tests: string[] }",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const plain = { array: false, fields: null };
const list = { array: true, fields: null };
const healthcheck = { array: false, fields: { interval: plain, tests: list } };

describe("a bridged plugin", () => {
  it("agrees with its package on every name, nested ones too", () => {
    const names = { id: plain, command: list, healthcheck };
    expect(nameDifferences({ [token]: names }, folder)).toEqual([]);
  });

  it("is caught with a name of its own, at both ends", () => {
    expect(nameDifferences({ [token]: { commands: list, healthcheck } }, folder)).toEqual([
      "Container: the plugin has commands, the package does not",
      "Container: the package has command, the plugin does not",
    ]);
  });

  it("is caught where one has an array and the other does not", () => {
    const names = {
      command: plain,
      healthcheck: { array: false, fields: { interval: plain, tests: plain } },
    };
    expect(nameDifferences({ [token]: names }, folder)).toEqual([
      "Container.command: an array in one only (pulumi.Output<string[]>)",
      "Container.healthcheck.tests: an array in one only (string[])",
    ]);
  });

  it("is caught with a resource that the package does not have", () => {
    expect(nameDifferences({ "docker:index/pod:Pod": {} }, folder)).toEqual([
      "docker:index/pod:Pod: the package has no such resource",
    ]);
  });
});
