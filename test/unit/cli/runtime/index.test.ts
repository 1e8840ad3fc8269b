import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { containersOf, runtimeOf, targetOf } from "../../../../cli/runtime";
import { configOf } from "../../../../cli/stack/system";
import { root } from "../../../support/sources";

const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
const on = (target: string) => stacks.filter((stack) => configOf(stack).target === target);

describe("what runs a stack", () => {
  it.each(["docker", "kubernetes"])("is asked on %s", (target) => {
    for (const stack of on(target))
      expect(runtimeOf(stack, process.env)).toMatchObject({ exec: expect.any(Function) as unknown });
    expect(on(target)).not.toEqual([]);
  });

  it("on AWS has tools of its own, which a command that would ask a container names", () => {
    const [stack = ""] = on("aws");
    expect(() => runtimeOf(stack, process.env)).toThrow(`npx trireme outputs ${stack}`);
  });

  it("on AWS carries no data through containers, and says what does", () => {
    const [stack = ""] = on("aws");
    expect(() => containersOf(stack, process.env)).toThrow(`npx trireme restore ${stack} --from NAME`);
  });

  it("on AWS leaves nothing that is not in the stack's state, and is taken over from nobody", async () => {
    const [stack = ""] = on("aws");
    expect(await (await targetOf(stack).leftovers(stack, process.env))()).toBe("");
    await expect(targetOf(stack).refuseTakeover(stack, process.env)).resolves.toBeUndefined();
  });

  it("says how data is let go of where destroy does not remove it", () => {
    const [docker = "", cluster = "", account = ""] = ["docker", "kubernetes", "aws"].map(
      (target) => on(target)[0] ?? "",
    );
    expect(targetOf(docker).keepsData?.(docker)).toBeUndefined();
    expect(targetOf(docker).lettingGo(docker)).toContain(`npx trireme destroy ${docker} --delete-data`);
    expect(targetOf(cluster).keepsData?.(cluster)).toContain(`npx trireme destroy ${cluster}`);
    expect(targetOf(account).keepsData?.(account)).toContain("docs/aws-operations.md");
  });
});
