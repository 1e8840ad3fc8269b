import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { edgesOf, isServer, type System } from "../../../components/model";
import { engineContainer } from "../../../components/model/engines";
import { describeSystem } from "../../../stacks/config/describe";
import { parseStackFile } from "../../../stacks/config/file";
import { Checkout } from "../docker/checkout";
import { driverOf, instanceOf } from "../../support/drivers";
import { generatedSecrets } from "../../support/generated-secrets";

const subject = inject("subject");
const driver = driverOf(subject);
const checkout = Checkout.at(subject.folder);
const system: System = describeSystem(parseStackFile(checkout.read(`Pulumi.${subject.stack}.yaml`)));

interface Listener {
  readonly part: string;
  readonly host: string;
  readonly port: number;
}

/** Every port of the system that something listens on, by the component's name. */
const listeners: readonly Listener[] = [
  ...system.services.flatMap(({ name, port }) =>
    port === undefined ? [] : [{ part: name, host: name, port }],
  ),
  ...system.stores.filter(isServer).map((store) => ({
    part: store.name,
    host: store.name,
    port: engineContainer(store).ports.main,
  })),
];
const stores = new Set(system.stores.map(({ name }) => name));
const named = (from: string, to: string): boolean =>
  edgesOf(system).some((edge) => edge.from === from && edge.to === to);

/** Opens a TCP connection to each listener from inside a service, with Node, which the sample application has. */
async function reached(from: string, targets: readonly Listener[]): Promise<readonly string[]> {
  const script = `const net = require("node:net");
    const attempt = ({ host, port }) => new Promise((done) => {
      const socket = net.connect({ host, port });
      setTimeout(() => done(false), 3000);
      socket.on("connect", () => done(true)).on("error", () => done(false));
    });
    Promise.all(${JSON.stringify(targets)}.map(async (t) => [t.part, await attempt(t)]))
      .then((all) => { console.log(JSON.stringify(all.filter(([, open]) => open).map(([part]) => part))); process.exit(); });`;
  const { output } = await driver.exec(await instanceOf(driver, from), ["node", "-e", script]);
  return [...new Set(JSON.parse(output) as string[])].sort();
}

describe("what a service does not name, it cannot reach", { timeout: 60_000 }, () => {
  it.each(system.services.map(({ name }) => name))("%s, by name", async (from) => {
    const others = listeners.filter(({ part }) => part !== from);
    const found = await reached(from, others);
    const open = others.filter(({ part }) => named(from, part)).map(({ part }) => part);
    const checked = found.filter((part) => driver.exact || stores.has(part) || open.includes(part));
    expect(checked).toEqual(open.sort());
  });

  it("nor by address: the stores are closed to all but the backend", async () => {
    const targets = (await driver.instances())
      .filter(({ part, role }) => stores.has(part) && role === "store")
      .flatMap(({ part, addresses }) =>
        addresses.map((host) => ({
          part,
          host,
          port: listeners.find((listener) => listener.part === part)?.port ?? 0,
        })),
      );
    expect(targets.length).toBeGreaterThanOrEqual(2);
    for (const from of ["aggregator", "mcp"]) expect(await reached(from, targets), from).toEqual([]);
    expect(await reached("backend", targets)).toEqual(["db", "redis"]);
  });
});

describe("generated secrets", { timeout: 300_000 }, () => {
  let values: readonly string[] = [];
  const findIn = (text: string): readonly string[] => values.filter((value) => text.includes(value));

  beforeAll(async () => {
    values = await generatedSecrets(checkout, subject.stack);
  });

  it("are known to this test", () => expect(values.length).toBeGreaterThanOrEqual(8));

  it("stand nowhere in the state in clear, and in no output of a command", async () => {
    const folder = join(subject.folder, ".trireme", "state");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
      join(folder, name),
    );
    const texts = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, "utf8"));
    const preview = await checkout.trireme("preview", subject.stack, "--diff");
    expect(preview.code, preview.output).toBe(0);
    expect(texts.length).toBeGreaterThan(0);
    expect(findIn([...texts, subject.started, preview.output].join("\n"))).toEqual([]);
  });

  it("are shown to nobody: in no argument, label, process or event", async () => {
    const shown = await driver.shown();
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter(({ text }) => findIn(text).length > 0).map(({ of }) => of)).toEqual([]);
  });

  it("are in the environment of their consumers alone", async () => {
    const holders = new Set<string>();
    for (const instance of await driver.instances()) {
      const { output } = await driver.exec(instance, ["sh", "-c", "cat /proc/1/environ; env"]);
      if (findIn(output).length > 0) holders.add(`${instance.role} ${instance.part}`);
    }
    expect([...holders]).toEqual(["service backend"]);
  });
});

describe("every instance", () => {
  it("runs without root, without capabilities, and cannot gain privileges", async () => {
    const instances = (await driver.instances()).filter(({ role }) =>
      ["service", "store", "proxy"].includes(role),
    );
    expect(instances.length).toBeGreaterThanOrEqual(8);
    for (const instance of instances) {
      const { output } = await driver.exec(instance, ["cat", "/proc/1/status"]);
      const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(output)?.[1];
      const name = `${instance.role} ${instance.part}`;
      expect(field("Uid"), name).not.toBe("0");
      expect(field("CapEff"), name).toMatch(/^0+$/);
      expect(field("CapBnd"), name).toMatch(/^0+$/);
      expect(field("NoNewPrivs"), name).toBe("1");
    }
  });

  it("writes nowhere on its root", async () => {
    for (const part of ["backend", "aggregator", "mcp"]) {
      const { code } = await driver.exec(await instanceOf(driver, part), ["sh", "-c", "touch /app/x"]);
      expect(code, part).not.toBe(0);
    }
  });
});

describe("a database", () => {
  it("has more than a container's 64 MiB of shared memory, which its parallel queries take", async () => {
    const databases = (await driver.instances()).filter(
      ({ part, role }) => part === "db" && role === "store",
    );
    expect(databases.length).toBeGreaterThan(0);
    for (const database of databases) {
      const { output } = await driver.exec(database, ["df", "-P", "-k", "/dev/shm"]);
      const [, blocks] = output.trim().split("\n").at(-1)?.split(/\s+/) ?? [];
      expect(Number(blocks), output).toBeGreaterThan(64 * 1024);
    }
  });
});
