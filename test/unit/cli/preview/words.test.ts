import { describe, expect, it } from "vitest";
import { verdictText } from "../../../../cli/preview/words";

const verdict = { policy: "pin-images", level: "mandatory", subjects: ["web"] };

describe("a policy's verdict", () => {
  it("is what the policy says of the resource, not what it asks of all", () => {
    const message = 'An image is pinned.\n  Container "web": image is nginx:latest;\n  allowed: a release\n';
    expect(verdictText({ ...verdict, message })).toBe(
      'mandatory pin-images (web): Container "web": image is nginx:latest; allowed: a release',
    );
  });

  it("is the description where there is nothing else", () => {
    expect(verdictText({ ...verdict, message: "An image is pinned." })).toBe(
      "mandatory pin-images (web): An image is pinned.",
    );
  });

  it("names three resources and counts the others", () => {
    const subjects = ["a", "b", "c", "d", "e"];
    expect(verdictText({ ...verdict, subjects, message: "An image is pinned." })).toBe(
      "mandatory pin-images (a, b, c and 2 more): An image is pinned.",
    );
  });
});
