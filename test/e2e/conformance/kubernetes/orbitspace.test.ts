import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { stringify } from "yaml";
import { run } from "../../../../setup/processes";
import { progressOn } from "../../../../setup/progress";
import { Checkout, type Outcome } from "../../docker/checkout";
import { ask } from "../../production/support/client";
import type { Subject } from "../../../support/drivers/driver";
import { KubernetesDriver } from "../../../support/drivers/kubernetes";
import { provideImages } from "./images";
import { login, managedStores } from "./managed-stores";

const stack = "orbitspace-e2e";
const stores = "suite-managed-stores";
const repository = "registry.example.com/compyle";
const { address, http: taken } = inject("subject");
const [http, https] = [taken + 400, taken + 663];
const driver = new KubernetesDriver(stack);

/** Smaller than a production's, for two nodes of a test. */
const small = { cpu: { request: 0.1, limit: 1 }, memory: { request: "64Mi", limit: "512Mi" } };

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

const file = stringify({
  config: {
    "trireme:system": "orbitspace",
    "trireme:environment": "production",
    "trireme:target": "kubernetes",
    "trireme:domain": "space.localhost",
    "trireme:imageRepository": repository,
    "trireme:imageTag": "v0",
    "trireme:replicas": 2,
    "trireme:settings": {
      ports: { http, https },
      tls: { mode: "self-signed" },
      services: { fastapi: { resources: small }, nextjs: { resources: small } },
      secrets: {
        "anthropic-api-key": "sk-sample",
        "github-client-id": "sample",
        "github-client-secret": "sample",
        "github-app-id": "1",
        "github-app-key": privateKey,
        "database-url": `postgresql://${login.user}:${login.password}@db.${stores}.svc.cluster.local:5432/${login.database}`,
        "redis-url": `redis://:${login.password}@redis.${stores}.svc.cluster.local:6379`,
        "backup-access-key": "sample",
        "backup-secret-key": "sample",
      },
    },
    "trireme:kubernetes": {
      ingress: { kind: "proxy", service: "NodePort" },
      egress: ["10.0.0.0/8"],
      monitoring: "none",
    },
  },
});

