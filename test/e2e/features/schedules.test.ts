import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scheduleCommand, scheduleState } from "../../../components/render/schedule";
import { Checkout } from "../docker/checkout";
import { containerOf, eventually, execIn } from "../docker/engine";
import { addSystem } from "./support/own-system";

const stack = "rota-e2e";
const checkout = Checkout.create();

addSystem(
  checkout,
  "rota",
  stack,
  `import { command, job, service, system, type Environment, type System } from "../../../components/model";
import { defineSystem } from "../define";

const image = { name: "tools", reference: "busybox:1.37" };
const resources = {
  cpu: { request: 0.05, limit: 0.5 },
  memory: { request: "16Mi", limit: "64Mi" },
} as const;
const common = { image, env: { WORD: "swept" }, user: 1000, resources } as const;

const started = service("started", {
  ...common,
  entrypoint: ["sh", "-c"],
  command: ["trap exit TERM; while :; do sleep 1; done"],
  health: command(["true"], { interval: "2s" }),
  workingDirectory: "/etc",
  init: true,
  sharedMemory: "16Mi",
  ulimits: { nofile: 2048 },
  sysctls: { "net.core.somaxconn": 1234, "net.ipv4.ip_local_port_range": "20000 30000" },
});

function rota(env: Environment): System {
  return system("rota", env, {
    services: [started],
    jobs: [
      job("sweep", { ...common, command: ["sh", "-c", 'echo "$WORD"; id -u'], run: { schedule: "* * * * *" } }),
      job("yearly", { ...common, command: ["sh", "-c", "echo seen >&2; exit 3"], run: { schedule: "0 3 29 2 *" } }),
      job("skipped", { ...common, command: ["true"], run: { schedule: "0 3 29 2 *" }, missed: "skip" }),
    ],
  });
}

export default defineSystem({ name: "rota", title: "Rota", summary: "jobs of the tests", system: rota });
`,
);

async function statusOf(job: string): Promise<ReadonlyMap<string, string>> {
  const { output } = await execIn(await containerOf(stack, job, "schedule"), scheduleCommand("status"));
  return new Map(
    output.split("\n").map((line) => {
      const [key = "", value = ""] = line.split("\t");
      return [key, value] as const;
    }),
  );
}

/** Lets the scheduler find that nothing looked at the clock since long before the moment that was last due. */
async function sleepOver(job: string): Promise<void> {
  const container = await containerOf(stack, job, "schedule");
  await execIn(container, ["sh", "-c", `echo 1 > ${scheduleState}/handled`]);
  await container.restart();
}

beforeAll(async () => {
  const { code, output } = await checkout.trireme("up", stack, "--yes", "--skip-preview");
  expect(code, output).toBe(0);
});

afterAll(async () => {
  const { code, output } = await checkout.trireme(
    "destroy",
    stack,
    "--yes",
    "--skip-preview",
    `--delete-data=${stack}`,
  );
  checkout.remove();
  if (code !== 0) throw new Error(output);
});

describe("a process", () => {
  it("is started as it says, with what the kernel lets it use", async () => {
    const container = await containerOf(stack, "started", "service");
    const { output } = await execIn(container, [
      "sh",
      "-c",
      "cat /proc/1/comm; pwd; df -m /dev/shm | tail -1 | awk '{print $2}'; ulimit -n; cat /proc/sys/net/core/somaxconn /proc/sys/net/ipv4/ip_local_port_range",
    ]);
    expect(output.trim().split(/\s+/)).toEqual([
      "docker-init",
      "/etc",
      "16",
      "2048",
      "1234",
      "20000",
      "30000",
    ]);
  });
});

describe("a scheduled job", () => {
  it("runs at its minute, in its image and as its user", async () => {
    const status = await eventually(
      "no run at its minute",
      async () => {
        const status = await statusOf("sweep");
        return status.get("runs") === "" ? undefined : status;
      },
      90_000,
    );
    expect([status.get("kind"), status.get("code")]).toEqual(["scheduled", "0"]);
    const container = await containerOf(stack, "sweep", "schedule");
    expect((await container.logs({ stdout: true, stderr: true })).toString()).toMatch(/swept[^]*1000/);
  });

  it("runs at once when it is asked for, and ends with the job's own code", async () => {
    const { code, output } = await checkout.trireme("run", stack, "yearly");
    expect([code, output]).toEqual([3, expect.stringContaining("seen")]);
    const verified = await checkout.trireme("verify", stack);
    expect(verified.code).toBe(1);
    expect(verified.output).toContain("with exit code 3, and its last lines were: seen");
  });

  it("is made up for where it was missed, or counted, as it says", async () => {
    await Promise.all([sleepOver("yearly"), sleepOver("skipped")]);
    // A run is counted after its kind is written.
    const made = await eventually("nothing was made up for", async () => {
      const status = await statusOf("yearly");
      return status.get("kind") === "made-up" && status.get("runs") === "2" ? status : undefined;
    });
    expect(made.get("missed")).toBe("");
    const missed = await eventually("nothing was counted as missed", async () => {
      const status = await statusOf("skipped");
      return status.get("missed") === "1" ? status : undefined;
    });
    expect(missed.get("runs")).toBe("");
  });

  it("is the same in a second preview", async () => {
    const { code, output } = await checkout.trireme("preview", stack, "--expect-no-changes");
    expect(code, output).toBe(0);
  });
});
