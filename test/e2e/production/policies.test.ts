import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import { Checkout, type Outcome } from "../docker/checkout";
import { containersOf } from "../docker/engine";
import { plainToken, tokenInTheOpen, within } from "./support/diffs";

const { folder, stack } = inject("production");
const checkout = Checkout.at(folder);
const file = `policies.${stack}.json`;
const policy = "hide-secrets-in-environment";
const urns = ["mcp-1", "mcp-2"].map(
  (name) =>
    `urn:pulumi:${stack}::trireme::trireme:docker:Platform$trireme:docker:Service$docker:index/container:Container::syfthub-${stack}-${name}`,
);

const running = async (): Promise<readonly string[]> =>
  (await containersOf(stack)).map(({ id, name }) => `${id} ${name}`).sort();

/** A command on the stack, with the token in the open; what runs must be what ran, and the token is told nowhere. */
async function tried(command: string, ...args: string[]): Promise<Outcome> {
  const before = await running();
  const outcome = await within(checkout, `Pulumi.${stack}.yaml`, tokenInTheOpen, () =>
    checkout.trireme(command, stack, ...args),
  );
  expect(await running()).toEqual(before);
  expect(outcome.output).not.toContain(plainToken);
  return outcome;
}

function configure(of: object): void {
  checkout.write(file, JSON.stringify({ [policy]: of }));
}

afterEach(() => rmSync(join(folder, file), { force: true }));

describe("a token that would stand in the open", { timeout: 300_000 }, () => {
  it("fails the preview, with the resource, its value and the fix", async () => {
    const { code, output } = await tried("preview");
    expect(output).toMatch(
      /mandatory hide-secrets-in-environment \(mcp-1\): .*"syfthub-\S+-mcp-1": envs\[\d+\] \(API_TOKEN\) .*allowed: .*pulumi config set --secret/,
    );
    expect(code).not.toBe(0);
  });

  it("ends an up before anything has changed", async () => {
    const { code, output } = await tried("up", "--yes");
    expect(output).toContain(policy);
    expect(code).not.toBe(0);
  });

  it("is a warning where the stack's file says so", async () => {
    configure({ enforcementLevel: "advisory" });
    const { code, output } = await tried("preview");
    expect(output).toContain(`advisory ${policy} (mcp-1)`);
    expect(code, output).toBe(0);
  });

  it("may be exempted until a day, and not beyond", async () => {
    const reason = "a token of the sandbox, which opens nothing";
    configure({ exemptions: urns.map((urn) => ({ urn, reason, until: "2999-12-31" })) });
    const { code, output } = await tried("preview");
    expect(output).toMatch(/Policies of .*: no violations/);
    expect(code, output).toBe(0);
    configure({ exemptions: urns.map((urn) => ({ urn, reason, until: "2020-01-01" })) });
    const ended = await tried("preview");
    expect(ended.output).toContain(
      `The exemption of ${urns[0]} ("${reason}") ended on 2020-01-01: fix the resource and remove the exemption, or renew it.`,
    );
    expect(ended.output).not.toContain("Previewing");
    expect(ended.code).not.toBe(0);
  });
});
