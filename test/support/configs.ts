import type { Environment } from "../../components/model";
import { parse } from "../../stacks/config/parse";
import type { StackConfig } from "../../stacks/config/schema";
import { systems } from "../../stacks/systems";

/** What a stack's file says of its environment. */
export type Knobs = Pick<StackConfig, "replicas"> & { readonly settings?: Readonly<Record<string, unknown>> };

/** A stack on Docker whose images are pulled. */
export function configured(
  system: StackConfig["system"],
  environment: Environment["name"],
  knobs: Knobs,
): StackConfig {
  return parse({
    system,
    environment,
    target: "docker",
    domain: "app.example.com",
    images: "registry",
    imageRepository: "ghcr.io/your-org/app",
    imageTag: "v1",
    ...knobs,
  });
}

/** Every system in every environment. */
export const places = (Object.keys(systems) as StackConfig["system"][]).flatMap((system) =>
  (["development", "staging", "production"] as const).map((environment) => ({ system, environment })),
);
