import { describe, expect, it } from "vitest";
import { requiredVersion } from "../../../../lab/build/go-trim";

describe("a trimmed copy of a module", () => {
  it("is of the version that go.mod requires", () => {
    const goMod = "require (\n\texample.com/other v1.0.0\n\texample.com/aws v1.2.3 // indirect\n)\n";
    expect(requiredVersion(goMod, "example.com/aws")).toBe("v1.2.3");
    expect(() => requiredVersion(goMod, "example.com/absent")).toThrow(
      "go.mod requires no example.com/absent",
    );
  });
});
