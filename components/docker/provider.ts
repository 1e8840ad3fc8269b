import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as docker from "@pulumi/docker";
import type { ComponentResourceOptions } from "@pulumi/pulumi";

/** The registry of an image reference, as logins name it: `ghcr.io`, `docker.io`. */
export function registryOf(reference: string): string {
  const [first = "", ...rest] = reference.split("/");
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : "docker.io";
}

interface DockerConfig {
  readonly auths?: Readonly<Record<string, unknown>>;
  readonly credHelpers?: Readonly<Record<string, unknown>>;
}

function hostOf(address: string): string {
  const host = address.replace(/^https?:\/\//, "").split("/")[0] ?? "";
  return host === "index.docker.io" ? "docker.io" : host;
}

/** The registries of images for which `docker login`, or a credential helper, has a login. */
export function registriesWithLogin(
  references: readonly string[],
  configText: string | undefined,
): readonly string[] {
  if (configText === undefined) return [];
  const { auths, credHelpers } = JSON.parse(configText) as DockerConfig;
  const known = new Set([...Object.keys(auths ?? {}), ...Object.keys(credHelpers ?? {})].map(hostOf));
  return [...new Set(references.map(registryOf))].filter((registry) => known.has(registry)).sort();
}

function dockerConfig(): string | undefined {
  const file = join(process.env.DOCKER_CONFIG ?? join(homedir(), ".docker"), "config.json");
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

export interface EngineProviderArgs {
  /** @default what `DOCKER_HOST` names */
  readonly host: string | undefined;
  /** Images that are pulled. */
  readonly references: readonly string[];
}

/**
 * Options with a provider for the engine that the stack names. It pulls with the logins of the operator's
 * own Docker configuration; no credential is in the provider's configuration or in the state.
 */
export function onEngine(
  prefix: string,
  { host, references }: EngineProviderArgs,
  opts: ComponentResourceOptions = {},
): ComponentResourceOptions {
  const registries = registriesWithLogin(references, dockerConfig());
  if (host === undefined && registries.length === 0) return opts;
  const provider = new docker.Provider(`${prefix}-engine`, {
    ...(host === undefined ? {} : { host }),
    ...(registries.length === 0
      ? {}
      : { registryAuth: registries.map((address) => ({ address: `https://${address}` })) }),
  });
  return { ...opts, providers: [provider] };
}
