import { describe, expect, it } from "vitest";
import { edited } from "../../../../cli/stack/edit";

const text = `# Who runs it.
config:
  trireme:system: syfthub
  trireme:imageTag: v1 # the release
  trireme:settings:
    ports: { http: 8080 }
`;

describe("a stack's file", () => {
  it("keeps its comments and its order through a change", () => {
    expect(edited(text, [{ path: ["trireme:imageTag"], value: "v2" }])).toBe(
      text.replace("v1 # the release", "v2"),
    );
  });

  it("gets maps where there were none, and loses those that a change leaves empty", () => {
    const counted = edited(text, [{ path: ["trireme:settings", "rotations", "db"], value: 1 }]);
    expect(counted).toBe(`${text}    rotations:\n      db: 1\n`);
    expect(edited(counted, [{ path: ["trireme:settings", "rotations", "db"], value: undefined }])).toBe(text);
  });

  it("is left as it is where there is nothing to take away", () => {
    expect(edited(text, [{ path: ["trireme:rollback"], value: undefined }])).toBe(text);
  });

  it("that is not valid YAML is refused", () => {
    expect(() => edited("config: {", [])).toThrow();
  });
});
