import { cpSync, existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { cachedEntry, cacheEntry, contentKey } from "../../setup/cache";
import { PlainError } from "../../setup/errors";
import { hasGo } from "../build/go";
import { run } from "../../setup/processes";
import type { Progress } from "../../setup/progress";

const ENTRY = "definitions";

const prometheusOperator = {
  module: "github.com/prometheus-operator/prometheus-operator@v0.85.0",
  sum: "h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=",
} as const;
const operatorFiles = (...kinds: readonly string[]): readonly string[] =>
  kinds.map((kind) => `example/prometheus-operator-crd/monitoring.coreos.com_${kind}.yaml`);

/** Go modules that hold the definitions of their kinds, with the checksum of each. */
const modules = [
  {
    module: "sigs.k8s.io/gateway-api@v1.3.0",
    sum: "h1:q6okN+/UKDATola4JY7zXzx40WO4VISk7i9DIfOvr9M=",
    files: ["config/crd/standard/gateway.networking.k8s.io_httproutes.yaml"],
  },
  {
    module: "github.com/cert-manager/cert-manager@v1.21.2",
    sum: "h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=",
    files: ["deploy/crds/cert-manager.io_certificates.yaml"],
  },
  {
    module: "github.com/cloudnative-pg/plugin-barman-cloud@v0.15.0",
    sum: "h1:gNVytrzzYUE08wxLDrjfJqy1FPPSFkMe1OEr4s4pVI0=",
    files: ["config/crd/bases/barmancloud.cnpg.io_objectstores.yaml"],
  },
  {
    ...prometheusOperator,
    files: operatorFiles("alertmanagerconfigs", "podmonitors", "prometheusrules"),
  },
  {
    module: "github.com/kedacore/keda/v2@v2.20.2",
    sum: "h1:SR60v8uIcelbveS8n/1jcl8tLdBBIbHMxmdOHw8tKqA=",
    files: ["config/crd/bases/keda.sh_scaledobjects.yaml"],
  },
] as const;

type Module = Readonly<Record<"module" | "sum", string>> & { readonly files: readonly string[] };

const key = contentKey({ modules: JSON.stringify(modules) });

/** All that the Prometheus Operator itself has to find in a cluster, by the same module. */
const operatorModule = {
  ...prometheusOperator,
  files: operatorFiles(
    ...["alertmanagerconfigs", "alertmanagers", "podmonitors", "probes", "prometheusagents"],
    ...["prometheuses", "prometheusrules", "scrapeconfigs", "servicemonitors", "thanosrulers"],
  ),
};

/** Whether the definitions can be had here. */
export async function hasDefinitions(): Promise<boolean> {
  return cachedEntry(ENTRY, key) !== undefined ? true : await hasGo();
}

async function fetchModule({ module, sum, files }: Module, folder: string): Promise<void> {
  const { stdout } = await run("go", ["mod", "download", "-json", module], { cwd: "/" });
  const { Dir, Sum } = JSON.parse(stdout) as { readonly Dir?: string; readonly Sum?: string };
  if (Dir === undefined || Sum !== sum)
    throw new PlainError(
      `${module} has the checksum ${Sum ?? "none"}, not ${sum}: it is not what was pinned.`,
    );
  for (const file of files) {
    const path = join(Dir, file);
    if (!existsSync(path)) throw new PlainError(`${module} has no ${file}.`);
    cpSync(path, join(folder, basename(file)));
  }
}

/**
 * Files with the definitions of kinds that no cluster has by itself: HTTPRoute of the Gateway API, Certificate of
 * cert-manager, ObjectStore of CloudNativePG's plugin for Barman Cloud, what the Prometheus Operator reads, ScaledObject of KEDA.
 *
 * @throws PlainError for a module that is not the pinned one
 */
export async function obtainDefinitions(progress: Progress): Promise<readonly string[]> {
  return await obtained(ENTRY, modules, progress);
}

/**
 * Files with the definitions of all kinds of the Prometheus Operator, without which its program does not start.
 *
 * @throws PlainError for a module that is not the pinned one
 */
export async function obtainOperatorDefinitions(progress: Progress): Promise<readonly string[]> {
  return await obtained("operator-definitions", [operatorModule], progress);
}

async function obtained(
  entry: string,
  all: readonly Module[],
  progress: Progress,
): Promise<readonly string[]> {
  const own = contentKey({ modules: JSON.stringify(all) });
  const folder =
    cachedEntry(entry, own) ??
    (await progress.step("Downloading the definitions of further kinds", (step) =>
      cacheEntry(entry, own, step, async (target) => {
        for (const one of all) await fetchModule(one, target);
      }),
    ));
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => join(folder, name));
}
