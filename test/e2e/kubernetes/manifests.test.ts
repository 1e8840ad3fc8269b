import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { check } from "../../../components/model";
import { shortened } from "../../../components/render/names";
import { hasDefinitions, obtainDefinitions } from "../../../lab/cluster/definitions";
import { progressOn } from "../../../setup/progress";
import { certificateFor } from "../production/support/certificate";
import { longNames } from "../../support/arbitrary.names";
import { manifestsOf, variants, type Manifest, type Variant } from "../../support/manifests";
import { apply, eventually, kubectl } from "./cluster";
import { limitsOf } from "../../support/limits";

const offered = await hasDefinitions();

/** Kinds whose definitions cannot be had as a Go module; docs/kubernetes.md says so. */
const undefinedKinds: ReadonlySet<string> = new Set(["postgresql.cnpg.io/v1"]);
/** Made for real, because what else is asked about needs them. */
const grounds: ReadonlySet<string> = new Set(["Namespace", "ServiceAccount"]);

interface Template {
  readonly metadata?: { readonly labels?: object };
  readonly spec: { readonly restartPolicy?: string; readonly volumes?: readonly object[] };
}

/** The pods that a workload would make, as pods: Pod Security refuses those, and of a workload it only warns. */
function podOf({ kind, metadata: { name, namespace }, spec }: Manifest): readonly object[] {
  const holder = (spec ?? {}) as {
    readonly template?: Template;
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
    readonly jobTemplate?: { readonly spec: { readonly template: Template } };
  };
  const template = holder.template ?? holder.jobTemplate?.spec.template;
  if (template === undefined) return [];
  const claimed = (holder.volumeClaimTemplates ?? []).map(({ metadata: claim }) => ({
    name: claim.name,
    persistentVolumeClaim: { claimName: claim.name },
  }));
  const { restartPolicy = "Always", volumes = [] } = template.spec;
  return [
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: shortened(`${kind.toLowerCase()}-${name}`, 63),
        namespace,
        labels: template.metadata?.labels,
      },
      spec: { ...template.spec, restartPolicy, volumes: [...volumes, ...claimed] },
    },
  ];
}

describe.skipIf(!offered)("the manifests of every system", () => {
  const folder = mkdtempSync(join(tmpdir(), "trireme-manifests-"));
  const pair = certificateFor(["DNS:localhost"]);
  let definitions: readonly string[] = [];

  /** Asks the server what it would make of objects; nothing is made. */
  async function dryRun(objects: readonly object[]) {
    const file = join(folder, "objects.json");
    // Documents of their own: of a list kubectl would check the fields itself.
    writeFileSync(file, objects.map((object) => JSON.stringify(object)).join("\n---\n"));
    const strictly = ["--dry-run=server", "--validate=strict", "--server-side"];
    return await kubectl(["apply", ...strictly, "--filename", file], true);
  }

  beforeAll(async () => {
    definitions = await obtainDefinitions(progressOn());
    for (const file of definitions) {
      await kubectl(["apply", "--server-side", "--filename", file]);
      // kubectl fails at once, instead of waiting, on a definition that the server has not begun to tell the state of.
      const wait = ["wait", "--for=condition=Established", "--timeout=5s", "--filename", file];
      await eventually(
        60,
        async () => await kubectl(wait, true),
        ({ code }) => code === 0,
      );
    }
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    for (const file of definitions) await kubectl(["delete", "--filename", file, "--ignore-not-found"]);
  });

  async function accepted(variant: Variant): Promise<void> {
    // The server looks into a Secret of type kubernetes.io/tls.
    const all = await manifestsOf(variant, pair);
    const known = all.filter(({ apiVersion }) => !undefinedKinds.has(apiVersion));
    const namespaces = known.filter(({ kind }) => kind === "Namespace");
    expect(namespaces.length).toBeGreaterThan(0);
    try {
      await apply(...namespaces);
      await apply(...known.filter(({ kind }) => kind === "ServiceAccount"));
      const rest = known.filter(({ kind }) => !grounds.has(kind));
      const pods = known.flatMap(podOf);
      expect(pods.length).toBeGreaterThan(1);
      const { code, stdout, stderr } = await dryRun([...rest, ...pods]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout.match(/serverside-applied \(server dry run\)/g)).toHaveLength(rest.length + pods.length);
    } finally {
      const names = namespaces.map(({ metadata: { name } }) => name);
      await kubectl(["delete", "namespace", ...names, "--wait=false", "--ignore-not-found"]);
    }
  }

  it.each(variants().map((variant) => [variant.title, variant] as const))(
    "of %s are accepted with every field, and Pod Security lets in each pod",
    async (_, variant) => {
      await accepted(variant);
    },
  );

  it("of random systems with long names, and files and ports that are alike, are accepted as well", async () => {
    const given = process.env.TRIREME_SEED;
    const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
    console.log(`TRIREME_SEED=${seed}`);
    const settings = {
      ingress: { kind: "proxy", service: "LoadBalancer" },
      issuer: "letsencrypt",
      user: 10001,
    } as const;
    // The longest of them are refused, with the number that is allowed.
    const allowed = longNames.filter((system) => check(system, limitsOf("kubernetes")).length === 0);
    for (const [index, system] of fc.sample(allowed, { numRuns: 5, seed }).entries()) {
      const namespace = `random-${index}`;
      await accepted({ title: namespace, system, settings: { ...settings, namespace } });
      vi.restoreAllMocks();
    }
  });

  it("are refused where a field is misspelt or a pod asks for more", async () => {
    const [variant] = variants();
    const all = variant === undefined ? [] : await manifestsOf(variant);
    const deployment = all.find(({ kind }) => kind === "Deployment");
    const namespace = all.find(({ kind }) => kind === "Namespace");
    if (deployment === undefined || namespace === undefined) throw new Error("There is no Deployment.");
    const misspelt = { ...deployment, spec: { ...deployment.spec, replica: 1 } };
    const [pod] = podOf(deployment) as { spec: object }[];
    const asking = { ...pod, spec: { ...pod?.spec, hostNetwork: true, serviceAccountName: "asking" } };
    await apply(
      { ...namespace, metadata: { ...namespace.metadata, name: "misspelt" } },
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "asking", namespace: "misspelt" } },
    );
    try {
      const elsewhere = (object: object) => ({
        ...object,
        metadata: { ...(object as Manifest).metadata, namespace: "misspelt" },
      });
      expect((await dryRun([elsewhere(misspelt)])).stderr).toContain(
        ".spec.replica: field not declared in schema",
      );
      expect((await dryRun([elsewhere(asking)])).stderr).toMatch(
        /violates PodSecurity "restricted:latest": host namespaces/,
      );
    } finally {
      await kubectl(["delete", "namespace", "misspelt", "--wait=false"]);
    }
  });
});
