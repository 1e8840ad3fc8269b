import { ComponentResource, output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { containerFiles } from "../../../../../components/docker/workload/files";
import type { File } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, listed, only } from "../../../../support/mocks";
import { signingKey } from "../../../../support/valid";

const deployed = (files: Readonly<Record<string, File>>, owner?: number | string, imageUser = "") =>
  deploy(() => {
    const parent = new ComponentResource("test:index:Parent", "parent");
    const image = { image: "sha256:api", imageUser: () => output(imageUser) };
    return containerFiles(context, "api", files, { ...image, owner, parent });
  });
const holder = async (files: Readonly<Record<string, File>>, owner?: number | string, imageUser = "") =>
  only(await deployed(files, owner, imageUser), "Container", "shop-dev-api-files").inputs;

describe("files of a container", () => {
  it("lie in a container that never runs and reaches nothing", async () => {
    expect(await holder({ "/etc/api/b": { content: "2" }, "/etc/api/a": { content: "1" } }, 1000)).toEqual({
      image: "sha256:api",
      command: ["true"],
      start: false,
      mustRun: false,
      restart: "no",
      networkMode: "none",
      volumes: [{ containerPath: "/etc/api" }],
      uploads: [
        { file: "/etc/api/a", content: "1", permissions: "0400", owner: "1000", group: "1000" },
        { file: "/etc/api/b", content: "2", permissions: "0400", owner: "1000", group: "1000" },
      ],
      labels: [
        { label: "dev.trireme.system", value: "shop" },
        { label: "dev.trireme.stack", value: "dev" },
        { label: "dev.trireme.part", value: "api" },
        { label: "dev.trireme.role", value: "files" },
      ],
    });
  });

  it("belong to the user and the group that read them", async () => {
    const { uploads } = await holder({ "/a": { content: "1" } }, "1000:2000");
    expect(uploads).toMatchObject([{ owner: "1000", group: "2000", permissions: "0400" }]);
  });

  it("belong to root, and are open to all, where the image names a user, whom the engine's host may not know", async () => {
    const files = { "/a": { content: "1" }, "/b": { content: "2", mode: "0640" } };
    expect((await holder(files, 1000, "app")).uploads).toEqual([
      { file: "/a", content: "1", permissions: "0444" },
      { file: "/b", content: "2", permissions: "0666" },
    ]);
  });

  it("have a line at least: the provider takes no empty one", async () => {
    expect((await holder({ "/a": { content: "" } })).uploads).toMatchObject([{ file: "/a", content: "\n" }]);
  });

  it("are open to whoever the image runs as where the model names no user", async () => {
    const { uploads } = await holder({ "/a": { content: "1" } });
    // No owner: the engine would look the image's own user up on its host, which need not know him.
    expect(uploads).toEqual([{ file: "/a", content: "1", permissions: "0444" }]);
  });

  it("have the permissions that are asked for", async () => {
    expect((await holder({ "/a": { content: "1", mode: "0555" } })).uploads).toMatchObject([
      { permissions: "0555" },
    ]);
  });

  it("keep a secret secret", async () => {
    const deployment = await deployed({ "/key": { content: signingKey.value } });
    const { texts } = only(deployment, "Container", "shop-dev-api-files");
    expect(texts.filter(({ text }) => text.includes("signing-key"))).toEqual([
      { path: ".uploads.0.content", text: "<secret signing-key value>", secret: true },
    ]);
  });

  it("that are none need no holder", async () => {
    const deployment = await deployed({});
    expect(listed(deployment)).toEqual(["Parent parent"]);
    expect(deployment.result).toEqual({ volumes: [], labels: {}, dependsOn: [] });
  });
});
