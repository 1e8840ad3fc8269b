import { describe, expect, it } from "vitest";
import { opened } from "../../../../cli/commands/exec";

const instance = (name: string, role = "service") => ({ id: name, name, component: "backend", role });
const instances = [instance("backend-0", "files"), instance("backend-1"), instance("backend-2")];

describe("the instance that a command is opened in", () => {
  it("is the first that runs something, or the one that is named", () => {
    expect(opened(instances, "backend").name).toBe("backend-1");
    expect(opened(instances, "backend", "backend-2").name).toBe("backend-2");
  });

  it("is told where there is no such one, or none at all", () => {
    expect(() => opened(instances, "backend", "backend-9")).toThrow(
      "backend has no instance backend-9; it has backend-1, backend-2.",
    );
    expect(() => opened([], "db")).toThrow("Nothing of db runs");
  });
});
