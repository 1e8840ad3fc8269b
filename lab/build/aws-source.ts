import { cpSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { rewrite, type Trim } from "./go-trim";

const PACKAGES = "internal/provider/sdkv2/service_packages_gen.go";
const CLIENTS = "internal/conns/awsclient_gen.go";
/** Helpers of upstream's own tests: what they call is not in the plugin. */
const HELPERS = ["internal/acctest", "internal/sweep"];
/** What the provider's packages are made of; the rest of its module is tests and documentation. */
const PARTS = ["go.mod", "go.sum", "internal", "names", "version"];

/** The list of service packages with only those that are kept. */
export function keepServices(source: string, services: readonly string[]): string {
  const named = (line: string): string | undefined =>
    /^\s+"[^"]+\/internal\/service\/(\w+)"$/.exec(line)?.[1] ??
    /^\s+(\w+)\.ServicePackage\(ctx\),$/.exec(line)?.[1];
  return source
    .split("\n")
    .filter((line) => {
      const service = named(line);
      return service === undefined || services.includes(service);
    })
    .join("\n");
}

/** The getters of AWS clients with only those that are called, and the imports that these need. */
export function keepClients(source: string, called: ReadonlySet<string>): string {
  const getter = /^func \(c \*AWSClient\) (\w+)\([\s\S]*?\n}\n/gm;
  const getters = [...source.matchAll(getter)];
  const kept = getters.filter(([, name = ""]) => called.has(name)).map(([text]) => text);
  const used = new Set([...kept.join("").matchAll(/\b(\w+)\./g)].map(([, name = ""]) => name));
  const head = source
    .slice(0, getters[0]?.index ?? source.length)
    .split("\n")
    .filter((line) => {
      const imported = /^\s+(?:(\w+) )?"github\.com\/aws\/aws-sdk-go-v2\/service\/(\w+)"$/.exec(line);
      const name = imported?.[1] ?? imported?.[2];
      return name === undefined || used.has(name);
    });
  return `${head.join("\n").trimEnd()}\n\n${kept.join("\n")}`;
}

/** The names of client getters that Go sources call. */
export function clientsCalled(source: string): readonly string[] {
  return [...source.matchAll(/\.(\w+Client)\(/g)].map(([, name = ""]) => name);
}

function goFilesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".go"))
    .map((entry) => join(entry.parentPath, entry.name));
}

function copyParts(from: string, to: string, services: readonly string[]): void {
  const wanted = (path: string): boolean => {
    if (basename(path) === "testdata" || path.endsWith("_test.go")) return false;
    const service = /^internal\/service\/(\w+)(?:\/|$)/.exec(relative(from, path))?.[1];
    return service === undefined || services.includes(service);
  };
  for (const part of PARTS) cpSync(join(from, part), join(to, part), { recursive: true, filter: wanted });
}

/**
 * The upstream provider of AWS has some 260 services; compiling all takes an hour and more memory than most machines have.
 *
 * @param services folders below `internal/service` that stay
 */
export function awsSource(services: readonly string[]): Trim {
  return {
    module: "github.com/hashicorp/terraform-provider-aws",
    key: { services: services.join(" ") },
    copy: (upstream, source) => {
      copyParts(upstream, source, services);
      rewrite(join(source, PACKAGES), (text) => keepServices(text, services));
      const files = goFilesBelow(join(source, "internal")).filter(
        (path) => !path.endsWith(CLIENTS) && !HELPERS.some((folder) => path.startsWith(join(source, folder))),
      );
      const called = new Set(files.flatMap((path) => clientsCalled(readFileSync(path, "utf8"))));
      rewrite(join(source, CLIENTS), (text) => keepClients(text, called));
    },
  };
}
