import { describe, expect, it } from "vitest";
import { mirrorAmong } from "../../../setup/apt";

describe("the archive that a Debian root is made from", () => {
  it("is the one this machine takes Debian itself from", () => {
    const targets = [
      "Node Source|main|https://deb.example.test/node",
      "Debian|main|http://security.example.test/debian-security",
      "Debian|contrib|http://contrib.example.test/debian",
      "Debian|main|http://near.example.test/debian",
    ];
    expect(mirrorAmong(targets.join("\n"))).toBe("http://near.example.test/debian");
  });

  it("is not known on Ubuntu", () => {
    expect(mirrorAmong("Ubuntu|main|http://archive.example.test/ubuntu\n")).toBeUndefined();
  });
});
