import { randomBytes } from "node:crypto";
import { afterEach, expect, it } from "vitest";
import { containerArgs } from "../../../components/docker/workload/container.args";
import { dataScript, handoverMount } from "../../../components/render/handover";
import { engine, imageOf } from "./engine";

const owner = "1000:1000";
/** A folder that root owns in every image: where a container mounts an empty volume there, the engine gives it to root. */
const folder = "/srv";
let volume = "";

interface Run {
  readonly role: "volume" | "store";
  readonly at: string;
  readonly user: string;
  readonly argv: readonly string[];
  readonly adds?: readonly string[];
  readonly tmpfs?: Readonly<Record<string, string>>;
}

/** Runs a command on the volume, in an image of the suite's stack. */
async function run({
  role,
  at,
  user,
  argv,
  adds = [],
  tmpfs = {},
}: Run): Promise<{ code: number; log: string }> {
  const container = await engine().createContainer({
    Image: await imageOf("e2e", { role }),
    Entrypoint: [...argv],
    User: user,
    HostConfig: {
      Binds: [`${volume}:${at}`],
      NetworkMode: "none",
      CapDrop: ["ALL"],
      CapAdd: [...adds],
      Tmpfs: { ...tmpfs },
    },
  });
  try {
    await container.start();
    const { StatusCode } = (await container.wait()) as { StatusCode: number };
    return { code: StatusCode, log: (await container.logs({ stdout: true, stderr: true })).toString() };
  } finally {
    await container.remove({ force: true, v: true });
  }
}

const handOver = (to = owner) =>
  run({
    role: "volume",
    at: handoverMount,
    user: "0:0",
    argv: ["sh", "-c", dataScript, "sh", to],
    adds: ["CHOWN", "FOWNER", "DAC_OVERRIDE"],
  });
const as = (user: string, script: string) =>
  run({ role: "store", at: folder, user, argv: ["sh", "-c", `cd ${folder} && ${script}`] });

async function fresh(): Promise<void> {
  volume = `trireme-e2e-volume-${randomBytes(4).toString("hex")}`;
  await engine().createVolume({ Name: volume });
}

afterEach(async () => {
  await engine().getVolume(volume).remove({ force: true });
});

it("a service that is not root writes in a fresh volume, and so does its next instance", async () => {
  await fresh();
  expect((await as(owner, "touch one")).code).not.toBe(0);
  expect(await handOver()).toMatchObject({ code: 0 });
  for (const name of ["one", "two"]) expect(await as(owner, `touch ${name}`)).toMatchObject({ code: 0 });
  expect(await handOver()).toMatchObject({ code: 0 });
});

it("a service that is not root writes in a volume that root filled, in its folders too; a stranger's file stays", async () => {
  await fresh();
  await as("0:0", "mkdir -p private/inner && echo kept >private/inner/file && chmod 700 private");
  await run({
    role: "volume",
    at: handoverMount,
    user: "0:0",
    argv: ["sh", "-c", `touch ${handoverMount}/other && chown 33:33 ${handoverMount}/other`],
    adds: ["CHOWN"],
  });
  expect(await handOver()).toMatchObject({ code: 0 });
  const { code, log } = await as(owner, "cat private/inner/file && touch private/new && stat -c %u other");
  expect([code, log]).toEqual([0, expect.stringMatching(/kept[^]*33/)]);
});

it("a volume of another user is left alone, and the release is told whose it is", async () => {
  await fresh();
  await handOver();
  const { code, log } = await handOver("1001:1001");
  expect([code, log]).toEqual([1, expect.stringContaining("belongs to user 1000:1000, and user 1001:1001")]);
});

it("a service that is not root writes in its scratch folders, also where its image has a folder of root's", async () => {
  await fresh();
  const scratch = ["/opt", "/not/in/the/image"];
  const { tmpfs } = containerArgs({ image: "any", user: owner, scratch, labels: {} });
  const argv = ["sh", "-c", scratch.map((path) => `touch ${path}/one`).join(" && ")];
  const written = await run({
    ...{ role: "store", at: folder, user: owner, argv },
    tmpfs: tmpfs as Record<string, string>,
  });
  expect(written).toEqual({ code: 0, log: "" });
});
