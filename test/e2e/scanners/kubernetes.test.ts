import { beforeAll, describe, expect, it } from "vitest";
import { progressOn } from "../../../setup/progress";
import { obtainAwsScanners } from "../../../lab/tools/python-tools";
import { manifestsOf, variants } from "../../support/manifests";
import { verdict } from "./checkov";
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
    check: "CKV_K8S_23",
    on: /^DaemonSet\.[\w-]+-node\.log-collector$/,
    why: "the kubelet's log files are root's; docs/kubernetes-monitoring.md states the exception",
  },
  {
    check: "CKV_K8S_35",
    why: "the systems' documents name variables; each is of the component's own Secret, and an image that reads files gets them by mounts",
  },
  {
    check: "CKV_K8S_38",
    on: /^Deployment\.[\w-]+\.kube-state-metrics$/,
    why: "it reads the namespace's CronJobs by the API, which is what its token is for; docs/kubernetes-monitoring.md says of each token why",
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

const asked = variants().filter(({ title }) => !/ (?:development|staging)$/.test(title));

describe("checkov on what a cluster is given in production", () => {
  const findings: Finding[] = [];
  const passed = new Map<string, number>();

  beforeAll(async () => {
    const scanners = await obtainAwsScanners(progressOn());
    for (const variant of asked) {
      const documents = (await manifestsOf(variant)).map((one) => JSON.stringify(one)).join("\n---\n");
      const { results, summary } = verdict(scanners, "kubernetes", documents);
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
