import { describe, expect, it } from "vitest";
import { environmentOf } from "../../../../cli/stack/system";

describe("the environment of a stack", () => {
  const env = { DOCKER_HOST: "unix:///run/other.sock", HOME: "/home/x" };

  it("reaches the engine that its file names, and leaves what it was made of as it was", () => {
    const host = "ssh://deploy@syfthub.example.com";
    expect(environmentOf("prod", env)).toEqual({ ...env, DOCKER_HOST: host });
    expect(env.DOCKER_HOST).toBe("unix:///run/other.sock");
    const before = process.env.DOCKER_HOST;
    expect(environmentOf("prod").DOCKER_HOST).toBe(host);
    expect(process.env.DOCKER_HOST).toBe(before);
  });

  it("reaches the one that DOCKER_HOST names, where its file names none", () => {
    expect(environmentOf("dev", env)).toEqual(env);
  });
});
