import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { containersOf, engine } from "../docker/engine";
import { certificateFor } from "./support/certificate";
import { Live } from "./support/live";

const production = inject("production");
const { stack, domain } = production;
const live = new Live(production);
const { checkout } = live;

/** Places of the stack's configuration where an operator keeps a secret, and what of each kind it may look like. */
function values(generation: string): Readonly<Record<string, string>> {
  const mark = (name: string): string => `Sentinel-${generation}-${name}-zK4vQ9wX2pL7`;
  const pair = certificateFor([`DNS:${domain}`]);
  return {
    "secrets.tls-certificate": pair.certificate,
    "secrets.tls-key": pair.key,
    "services.backend.variables.SMTP_PASSWORD": mark("word"),
    "services.backend.variables.PAYMENT_URL": `https://user:${mark("inurl")}@pay.example.com/v1?key=1`,
    "services.backend.variables.SERVICE_ACCOUNT": JSON.stringify({ key: mark("json"), quote: '"' }),
    "services.backend.variables.WITH_LINES": `first ${mark("line")}\nsecond ${mark("nextline")}\n`,
    "services.backend.variables.WITH_SPACES": `  ${mark("spaced")}  and 'quotes' "double" $HOME \`x\` \\ `,
    "services.backend.variables.UNICODE": `pässwörd-${mark("unicode")}-密`,
    "services.backend.variables.HARMLESS_NAME": mark("harmless"),
    "services.mcp.variables.API_TOKEN": mark("token"),
    "services.mcp.variables.GREETING": mark("greeting"),
    "services.mcp.variables.HEX": Buffer.from(mark("hex")).toString("hex"),
    "services.aggregator.variables.OPENAI_API_KEY": `sk-${mark("openai")}`,
    "services.aggregator.variables.CONNECTION": `postgresql://app:${mark("dsn")}@db.example.com:5432/app`,
    "services.aggregator.variables.BASE64": Buffer.from(mark("base64")).toString("base64"),
    "jobs.migrate.variables.SEED_PASSWORD": mark("job"),
    "secrets.backup-access-key": mark("access"),
    "secrets.backup-secret-key": mark("bucket"),
  };
}

/** Every spelling in which a value could stand in a text: as it is, in JSON, in a URL, in base64 at each offset. */
function spellings(value: string): readonly string[] {
  const parts = value.includes("PRIVATE KEY")
    ? [value.split("\n")[1] ?? value]
    : (value.match(/Sentinel-[\w-]+/g) ?? [value]);
  return parts.flatMap((part) => [
    part,
    encodeURIComponent(part),
    Buffer.from(part).toString("hex"),
    ...[0, 1, 2].map((offset) => {
      const shifted = Buffer.from(" ".repeat(offset) + part).toString("base64");
      return shifted.slice(4, -4);
    }),
  ]);
}

const first = values("one");
const second = values("two");
const registry = "Sentinel-registry-login-zK4vQ9wX2pL7";
const shell = "Sentinel-of-the-shell-zK4vQ9wX2pL7";
const secrets = (all: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(all)
    .filter(([path]) => path !== "secrets.tls-certificate")
    .map(([, value]) => value);
const planted = [...secrets(first), ...secrets(second), registry, shell];

function found(text: string): readonly string[] {
  return planted.filter((value) => spellings(value).some((spelling) => text.includes(spelling)));
}

/** Encrypts values in the stack's file, as `pulumi config set --secret` does. */
async function encrypt(all: Readonly<Record<string, string>>): Promise<void> {
  const pairs = Object.entries(all).flatMap(([path, value]) => [
    "--secret",
    `trireme:settings.${path}=${value}`,
  ]);
  const { code, output } = await checkout.pulumi("config", "set-all", "--stack", stack, "--path", ...pairs);
  expect(code, output).toBe(0);
}

let docker = "";
const environment = { DOCKER_CONFIG: process.env.DOCKER_CONFIG, MY_TOKEN: process.env.MY_TOKEN };
const said = new Map<string, string>();

async function say(name: string, ...words: readonly [string, ...string[]]): Promise<void> {
  const [command, ...args] = words;
  const { code, output } = await checkout.trireme(command, stack, ...args);
  expect(code, output).toBe(0);
  said.set(name, output);
}

/** What stands in temporary files while `body` runs: a look at all of them, again and again. */
async function watched(name: string, body: () => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "trireme-watched-"));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  const seen = new Map<string, string>();
  const look = setInterval(() => {
    for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).map((one) =>
      join(folder, one),
    ))
      if (statSync(path, { throwIfNoEntry: false })?.isFile() === true)
        seen.set(path, readFileSync(path, "utf8"));
  }, 100);
  try {
    await body();
  } finally {
    clearInterval(look);
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  }
  said.set(name, `looked at ${seen.size} files\n${[...seen.values()].join("\n")}`);
}

