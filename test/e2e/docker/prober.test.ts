import type Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { placeScript, probeScript, proberFolder, proberScript } from "../../../components/render/probe";
import { engine, imageOf } from "./engine";

/** Answers its health until it is asked to break, and then says that it is broken. */
const app = `let broken = false;
require("http").createServer((request, answer) => {
  if (request.url === "/break") broken = true;
  answer.writeHead(request.url.startsWith("/health?a=1&b=2") ? (broken ? 503 : 200) : 404).end();
}).listen(8000);`;
const health = ["4", "http", "1", "8000", "/health?a=1&b=2"];
const ending = [...health, "2", "any", "1", "8000"];

let tools: Docker.Container;
let instance: Docker.Container;

async function ask(...argv: readonly string[]): Promise<number | null> {
  const exec = await instance.exec({ Cmd: [...argv], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  await new Promise((resolve) => stream.on("end", resolve).on("close", resolve).resume());
  return (await exec.inspect()).ExitCode;
}

async function until(claim: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;)
    if (await claim().catch(() => false)) return true;
    else await new Promise((resolve) => setTimeout(resolve, 200));
  return false;
}

const restarts = async (): Promise<number> => (await instance.inspect()).RestartCount;
const answers = async (): Promise<boolean> => (await ask(proberScript, ...ending)) === 0;

beforeAll(async () => {
  tools = await engine().createContainer({
    Image: await imageOf("e2e", { role: "volume" }),
    Entrypoint: ["sh", "-c", placeScript, "sh", probeScript],
    Volumes: { [proberFolder]: {} },
    HostConfig: { NetworkMode: "none", ReadonlyRootfs: true },
  });
  await tools.start();
  await tools.wait();
  instance = await engine().createContainer({
    Image: await imageOf("e2e", { part: "backend", role: "service" }),
    Entrypoint: ["node", "-e", app],
    User: "1000:1000",
    HostConfig: {
      Init: true,
      NetworkMode: "none",
      ReadonlyRootfs: true,
      Tmpfs: { "/tmp": "rw,nosuid,nodev,mode=1777" },
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      RestartPolicy: { Name: "unless-stopped" },
      VolumesFrom: [`${tools.id}:ro`],
    },
  });
  await instance.start();
});

afterAll(async () => {
  await instance.remove({ force: true, v: true });
  await tools.remove({ force: true, v: true });
});

it("the probe asks a path with everything in it as it is, and no shell reads it", async () => {
  expect(await until(answers, 20)).toBe(true);
  expect(await ask(proberScript, "4", "http", "1", "8001", "/health?a=1&b=2")).toBe(1);
  expect(await ask(proberScript, "4", "http", "1", "8000", "/$(touch${IFS}/tmp/ran)")).toBe(1);
  expect(await ask("node", "-e", 'process.exit(require("fs").existsSync("/tmp/ran") ? 1 : 0)')).toBe(0);
});

it("an instance that says it is not well is not ended: it lives", async () => {
  await ask(proberScript, "4", "http", "1", "8000", "/break");
  for (const end = Date.now() + 4000; Date.now() < end;) expect(await ask(proberScript, ...ending)).toBe(1);
  expect(await restarts()).toBe(0);
});

it("an instance that has stopped is ended from inside, and the engine starts it again", async () => {
  await instance.restart({ t: 1 });
  expect(await until(answers, 20)).toBe(true);
  const before = await restarts();
  // All of its processes, from inside; the one that sends is spared.
  await ask("node", "-e", 'process.kill(-1, "SIGSTOP")');
  expect(await until(async () => (await ask(proberScript, ...ending), (await restarts()) > before), 30)).toBe(
    true,
  );
  expect(await until(answers, 20)).toBe(true);
  const log = (await instance.logs({ stdout: true, stderr: true })).toString();
  expect(log).toMatch(/no sign of life for \d+ s: this instance is ended/);
});
