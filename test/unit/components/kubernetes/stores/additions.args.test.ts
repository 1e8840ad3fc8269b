import { describe, expect, it } from "vitest";
import { additions, noAdditions } from "../../../../../components/kubernetes/stores/additions.args";
import { engineContainer, postgres } from "../../../../../components/model";
import { dbProps } from "../../../../support/valid";

const context = { engineImage: (reference: string) => reference };

describe("what an engine's image lacks, in a cluster", () => {
  it("is copied out of another image beside the engine's own files, before it starts", () => {
    const engine = engineContainer(postgres("db", { ...dbProps, version: "16", extensions: ["pgaudit"] }));
    const { initContainers, mounts, volumes } = additions(context, engine);
    expect(initContainers.map(({ image, user }) => [image, user])).toEqual([
      ["ghcr.io/cloudnative-pg/postgresql:16-standard-bookworm", engine.user],
      [engine.image, engine.user],
    ]);
    const [from, into] = initContainers.map(({ entrypoint }) => entrypoint?.at(-1));
    expect(from).toContain("cp /usr/lib/postgresql/16/lib/pgaudit.so /added/0/");
    expect(into).toContain("cp -R /usr/lib/postgresql/16/lib/. /filled/0/\ncp /added/0/* /filled/0/");
    expect(mounts).toEqual([
      { name: "added-1", mountPath: "/usr/lib/postgresql/16/lib", readOnly: true },
      { name: "added-2", mountPath: "/usr/share/postgresql/16/extension", readOnly: true },
    ]);
    expect(volumes.map(({ name }) => name)).toEqual(["added", "added-1", "added-2"]);
  });

  it("is nothing for most", () => {
    expect(additions(context, engineContainer(postgres("db", dbProps)))).toBe(noAdditions);
  });
});