beforeAll(async () => {
  docker = mkdtempSync(join(tmpdir(), "trireme-docker-"));
  const auth = Buffer.from(`deploy:${registry}`).toString("base64");
  writeFileSync(
    join(docker, "config.json"),
    JSON.stringify({ auths: { "registry.example.com": { auth } } }),
    { mode: 0o600 },
  );
  process.env.DOCKER_CONFIG = docker;
  process.env.MY_TOKEN = shell;
  live.settings({
    tls: { mode: "custom" },
    bucket: { name: "hub-backups", endpoint: "http://127.0.0.1:9", region: "us-east-1" },
  });
  await encrypt(first);
  await say("preview", "preview");
  await say("comment", "preview", "--markdown");
  await say("up", "up", "--yes", "--diff");
  await encrypt(second);
  await say("preview of other values", "preview");
  await say("preview in the CLI's words", "preview", "--diff");
  await say("preview as JSON", "preview", "--json");
  await watched("files of a preview", () => say("preview again", "preview"));
  await say("drift", "drift");
  await say("outputs", "outputs");
  await say("audit", "audit");
  for (const part of ["backend", "mcp", "aggregator", "migrate", "proxy", "db", "redis"])
    await say(`log of ${part}`, "logs", part, "--tail", "500");
}, 900_000);

afterAll(async () => {
  for (const [name, value] of Object.entries(environment))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  rmSync(docker, { recursive: true, force: true });
  const { code, output } = await live.restore();
  if (code !== 0) throw new Error(output);
}, 600_000);

describe("twenty planted secrets", () => {
  it("are as many, and would be found", () => {
    expect(planted.length).toBeGreaterThanOrEqual(20);
    for (const value of planted) {
      expect(found(`x ${value} y`)).toContain(value);
      expect(found(Buffer.from(`{"a":"${value}"}`).toString("base64"))).toContain(value);
    }
  });

  it("stand in no preview, comment, log or temporary file", () => {
    expect(said.size).toBeGreaterThan(12);
    for (const [name, text] of said) {
      expect(text.length, name).toBeGreaterThan(0);
      expect(found(text), name).toEqual([]);
    }
  });

  it("stand nowhere in the state or in the stack's file", () => {
    const folder = join(checkout.folder, ".trireme", "state");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(found(readFileSync(file, "utf8")), file).toEqual([]);
    expect(found(checkout.read(`Pulumi.${stack}.yaml`))).toEqual([]);
  });

  it("are with their consumers alone, and there in the environment or in files of their own", async () => {
    const holders = new Set<string>();
    for (const { id, part, role } of await containersOf(stack)) {
      const { Config, ...rest } = await engine().getContainer(id).inspect();
      const { Env, ...visible } = Config;
      expect(found(JSON.stringify([visible, rest])), `${role} ${part}`).toEqual([]);
      if (found((Env ?? []).join("\n")).length > 0) holders.add(`${role} ${part}`);
    }
    expect([...holders].sort()).toEqual([
      "job migrate",
      "service aggregator",
      "service backend",
      "service mcp",
    ]);
  });
});
