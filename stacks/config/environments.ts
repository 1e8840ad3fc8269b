import { customTls, type Environment, type Tls } from "../../components/model";
import { targets } from "../../components/targets";
import type { StackConfig } from "./schema";

/** What an environment means where the stack's configuration says nothing else. */
export interface EnvironmentDefaults {
  readonly replicas: number;
  /** Where the images come from when no checkout is named. */
  readonly images: "registry" | "sample";
  /** Stores are protected and outlive their stack. */
  readonly protect: boolean;
}

export const environments: Readonly<Record<Environment["name"], EnvironmentDefaults>> = {
  development: { replicas: 1, images: "sample", protect: false },
  staging: { replicas: 1, images: "registry", protect: false },
  production: { replicas: 2, images: "registry", protect: true },
};

/** Where the system's own images come from: as said, from the checkout that is named, or as usual for the environment. */
export function imageMode(
  config: Pick<StackConfig, "images" | "sources" | "environment"> & Partial<Pick<StackConfig, "target">>,
): NonNullable<StackConfig["images"]> {
  // Nodes and tasks pull theirs.
  if (config.target !== undefined && targets[config.target].pulls !== undefined)
    return config.images ?? "registry";
  return (
    config.images ?? (config.sources === undefined ? environments[config.environment].images : "sources")
  );
}

function tlsOf({ tls }: StackConfig["settings"]): Tls | undefined {
  if (tls === undefined) return undefined;
  switch (tls.mode) {
    case "lets-encrypt":
      return {
        mode: tls.mode,
        email: tls.email ?? "",
        ...(tls.server === undefined ? {} : { server: tls.server }),
        ...(tls.ca === undefined ? {} : { caCertificate: tls.ca }),
      };
    case "custom":
      return customTls;
    case "self-signed":
      return { mode: tls.mode };
    default:
      return tls.mode satisfies never;
  }
}

/** The knobs that a system reads, from the configuration and the environment's defaults. */
export function environmentOf(config: StackConfig): Environment {
  const { settings } = config;
  const tls = tlsOf(settings);
  return {
    name: config.environment,
    domain: config.domain,
    repository: config.imageRepository ?? `trireme.local/${config.system}`,
    tag: config.imageTag ?? "development",
    replicas: config.replicas ?? environments[config.environment].replicas,
    ports: settings.ports,
    ...(tls === undefined ? {} : { tls }),
    ...(settings.gpus === undefined ? {} : { gpus: settings.gpus }),
    ...(settings.allowedAddresses === undefined ? {} : { allowedAddresses: settings.allowedAddresses }),
    ...(settings.monitoring?.enabled === true ? { monitored: true } : {}),
    ...(settings.bucket === undefined ? {} : { bucket: settings.bucket }),
  };
}
