import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { progressOn } from "../../../setup/progress";
import { type AwsScanners, obtainAwsScanners } from "../../../lab/tools/python-tools";
import { manifestsOf, variants, type Manifest } from "../../support/manifests";
import { type Accepted, type Finding, unaccepted, unneeded } from "./deployed";

/** Findings of checkov that stay. */
const accepted: readonly Accepted[] = [
  {
    check: "CKV_K8S_15",
    why: "tags are those of releases and do not move; a node that has the image starts without the registry",
  },
  {
    check: "CKV_K8S_22",
    on: /^Deployment\.orbitspace-[\w-]+\.fastapi$/,
    why: "Orbitspace's agents run npm and pip, which write caches wherever the image's home directory is",
  },
  {
    check: "CKV_K8S_35",
    why: "the systems' documents name variables; each is of the component's own Secret, and an image that reads files gets them by mounts",
  },
  {
    check: "CKV_K8S_40",
    why: "the users of the engines' official images own the files in them; nodes that map users keep them apart from their own",
  },
  {
    check: "CKV_K8S_43",
    why: "these are the tags of an example: npx trireme release writes the digests to the stack's file (trireme:digests)",
  },
];

interface Report {
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
  readonly summary: { readonly passed: number; readonly failed: number; readonly parsing_errors: number };
}

/** A list of objects is what checkov takes for one. */
function verdict({ checkov }: AwsScanners, manifests: readonly Manifest[]): Report {
  const folder = mkdtempSync(join(tmpdir(), "trireme-checkov-"));
  try {
    const file = join(folder, "manifests.yaml");
    writeFileSync(file, manifests.map((one) => JSON.stringify(one)).join("\n---\n"));
    const [command, ...args] = checkov;
    const options = ["--framework", "kubernetes", "--output", "json", "--quiet", "--compact"];
    const { stdout, stderr, status } = spawnSync(
      command,
      [...args, "--file", file, ...options, "--skip-download", "--soft-fail"],
      { encoding: "utf8", maxBuffer: 1 << 28 },
    );
    if (status !== 0) throw new Error(`checkov failed with exit code ${String(status)}:\n${stderr}`);
    return JSON.parse(stdout) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const asked = variants().filter(({ title }) => !/ (?:development|staging)$/.test(title));

describe("checkov on what a cluster is given in production", () => {
  const findings: Finding[] = [];
  const passed = new Map<string, number>();

  beforeAll(async () => {
    const scanners = await obtainAwsScanners(progressOn());
    for (const variant of asked) {
      const { results, summary } = verdict(scanners, await manifestsOf(variant));
      passed.set(variant.title, summary.parsing_errors === 0 ? summary.passed : 0);
      for (const { check_id: check, check_name: title, resource } of results.failed_checks)
        // `Deployment.shop.api`, and of a pod in it `Pod.shop.Deployment.shop.api`.
        findings.push({ check, on: resource, title });
    }
  }, 600_000);

  it.each(asked.map(({ title }) => title))("is asked about every object of %s", (title) => {
    expect(passed.get(title)).toBeGreaterThan(100);
  });

  it("finds nothing that is not accepted", () => {
    expect(unaccepted(findings, accepted)).toEqual([]);
  });

  it("still finds what is accepted", () => {
    expect(unneeded(findings, accepted)).toEqual([]);
  });
});