async function apply(...objects: readonly object[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
  await run("sh", ["-c", 'printf %s "$1" | kubectl apply --filename -', "sh", list]);
}

describe("Orbitspace in production, with external stores", { timeout: 900_000 }, () => {
  const checkout = Checkout.create();
  let up: Outcome | undefined;
  const subject: Subject = {
    ...{
      target: "kubernetes",
      folder: checkout.folder,
      stack,
      domain: "space.localhost",
      address,
      http,
      https,
    },
    started: "",
  };

  beforeAll(async () => {
    const engines = ["postgres:16-bookworm", "redis:7-alpine", "nginx:1.30-alpine"];
    const others = ["node:22-alpine", "busybox:1.37", "amazon/aws-cli:2.22.35", "prom/node-exporter:v1.9.1"];
    const wanted = {
      repository,
      roles: ["fastapi", "nextjs"],
      tags: ["v0"],
      engines: [...engines, ...others],
    };
    await provideImages(wanted, process.env, progressOn());
    await apply(...managedStores(stores));
    for (const name of ["db", "redis"])
      await run("kubectl", [
        "--namespace",
        stores,
        "rollout",
        "status",
        `deployment/${name}`,
        "--timeout=120s",
      ]);
    checkout.write(`Pulumi.${stack}.yaml`, file);
    checkout.commit(`Pulumi.${stack}.yaml`);
    const began = Date.now();
    up = await checkout.trireme("start", stack);
    console.log(`Orbitspace was up after ${Math.round((Date.now() - began) / 1000)} s`);
  });

  afterAll(async () => {
    await checkout.pulumi("state", "unprotect", "--all", "--yes", "--stack", stack);
    const destroyed = await checkout.trireme("destroy", stack, "--yes", "--skip-preview");
    await run("kubectl", ["delete", "namespace", stack, stores, "--ignore-not-found", "--wait"]);
    checkout.remove();
    expect(destroyed.code, destroyed.output).toBe(0);
  });

  async function command(name: string, ...args: readonly string[]): Promise<string> {
    const { code, output } = await checkout.trireme(name, stack, ...args);
    expect(code, output).toBe(0);
    return output;
  }

  it("comes up, migrated after a backup", () => {
    expect(up?.code, up?.output).toBe(0);
  });

  it("passes verify, and a second preview changes nothing", async () => {
    // The first drill is due by its schedule; a person runs it at once.
    for (const backup of ["db-daily", "workspaces-weekly"]) {
      await command("backup", backup);
      await command("drill", backup);
    }
    const verified = await checkout.trireme("verify", stack);
    expect(verified.output).not.toMatch(/^✗/m);
    expect(verified.code, verified.output).toBe(0);
    // What the policies exempt names resources, and with them the stack.
    const shipped = "orbitspace-kubernetes";
    checkout.write(
      `policies.${stack}.json`,
      checkout.read(`policies.${shipped}.json`).replaceAll(shipped, stack),
    );
    const preview = await checkout.trireme("preview", stack, "--expect-no-changes");
    expect(preview.code, preview.output).toBe(0);
  });

  it("serves agents, streams and pages", async () => {
    const agents = await ask(subject, "/api/agents/health");
    expect([agents.status, agents.headers["x-sample"]]).toEqual([200, "fastapi"]);
    const page = await ask(subject, "/");
    expect([page.status, page.headers["x-sample"]]).toEqual([200, "nextjs"]);
    expect((await ask(subject, "/api/health")).status).toBe(200);
  });

  it("shares its workspaces among all instances, and gives fastapi alone the App's key", async () => {
    const all = await driver.instances();
    const of = (part: string) => all.filter((one) => one.part === part && one.role === "service");
    const [one, other] = of("fastapi");
    const [page] = of("nextjs");
    if (one === undefined || other === undefined || page === undefined)
      throw new Error("instances are missing");
    const key = ["sh", "-c", "head -1 /app/secrets/github-app-key.pem"];
    expect((await driver.exec(one, ["sh", "-c", "echo here > /workspaces/probe"])).code).toBe(0);
    expect((await driver.exec(other, ["cat", "/workspaces/probe"])).output.trim()).toBe("here");
    expect((await driver.exec(one, key)).output).toContain("PRIVATE KEY");
    expect((await driver.exec(page, key)).code).not.toBe(0);
  });

  it("brings a workspace back, and keeps beside it what was there", async () => {
    const inWorkspaces = async (...argv: readonly string[]) => {
      const one = (await driver.instances()).find(
        ({ part, role }) => part === "fastapi" && role === "service",
      );
      return await driver.exec(one ?? { id: "", part: "", role: "", addresses: [] }, argv);
    };
    await command("backup", "workspaces-weekly");
    expect((await inWorkspaces("sh", "-c", "rm /workspaces/probe; echo new > /workspaces/later")).code).toBe(
      0,
    );
    const told = await command("restore", "--backup", "workspaces-weekly", "--from", "latest", "--yes");
    expect((await inWorkspaces("cat", "/workspaces/probe")).output.trim()).toBe("here");
    const [, before = ""] = /kept as \.(before_\w+)/.exec(told) ?? [];
    expect((await inWorkspaces("cat", `/workspaces/.${before}/later`)).output.trim()).toBe("new");
    await command("restore", "--forget", before, "--backup", "workspaces-weekly");
    expect((await inWorkspaces("ls", "-A", "/workspaces")).output.trim()).toBe("probe");
  });

  it("moves its database to a backup, which stays external", async () => {
    const told = await command("restore", "--backup", "db-daily", "--from", "latest", "--yes");
    const [, before = ""] = /kept as (\w+_before_\w+)/.exec(told) ?? [];
    await command("restore", "--forget", before, "--backup", "db-daily");
  });
});
