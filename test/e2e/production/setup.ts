import type { TestProject } from "vitest/node";
import { Checkout } from "../docker/checkout";
import { engine, leftovers } from "../docker/engine";
import type { Subject } from "../../support/drivers/driver";
import { Sshd } from "./sshd";

/** The production stack that the suite's files share. */
export interface Production extends Subject {
  /** `ssh://…` through which the engine is reached. */
  readonly host: string;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly production: Production;
    /** The same for the tests that every target passes. */
    readonly subject: Subject;
  }
}

/** Resolves to loopback everywhere, and is not a name that the configuration refuses for production. */
const domain = "hub.localhost";

/** The stack's file; `settings` are further lines of `trireme:settings`, `extra` of the configuration. */
export function stackFile(
  { host, http, https }: Pick<Production, "host" | "http" | "https">,
  settings = "",
  extra = "",
): string {
  return `config:
  trireme:system: syfthub
  trireme:environment: production
  trireme:target: docker
  trireme:host: ${host}
  trireme:domain: ${domain}
  trireme:images: sample
${extra}  trireme:settings:
    ports: { http: ${http}, https: ${https} }
${settings}`;
}

/** Removes a production stack and what outlives it by design; throws when anything is left. */
export async function removeProduction(checkout: Checkout, stack: string): Promise<void> {
  await checkout.pulumi("state", "unprotect", "--all", "--yes", "--stack", stack);
  const destroyed = await checkout.trireme("destroy", stack, "--yes", "--skip-preview");
  // Stores are retained on delete.
  const { Volumes } = await engine().listVolumes();
  for (const { Name } of Volumes.filter((volume) => volume.Name.startsWith(`syfthub-${stack}-`)))
    await engine().getVolume(Name).remove();
  const left = await leftovers(stack);
  if (destroyed.code !== 0 || left.length > 0)
    throw new Error(`The suite left ${left.join(", ")} behind.\n${destroyed.output}`);
}

/** Projects that run at once have stacks of their own; `load` runs when they have ended. */
const places: Readonly<Record<string, { readonly stack: string; readonly http: number }>> = {
  recovery: { stack: "data-e2e", http: 16580 },
};
const elsewhere = { stack: "prod-e2e", http: 18580 };

/**
 * Brings SyftHub's production stack up once for all files, through SSH, and removes it after.
 * TRIREME_E2E_STACK and TRIREME_E2E_PORT give it another name and other ports, where one suite is run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const place = places[project.name] ?? elsewhere;
  const stack = process.env.TRIREME_E2E_STACK ?? place.stack;
  const http = Number(process.env.TRIREME_E2E_PORT ?? place.http);
  const sshd = await Sshd.start(http + 500, process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock");
  let checkout: Checkout | undefined;
  const teardown = async (): Promise<void> => {
    try {
      if (checkout !== undefined) await removeProduction(checkout, stack);
      checkout?.remove();
    } finally {
      await sshd.stop();
    }
  };
  try {
    checkout = Checkout.create();
    const ports = { http, https: http + 263 };
    const subject = { target: "docker", stack, domain, address: "127.0.0.1", ...ports } as const;
    const production = { ...subject, host: sshd.host, folder: checkout.folder };
    const file = `Pulumi.${stack}.yaml`;
    checkout.write(file, stackFile(production));
    checkout.commit(file);
    const started = await checkout.trireme("start", stack);
    if (started.code !== 0) throw new Error(`npm start failed:\n${started.output}`);
    project.provide("production", { ...production, started: started.output });
    project.provide("subject", { ...production, started: started.output });
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
