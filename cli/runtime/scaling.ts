import type { Kubectl } from "./kubectl";

/** Seconds that a rollout, or the end of pods beyond their own grace, may take. */
const patience = 300;

/** What runs pods, as far as its number of them is changed. */
export interface Scaled {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly spec: { readonly terminationGracePeriodSeconds?: number } };
  };
}

/** Stops the pods of a stack's components, and starts them again. */
export class Scaling {
  constructor(
    private readonly kubectl: Kubectl,
    /** Selects what is the stack's. */
    private readonly own: string,
  ) {}

  async down(kind: "deployment" | "statefulset", { metadata: { name }, spec }: Scaled): Promise<void> {
    const grace = (spec.template.spec.terminationGracePeriodSeconds ?? 30) + patience;
    const selector = `${this.own},app.kubernetes.io/name=${name}`;
    await this.kubectl.run(["scale", kind, name, "--replicas=0"]);
    const role = kind === "deployment" ? "service" : "store";
    await this.kubectl.run([
      ...["wait", "pods", "--selector", `${selector},app.kubernetes.io/component=${role}`],
      ...["--for=delete", `--timeout=${grace}s`],
    ]);
  }

  async up(kind: "deployment" | "statefulset", { metadata: { name }, spec }: Scaled): Promise<void> {
    await this.kubectl.run(["scale", kind, name, `--replicas=${spec.replicas ?? 1}`]);
    await this.kubectl.run(["rollout", "status", `${kind}/${name}`, `--timeout=${patience}s`]);
  }
}
