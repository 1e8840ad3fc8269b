import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exitCodeOf, KubernetesOperations, podLog } from "../../../../cli/operations/kubernetes";
import { Kubectl } from "../../../../cli/runtime/kubectl";
import { job, redis } from "../../../../components/model";
import { stillRunning } from "../../../../components/render/schedule";
import type { Progress } from "../../../../setup/progress";

const stack = "syfthub-kubernetes";
const progress = { step: (_: string, body: () => unknown) => body() } as unknown as Progress;
const pod = { id: "web-1/web", name: "web-1", component: "web", role: "service" };
const store = { id: "cache-0/store", name: "cache-0", component: "cache", role: "store" };
const vacuum = job("vacuum", { image: { reference: "a:1" }, run: { schedule: "@daily" } } as never);

let folder: string;
/** What kubectl was asked after the namespace. */
const calls = () =>
  readFileSync(join(folder, "calls"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.replace(/^.*--namespace \S+ /, ""));

/** In the place of kubectl: it notes what it is asked, and answers by the kind of object. */
function operations(answers: Readonly<Record<string, unknown>> = {}): KubernetesOperations {
  const cases = Object.entries(answers).map(
    ([words, answer]) =>
      `  *"${words}"*) echo '${typeof answer === "string" ? answer : JSON.stringify(answer)}' ;;`,
  );
  const kubectl = join(folder, "kubectl");
  writeFileSync(
    kubectl,
    `#!/bin/sh\necho "$@" >> ${folder}/calls\ncase "$*" in\n${cases.join("\n")}\n  *) ;;\nesac\n`,
  );
  chmodSync(kubectl, 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH ?? ""}` };
  return new KubernetesOperations(stack, env, new Kubectl(stack, env), () => Promise.resolve([pod, store]));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kubectl-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe("a stack on a cluster", () => {
  it("leads to a store by a port that kubectl forwards", async () => {
    const cache = redis("cache", { version: "7", persistence: "none" });
    const told = "Forwarding from 127.0.0.1:4711 -> 6379";
    const tunnel = await operations({ "port-forward": told }).tunnel(cache, { port: 4711, through: [] });
    expect(tunnel.port).toBe(4711);
    expect(await tunnel.broken).toContain(told);
    expect(calls()).toEqual(["port-forward --address 127.0.0.1 pod/cache-0 4711:6379"]);
  });

  it("prints its containers' logs from a moment on", async () => {
    const [source] = await operations({ "logs web-1": "2026-11-21T12:00:00Z up" }).sources();
    const lines: string[] = [];
    const since = new Date("2026-11-21T11:00:00Z");
    await source?.read({ follow: false, tail: "all", since }, ({ text }) => lines.push(text));
    expect(lines).toEqual(["up"]);
    expect(calls()).toEqual([
      "logs web-1 --container web --timestamps --tail -1 --since-time 2026-11-21T11:00:00.000Z",
    ]);
    expect(podLog("a/b", { follow: true, tail: "3" }).join(" ")).toMatch(/--tail 3 --follow$/);
  });

  it("restarts a service, new before old, and no other", async () => {
    const all = operations();
    await all.restart("web", progress);
    expect(calls()).toEqual([
      "rollout restart deployment/web",
      "rollout status deployment/web --timeout=900s",
    ]);
    await expect(all.restart("db", progress)).rejects.toThrow(
      `Stack ${stack} runs no service "db"; it runs web.`,
    );
  });

  it("opens a command with a terminal where there is one", async () => {
    const line = await operations().session(pod, ["id"], true);
    expect(line.join(" ")).toMatch(/exec --stdin --tty web-1 --container web -- id$/);
    expect(await operations().session(pod, ["id"], false)).not.toContain("--tty");
  });
});

describe("a job that is run now on a cluster", () => {
  const schedule = { metadata: { uid: "u1" } };
  const run = (type?: string, uid = "u1") => ({
    metadata: { name: "vacuum-1", ownerReferences: [{ uid }] },
    status: { conditions: type === undefined ? [] : [{ type, status: "True" }] },
  });
  const ended = (exitCode: number, creationTimestamp: string) => ({
    metadata: { name: `vacuum-${exitCode}`, creationTimestamp },
    spec: { containers: [] },
    status: {
      phase: "Failed",
      containerStatuses: [{ state: { terminated: { exitCode } } }],
    },
  });

  it("prints the log of its pods, and ends with the exit code of the last", async () => {
    const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const code = await operations({
      "get cronjob": schedule,
      "get jobs": { items: [run("Complete"), run(undefined, "u2")] },
      "get job vacuum-": run("Failed"),
      "get pods": { items: [ended(4, "2026-11-21T12:05:00Z"), ended(3, "2026-11-21T12:00:00Z")] },
      "logs vacuum-": "2026-11-21T12:00:00Z no database",
    }).run(vacuum);
    expect(code).toBe(4);
    expect(printed.mock.calls.flat()).toEqual(["no database", "no database"]);
    expect(calls().filter((line) => line.startsWith("create"))).toEqual([
      expect.stringMatching(/^create job vacuum-\d+ --from=cronjob\/vacuum$/),
    ]);
  });

  it("ends with 0 where it succeeds", async () => {
    expect(
      await operations({
        "get cronjob": schedule,
        "get jobs": { items: [] },
        "get job vacuum-": run("Complete"),
        "get pods": { items: [] },
      }).run(vacuum),
    ).toBe(0);
  });

  it("does not overlap another run, and is refused before it is deployed", async () => {
    const busy = operations({ "get cronjob": schedule, "get jobs": { items: [run()] } });
    expect(await busy.run(vacuum)).toBe(stillRunning);
    expect(calls().some((line) => line.startsWith("create"))).toBe(false);
    await expect(operations().run(vacuum)).rejects.toThrow(`npx trireme up ${stack}`);
  });

  it("that left no exit code has failed", () => {
    expect(exitCodeOf([])).toBe(1);
  });
});
