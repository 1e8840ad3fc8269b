import type { TestProject } from "vitest/node";
import { environmentAt, startAwsEndpoint } from "../../../lab/tools/aws-endpoint";
import { prepare } from "../../../setup/environment";
import { progressOn } from "../../../setup/progress";

declare module "vitest" {
  interface ProvidedContext {
    /** The environment in which commands reach Pulumi and the endpoint. */
    readonly env: Readonly<Record<string, string>>;
    /** URL of the server that takes the place of AWS. */
    readonly endpoint: string;
  }
}

/** Makes one server answer that mocks AWS for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const progress = progressOn();
  const [env, endpoint] = await Promise.all([
    prepare(["cli", "plugins", "aws-plugin"], progress),
    startAwsEndpoint(progress),
  ]);
  const set = Object.entries({ ...env, ...environmentAt(endpoint.url) }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  project.provide("env", Object.fromEntries(set));
  project.provide("endpoint", endpoint.url);
  return endpoint.stop;
}
