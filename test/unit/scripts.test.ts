import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { beyondAws } from "../../components/aws/unsupported";
import { beyondDocker } from "../../components/docker/unsupported";
import { beyondKubernetes } from "../../components/kubernetes/unsupported";
import { check, http, command, type Problem, type System } from "../../components/model";
import { progressOn } from "../../setup/progress";
import { obtainShellcheck, type Tool } from "../../lab/tools/python-tools";
import { longNames } from "../support/arbitrary.names";
import { deployToAws, patient, settingsOn } from "../support/aws";
import { deployToCluster, settings } from "../support/kubernetes";
import { deploy } from "../support/mocks";
import { scriptsOf } from "../support/scripts";
import { deploySyfthub } from "../support/syfthub";
import { limitsOf } from "../support/limits";
import type { TargetName } from "../../components/targets";

afterEach(() => {
  vi.restoreAllMocks();
});

const awkward = fc.constantFrom(
  "plain",
  "it's",
  'say "no"',
  "$(id)",
  "`id`",
  "a b",
  "a;b",
  "a\\",
  "${x}",
  "a&b|c",
  "#x",
  "é",
);
/** Systems in which whatever may be text of the operator's is what a shell would read otherwise. */
const systems = fc
  .tuple(longNames, fc.array(awkward, { minLength: 4, maxLength: 4 }))
  .map(([system, [path, word, table, folder]]): System => {
    const [api, ...services] = system.services;
    return {
      ...system,
      services: [
        {
          ...api!,
          health: http(`/health?a=${path}`),
          liveness: command(["test", word!]),
          command: [word!, "--flag"],
        },
        ...services,
      ],
      jobs: system.jobs.map((job) => ({ ...job, command: ["run", word!] })),
      sites: system.sites.map((site) => ({ ...site, folder: `/${folder}` })),
      backups: system.backups.map((backup) => ({
        ...backup,
        ...(backup.drill === undefined ? {} : { drill: { ...backup.drill, tables: [`${table}`] } }),
      })),
    };
  });

const issued = { ...settings, issuer: "letsencrypt" };
const aws = settingsOn("staging", { ingress: patient });
const targets: Readonly<
  Record<TargetName, { problems: (system: System) => readonly Problem[]; run: (system: System) => unknown }>
> = {
  docker: {
    problems: (system) => beyondDocker(system),
    run: (system) => deploySyfthub({ system, images: {} }),
  },
  kubernetes: {
    problems: (system) => beyondKubernetes(system, issued),
    run: (system) => deployToCluster({ system, protect: false, kubernetes: issued }),
  },
  aws: { problems: (system) => beyondAws(system, aws), run: (system) => deployToAws(system, { aws }) },
};

/** The scripts of all targets. */
const all = new Set<string>();

/** What the shell says of scripts that it only reads. */
function complaints(scripts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "trireme-scripts-"));
  try {
    scripts.forEach((script, index) => writeFileSync(join(folder, `${index}.sh`), script));
    const all = 'for one in *.sh; do sh -n "$one" 2>&1 || { echo "-- $one"; cat "$one"; }; done';
    return execFileSync("sh", ["-c", all], { cwd: folder, encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it.each([
  ["docker", 3, 8],
  ["kubernetes", 3, 8],
  ["aws", 1, 5],
] as const)(
  "of random systems on %s are ones that a shell can read",
  async (target, runs, least) => {
    const given = process.env.TRIREME_SEED;
    const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
    const { problems, run } = targets[target];
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(systems, async (any) => {
        const jobs = any.jobs.filter((job) => target !== "docker" || job.run === "release");
        const system = { ...any, jobs };
        fc.pre([...check(system, limitsOf(target)), ...problems(system)].length === 0);
        const made = await deploy(() => run(system), { stack: "scripts" });
        vi.restoreAllMocks();
        const scripts = scriptsOf(made);
        expect(scripts.length).toBeGreaterThanOrEqual(least);
        expect(complaints(scripts)).toBe("");
        scripts.forEach((script) => {
          seen.add(script);
          all.add(script);
        });
      }),
      { numRuns: runs, seed, endOnFailure: true, maxSkipsPerRun: 1000 },
    );
    console.log(`TRIREME_SEED=${seed}: ${seen.size} scripts of ${runs} systems`);
  },
  180_000,
);

it("of random systems are ones in which shellcheck finds no error", { timeout: 180_000 }, async (context) => {
  let shellcheck: Tool;
  try {
    shellcheck = await obtainShellcheck(progressOn());
  } catch (error) {
    console.warn(`shellcheck cannot be had here, so no script is read by it: ${String(error)}`);
    return context.skip();
  }
  const [command, ...args] = shellcheck;
  const found = (script: string): string =>
    spawnSync(command, [...args, "--severity=error", "--shell=sh", "--format=gcc", "-"], {
      input: script,
      encoding: "utf8",
    }).stdout;
  expect(found("if true; then echo")).toContain("error");
  expect(all.size).toBeGreaterThan(20);
  expect([...all].map(found).filter((text) => text !== "")).toEqual([]);
});

it("are found broken where one is", () => {
  expect(complaints(["echo 'a", "echo a"])).toContain("0.sh");
});
