import type { TestProject } from "vitest/node";
import { Checkout } from "./checkout";
import { engine, leftovers } from "./engine";

declare module "vitest" {
  interface ProvidedContext {
    /** The copy of the project whose `dev` stack is up. */
    readonly checkout: string;
    /** What `npm start` wrote. */
    readonly started: string;
  }
}

/** Host ports of the suite's stack, apart from those of a developer's own. */
export const ports = { http: 18080, db: 15432 };

/** A network of the engine that the suite's stack did not make, and its ingress joins. */
export const edgeNetwork = "trireme-e2e-edge";

/** What the suite's checkout changes of single resources. */
const transforms = `import { output } from "@pulumi/pulumi";
import type { DockerTransforms } from "../../../components/docker/children";

export default {
  service: {
    container: (args, _opts, { component }) => {
      if (component !== "mcp") return;
      args.ulimits = [{ name: "nofile", soft: 4096, hard: 8192 }];
      args.labels = output(args.labels).apply((labels = []) => [
        ...labels,
        { label: "com.example.logs", value: "shipped" },
      ]);
    },
  },
} satisfies DockerTransforms;
`;

/** SyftHub's development stack on the suite's own ports. */
export function stackFile(extra = ""): string {
  return `config:
  trireme:system: syfthub
  trireme:environment: development
  trireme:target: docker
  trireme:docker: { network: ${edgeNetwork} }
  trireme:settings:
    ports: { http: ${ports.http}, db: ${ports.db} }
${extra}`;
}

/** Brings SyftHub's development stack up once for all files, with the command a user types, and removes it after. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const checkout = Checkout.create();
  // Another stack's name than a developer's, so that neither finds the other's containers.
  checkout.write("Pulumi.e2e.yaml", stackFile());
  checkout.commit("Pulumi.e2e.yaml");
  checkout.write("stacks/systems/syfthub/transforms.docker.ts", transforms);
  // One that an interrupted run left behind.
  await engine()
    .getNetwork(edgeNetwork)
    .remove()
    .catch(() => undefined);
  const edge = await engine().createNetwork({ Name: edgeNetwork, CheckDuplicate: true });
  const teardown = async (): Promise<void> => {
    const destroyed = await checkout.trireme("destroy", "e2e", "--yes", "--skip-preview");
    const left = [...(await leftovers("e2e"))];
    await edge.remove().catch(() => left.push(edgeNetwork));
    if (destroyed.code !== 0 || left.length > 0)
      throw new Error(`The suite left ${left.join(", ")} behind.\n${destroyed.output}`);
    checkout.remove();
  };
  const started = await checkout.trireme("start", "e2e");
  try {
    if (started.code !== 0) throw new Error(`npm start failed:\n${started.output}`);
    await engine().ping();
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide("checkout", checkout.folder);
  project.provide("started", started.output);
  return teardown;
}
