import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasKubeScore, obtainKubeScore } from "../../../../lab/tools/kube-score";
import { run } from "../../../../setup/processes";
import { progressOn } from "../../../../setup/progress";
import { manifestsOf, variants, type Manifest } from "../../../support/manifests";

/** Of ten: what is less is a finding. */
const FULL = 10;

interface Scored {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
  }[];
}

/** Findings that are meant so, by check, with the objects that they are about; docs/security.md argues each. */
const meant: Readonly<Record<string, RegExp>> = {
  "container-image-pull-policy": /./,
  "container-resource-requests-equal-limits": /./,
  "container-cpu-requests-equal-limits": /./,
  "container-memory-requests-equal-limits": /./,
  "container-ephemeral-storage-request-and-limit": /./,
  "pod-probes-identical": /./,
  "statefulset-has-servicename": /./,
  "deployment-replicas": /./,
  // Backups' keepers write one volume, and what keeps metrics, logs and traces locks its own, so the old one leaves first.
  "deployment-strategy":
    /^Deployment\/(?:[\w-]+-(hourly|daily|weekly)|victoria-logs|loki|jaeger|prometheus|alertmanager)$/,
  // Engines' images have users of their own, the jobs beside them the same.
  "container-security-context-user-group-id": /./,
  // Their images write beside their own files.
  "container-security-context-readonlyrootfilesystem": /^Deployment\/(nextjs|fastapi)\//,
  // An operator makes these pods.
  "networkpolicy-targets-pod": /^NetworkPolicy\/[\w-]*(db|postgres)$/,
  // One instance, in an environment that says so.
  // The program gives a number once and leaves it to the autoscaler from then on: without one a deployment of six falls to one.
  "deployment-targeted-by-hpa-does-not-have-replicas-configured": /^Deployment\/[\w-]+$/,
  "horizontalpodautoscaler-replicas": /^HorizontalPodAutoscaler\/api-gateway$/,
};

/** Documents of JSON, which is YAML in all its versions. */
function documents(manifests: readonly Manifest[]): string {
  return manifests.map((one) => JSON.stringify(one)).join("\n---\n");
}

async function checked(kubeScore: string, file: string): Promise<readonly Scored[]> {
  const args = [
    "score",
    "--all-default-optional",
    "--kubernetes-version",
    "v1.30",
    "--output-format",
    "json",
    file,
  ];
  const { stdout, stderr } = await run(kubeScore, args, { allowFailure: true });
  if (!stdout.trimStart().startsWith("[")) throw new Error(`kube-score says no scores: ${stderr}`);
  return JSON.parse(stdout) as readonly Scored[];
}

function findings(
  scored: readonly Scored[],
): readonly { readonly id: string; readonly about: string; readonly text: string }[] {
  return scored.flatMap(({ type_meta: { kind }, object_meta: { name }, checks }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade < FULL)
      .flatMap(({ check: { id }, comments }) =>
        (comments ?? [{ path: "", summary: "" }]).map(({ path, summary }) => {
          const about = [kind, name, ...(path === "" ? [] : [path])].join("/");
          return { id, about, text: `${id} ${about}: ${summary}` };
        }),
      ),
  );
}

describe("the manifests of all systems", () => {
  it(
    "have no finding of kube-score, all its checks on, but those that are accepted",
    { timeout: 900_000 },
    async ({ skip }) => {
      if (!(await hasKubeScore())) skip("there is neither kube-score nor Go 1.21 or newer to build it with");
      const kubeScore = await obtainKubeScore(progressOn());
      const folder = mkdtempSync(join(tmpdir(), "trireme-kube-score-"));
      const found = new Set<string>();
      const unaccepted: string[] = [];
      try {
        for (const variant of variants()) {
          const file = join(folder, "manifests.yaml");
          writeFileSync(file, documents(await manifestsOf(variant)));
          const all = await checked(kubeScore, file).then(findings);
          unaccepted.push(
            ...all
              .filter(({ id, about }) => meant[id]?.test(about) !== true)
              .map(({ text }) => `${variant.title}: ${text}`),
          );
          for (const { id } of all) found.add(id);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      expect(unaccepted).toEqual([]);
      // What is not found any more needs no argument.
      expect([...found].sort()).toEqual(Object.keys(meant).sort());
    },
  );
});
