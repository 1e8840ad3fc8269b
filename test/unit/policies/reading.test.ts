import { describe, expect, it } from "vitest";
import { subjectOf } from "../../../policies/reading";
import { isSecret, shown, unknown } from "../../../policies/subject";

class Mark {
  constructor(readonly value: unknown) {}
}

const text = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const read = (props: unknown) =>
  subjectOf(
    {
      urn: "urn:pulumi:prod::trireme::docker:index/container:Container::web",
      name: "web",
      type: "docker:index/container:Container",
      props,
      opts: { protect: true },
    },
    (value) => value instanceof Mark,
  );

describe("a resource", () => {
  const subject = read({
    image: text,
    envs: ["A=1", new Mark("B=hunter2"), text],
    labels: new Mark([{ label: "x", value: text }]),
    user: null,
  });

  it("is read with what is unknown told apart, and secrets opened", () => {
    expect(subject.props).toEqual({
      image: unknown,
      envs: ["A=1", "B=hunter2", unknown],
      labels: [{ label: "x", value: unknown }],
      user: null,
    });
    expect(subject.protect).toBe(true);
  });

  it("knows where its secrets stand, and all below them", () => {
    expect(subject.secrets).toEqual(["envs[1]", "labels"]);
    expect(isSecret(subject, "labels[0].value")).toBe(true);
    expect(isSecret(subject, "envs[0]")).toBe(false);
    expect(isSecret(subject, "envs[10]")).toBe(false);
  });

  it("is told in messages without them", () => {
    const tell = (path: string, value: unknown) => shown(subject, { path, value });
    expect(tell("envs", subject.props.envs)).toBe("a secret");
    expect(tell("image", unknown)).toBe("not known yet");
    expect(tell("user", null)).toBe("not set");
    expect(tell("command", ["a".repeat(200)])).toHaveLength(81);
  });
});
