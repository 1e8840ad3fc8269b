import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Program } from "../../support/program";

// Stack, provider, and the program's twelve resources.
const ALL = 14;
const first = { text: "one", port: "80", family: "web" };

// In order: each test goes on where the one before it left the stack.
describe("the AWS plugin, against a server that answers as AWS does", () => {
  let program: Program;

  beforeAll(async () => {
    program = await Program.create("test/e2e/aws/program", { ...first, endpoint: inject("endpoint") });
  });

  afterAll(async () => {
    const { code, output } = await program.attempt("destroy", "--yes", "--skip-preview");
    program.remove();
    if (code !== 0) throw new Error(`The program's stack was not destroyed:\n${output}`);
  });

  it("makes resources of both halves of the provider, under names of their own", async () => {
    expect(await program.preview()).toEqual({ create: ALL });
    expect(await program.up()).toEqual({ create: ALL });
    const outputs = await program.outputs();
    expect(outputs.bucket).toMatch(/^files-[0-9a-f]{7}$/);
    expect(outputs.zones).toContain("eu-west-1a");
  });

  it("keeps secrets as ciphertext", async () => {
    const { text, resources } = await program.state();
    expect(resources.some(({ type }) => type === "aws:secretsmanager/secretVersion:SecretVersion")).toBe(
      true,
    );
    expect(text).not.toContain("not-to-be-seen");
  });

  it("finds nothing to change after that, by its state and by a look at the account", async () => {
    expect(await program.preview()).toEqual({ same: ALL });
    expect(await program.preview("--refresh")).toEqual({ same: ALL });
  });

  it("updates in place what can be", async () => {
    await program.set({ text: "two", port: "8080" });
    expect(await program.up()).toMatchObject({ update: 2 });
    expect(await program.preview()).toEqual({ same: ALL });
  });

  it("replaces what cannot be", async () => {
    await program.set({ family: "site" });
    expect(await program.up()).toMatchObject({ replace: 1 });
    expect(await program.preview()).toEqual({ same: ALL });
  });

  it("says what AWS says when it refuses", async () => {
    await program.set({ port: "70000" });
    const { code, output } = await program.attempt("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/from_port|fromPort/);
    await program.set({ port: "8080" });
  });

  it("leaves nothing when it destroys", async () => {
    await program.pulumi("destroy", "--yes", "--skip-preview");
    const { resources } = await program.state();
    expect(resources).toEqual([]);
  });
});
