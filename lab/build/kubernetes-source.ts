import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { rewrite, type Trim } from "./go-trim";

/** The Go module of Pulumi's own Kubernetes plugin. */
export const kubernetesModule = "github.com/pulumi/pulumi-kubernetes/provider/v4";
/** Its main package. */
export const kubernetesMain = `${kubernetesModule}/cmd/pulumi-resource-kubernetes`;

/** Pulumi's Go SDK for Kubernetes: its hundreds of packages are more than half of what is compiled, and only the parts below need it. */
const SDK = "github.com/pulumi/pulumi-kubernetes/sdk/v4";
/**
 * What stays behind: the component resources `helm.sh/v4:Chart`, `yaml/v2:ConfigFile`, `yaml/v2:ConfigGroup` and
 * `kustomize/v2:Directory`, the helpers that they alone call, and what writes SDKs for other languages.
 */
const LEFT_OUT = [
  ...["pkg/provider/helm", "pkg/provider/kustomize", "pkg/provider/yaml"],
  ...["pkg/helm/fake.go", "pkg/helm/keyring.go", "pkg/helm/tool.go", "pkg/helm/values.go"],
  ...["pkg/gen/_go-templates", "pkg/gen/testdata"],
];
/** What the plugin is made of; the rest of its module are programs that generate it. */
const PARTS = ["go.mod", "go.sum", "pkg", "cmd/pulumi-resource-kubernetes"];
const COMPONENTS = "pkg/provider/provider_construct.go";

/** Whether a file or folder of the module, by its path in it, is part of what is built. */
export function isBuilt(path: string): boolean {
  if (path.endsWith("_test.go")) return false;
  return !LEFT_OUT.some((left) => path === left || path.startsWith(`${left}/`));
}

/** The list of component resources without any: asked for one, the plugin answers that the type is unknown. */
export function withoutComponents(source: string): string {
  return source
    .split("\n")
    .filter((line) => !/\bprovider(?:helmv4|kustomizev2|yamlv2)\b/.test(line))
    .join("\n");
}

/** The `go.mod` of the copy: nothing in it needs Pulumi's Go SDK for Kubernetes. */
export function withoutSdk(goMod: string): string {
  return goMod
    .split("\n")
    .filter((line) => !line.includes(SDK))
    .join("\n");
}

/** A schema as upstream's `generate.go` embeds it. */
export function embeddedSchema(schema: string, version: string): string {
  return JSON.stringify({ ...(JSON.parse(schema) as object), version });
}

/**
 * Pulumi's own Kubernetes plugin without its component resources, which take more than half of thirteen minutes to compile.
 *
 * @param version what the schema calls itself
 */
export function kubernetesSource(version: string): Trim {
  return {
    module: kubernetesModule,
    key: { leftOut: LEFT_OUT.join(" "), schema: version },
    copy: (upstream, source) => {
      const filter = (path: string): boolean => isBuilt(relative(upstream, path));
      for (const part of PARTS) {
        cpSync(join(upstream, part), join(source, part), { recursive: true, filter });
      }
      rewrite(join(source, COMPONENTS), withoutComponents);
      rewrite(join(source, "go.mod"), withoutSdk);
      const main = (name: string): string => join(source, "cmd", "pulumi-resource-kubernetes", name);
      const generate = (name: string, made: (text: string) => string): void =>
        writeFileSync(main(`${name}-embed.json`), made(readFileSync(main(`${name}.json`), "utf8")));
      generate("schema", (text) => embeddedSchema(text, version));
      generate("terraform-mapping", (text) => JSON.stringify(JSON.parse(text)));
    },
  };
}
