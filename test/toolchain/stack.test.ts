import { describe, expect, it } from "vitest";
import { stackArguments } from "../../toolchain/stack";

const known = ["dev", "prod"];

describe("a command's arguments", () => {
  it.each([
    [[], { stack: "dev", rest: [] }],
    [["prod"], { stack: "prod", rest: [] }],
    [["--", "prod"], { stack: "prod", rest: [] }],
    [["prod", "--diff"], { stack: "prod", rest: ["--diff"] }],
    [["--diff"], { stack: "dev", rest: ["--diff"] }],
    [["-s", "prod", "--diff"], { stack: "prod", rest: ["--diff"] }],
    [["--diff", "--stack=prod"], { stack: "prod", rest: ["--diff"] }],
    [["dev", "password"], { stack: "dev", rest: ["password"] }],
  ])("%j mean %j", (args, expected) => {
    expect(stackArguments(args, known)).toEqual(expected);
  });

  it.each([
    [
      ["stagign"],
      'There is no stack "stagign": the checkout has no Pulumi.stagign.yaml. The stacks are dev, prod.',
    ],
    [["dev", "-s", "prod"], "The stack was named twice: dev and prod."],
    [["--stack"], "--stack needs the name of a stack: dev, prod."],
  ])("%j are refused", (args, message) => {
    expect(() => stackArguments(args, known)).toThrow(message);
  });
});
