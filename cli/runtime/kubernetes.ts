import { createHash } from "node:crypto";
import type { Job, Pod } from "../../components/kubernetes/runtime/objects";
import { siteServerOf, type Ingress } from "../../components/model";
import { ingressPlaces } from "../../components/render/proxy/places";
import { PlainError } from "../../setup/errors";
import { KubernetesOperations } from "../operations/kubernetes";
import type { Progress } from "../../setup/progress";
import type { JobRun } from "../release/releases";
import { StandingKeeper } from "../backup/standing";
import { exportedResources } from "../stack";
import { ownerOf } from "../stack/containers";
import { configOf, systemOf } from "../stack/system";
import { certificateCommand } from "../verify/certificate";
import { ofComponent, type Container } from "../verify/containers";
import { besidePod, type Keeper } from "./beside";
import { liveData, refuseUnfit } from "./disks";
import { Kubectl } from "./kubectl";
import { belonging, refuseOther, refuseTakeover, type Belonging, type LiveNamespace } from "./namespace";
import { containersOf, instancesOf, jobRunsOf, ownObjects } from "./pods";
import { creditedStore, retirementPod, type CredentialsJob } from "./retirement";
import { takenRoutes } from "./routes";
import type {
  CommandLine,
  ContainerRuntime,
  Ended,
  IngressState,
  Instance,
  RotatedStore,
  SavedStore,
} from "./runtime";
import type { TargetRuntime } from "./target";
import { Scaling, type Scaled } from "./scaling";
import { ContainerVerifier } from "./verifier";

interface Placed {
  readonly status?: {
    readonly hostIP?: string;
    readonly phase?: string;
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] };
  };
}

interface WithVolumes {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly volumes?: readonly { readonly configMap?: { readonly name: string } }[] };
    };
  };
}

/** A stack in a namespace of a cluster. */
class KubernetesRuntime implements ContainerRuntime {
  private readonly kubectl: Kubectl;
  private readonly own: string;
  private readonly scaling: Scaling;
  private looked: Promise<Belonging> | undefined;

  constructor(
    private readonly stack: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.kubectl = new Kubectl(stack, env);
    this.own = ownObjects(this.kubectl.prefix);
    this.scaling = new Scaling(this.kubectl, this.own);
  }

  async instances(): Promise<readonly Instance[]> {
    return instancesOf(await this.pods());
  }

  async inspected(): Promise<readonly Container[]> {
    return containersOf(await this.pods(), await this.jobs());
  }

  async exec(instance: string, argv: readonly string[]): Promise<Ended> {
    const [pod = "", container = ""] = instance.split("/");
    const words = ["exec", pod, "--container", container, "--", ...argv];
    const { code, stdout, stderr } = await this.kubectl.run(words, true);
    const said = (stdout + stderr).replace(/^command terminated with exit code \d+\n?/m, "");
    return { code, output: code === 0 ? stdout : said.trim() };
  }

  execCommand({ id }: Instance, argv: readonly string[], reads?: "reads"): CommandLine {
    const [pod = "", container = ""] = id.split("/");
    const input = reads === undefined ? [] : ["--stdin"];
    return this.kubectl.line("exec", ...input, pod, "--container", container, "--", ...argv);
  }

  interactive({ id }: Instance, argv: readonly string[]): string {
    const [pod = "", container = ""] = id.split("/");
    return this.kubectl.line("exec", "-it", pod, "--container", container, "--", ...argv).join(" ");
  }

  async jobRuns(): Promise<readonly JobRun[]> {
    return jobRunsOf(await this.jobs());
  }

  async withoutWriters<T>(
    components: readonly string[],
    progress: Progress,
    body: () => Promise<T>,
  ): Promise<T> {
    await this.refuseOther();
    const busy = (await this.jobRuns()).find(({ job, ended }) => components.includes(job) && !ended);
    if (busy !== undefined)
      throw new PlainError(`Job ${busy.job} is running and writes to the store; wait until it has ended.`);
    const all = await this.kubectl.list<Scaled>(
      "deployments",
      `${this.own},app.kubernetes.io/component=service`,
    );
    const found = all.filter(({ metadata }) => components.includes(metadata.name));
    if (found.length === 0) return await body();
    const names = components.join(", ");
    try {
      await progress.step(`Stopping ${names}`, () =>
        Promise.all(found.map((one) => this.scaling.down("deployment", one))),
      );
      return await body();
    } finally {
      await progress.step(`Starting ${names}`, () =>
        Promise.all(found.map((one) => this.scaling.up("deployment", one))),
      );
    }
  }

  async stopped<T>({ store }: SavedStore, progress: Progress, body: () => Promise<T>): Promise<T> {
    await this.refuseOther();
    const found = await this.kubectl.get<Scaled>("statefulset", store.name);
    if (found === undefined || found.spec.replicas !== 1)
      throw new PlainError(
        `${store.name} is run by ${found === undefined ? "an operator" : "several servers"}, whose files cannot be exchanged. Restore beside it: --to scratch; or run it as one server first.`,
      );
    try {
      await progress.step(`Stopping ${store.name}`, () => this.scaling.down("statefulset", found));
      return await body();
    } finally {
      await progress.step(`Starting ${store.name}`, () => this.scaling.up("statefulset", found));
    }
  }

  async beside({ store, saver }: SavedStore, argv: readonly string[]): Promise<Ended> {
    await this.refuseOther();
    const keeper = await this.kubectl.get<Keeper>("deployment", saver.component);
    if (keeper === undefined)
      throw new PlainError(
        `There is no Deployment ${saver.component}, which backs up ${store.name}. Deploy it: npx trireme up`,
      );
    return await this.kubectl.ran(besidePod(keeper, store, argv, Date.now()), "backup");
  }

  async rotated(): Promise<ReadonlyMap<string, RotatedStore>> {
    await this.refuseOther();
    const jobs = await this.kubectl.list<CredentialsJob>(
      "jobs",
      `${this.own},app.kubernetes.io/component=credentials`,
    );
    return new Map(
      jobs.map((job) => [
        creditedStore(job),
        { inForce: (job.status?.succeeded ?? 0) > 0, retire: () => this.retire(job) },
      ]),
    );
  }

  /** SHA-256 of a file that the pods of a Deployment are given; undefined where there is no such Deployment. */
  private async given(name: string, file: string): Promise<string | undefined> {
    const deployment = await this.kubectl.get<WithVolumes>("deployment", name);
    if (deployment === undefined) return undefined;
    const volumes = deployment.spec.template.spec.volumes ?? [];
    const given = volumes.flatMap(({ configMap }) => configMap?.name ?? [])[0] ?? "";
    const map = await this.kubectl.get<{ readonly data?: Readonly<Record<string, string>> }>(
      "configmap",
      given,
    );
    return createHash("sha256")
      .update(map?.data?.[file] ?? "")
      .digest("hex");
  }

  async ingress(ingress: Ingress, containers: readonly Container[]): Promise<IngressState> {
    await this.refuseOther();
    const { name, engine = "nginx" } = ingress;
    const configuration = await this.given(name, ingressPlaces[engine].configuration);
    if (configuration === undefined) return await takenRoutes(this.kubectl, this.own);
    const server = siteServerOf({ ingress });
    const sites =
      server === undefined ? undefined : await this.given(server.name, ingressPlaces.nginx.configuration);
    const [proxy] = ofComponent(containers, name, "proxy");
    return {
      kind: "proxy",
      configuration,
      ...(sites === undefined ? {} : { sites }),
      certificate:
        proxy === undefined
          ? { code: 1, output: "the proxy does not run" }
          : await this.exec(proxy.Name.slice(1), certificateCommand(ingress)),
      address: await this.address(name),
    };
  }

  async leftovers(): Promise<() => Promise<string>> {
    const { namespace } = this.kubectl;
    const { to } = await this.belonging();
    return async () => {
      const { metadata } = (await this.kubectl.get<LiveNamespace>("namespace", namespace)) ?? {};
      if (metadata === undefined) return "";
      return to === "stack"
        ? `The namespace ${namespace} is kept, with the disks in it. Remove it with all data: kubectl delete namespace ${namespace}`
        : `There is a namespace ${namespace} that was not in this checkout's state: it may be another checkout's, or what an earlier destroy kept. Find out before you remove it: kubectl get all,pvc --namespace ${namespace}`;
    };
  }

  /**
   * Refuses to deploy over what another checkout runs under this stack's name.
   *
   * @throws PlainError with the way through
   */
  async refuseTakeover(): Promise<void> {
    const found = await this.belonging();
    if (found.to !== "other") return;
    const pods = await this.kubectl.list<Pod>("pods", this.own);
    refuseTakeover(found, this.stack, pods.filter(({ status }) => status?.phase === "Running").length);
  }

  /** Whose the namespace is that the cluster has under the stack's name for it; looked up once. */
  private belonging(): Promise<Belonging> {
    this.looked ??= (async () => {
      const { namespace, prefix } = this.kubectl;
      const [resources, live] = await Promise.all([
        exportedResources(this.stack, this.env),
        this.kubectl.get<LiveNamespace>("namespace", namespace),
      ]);
      return belonging(ownerOf(this.stack), prefix, resources, namespace, live);
    })();
    return this.looked;
  }

  private async refuseOther(): Promise<void> {
    refuseOther(await this.belonging(), this.stack);
  }

  private async retire(job: CredentialsJob): Promise<string> {
    const { code, output } = await this.kubectl.ran(retirementPod(job, Date.now()), "credentials");
    if (code !== 0) throw new PlainError(output);
    return output;
  }

  private async pods(): Promise<readonly Pod[]> {
    await this.refuseOther();
    const [pods, operated] = await Promise.all([
      this.kubectl.list<Pod>("pods", this.own),
      this.kubectl.list<Pod>("pods", "cnpg.io/podRole=instance"),
    ]);
    // The operator may give its pods the labels of all others too.
    return [...new Map([...pods, ...operated].map((pod) => [pod.metadata.name, pod])).values()];
  }

  private async jobs(): Promise<readonly Job[]> {
    await this.refuseOther();
    return await this.kubectl.list<Job>("jobs", `${this.own},app.kubernetes.io/component=job`);
  }

  /** Where the proxy is reached: its balancer, or a node that one of its pods is on, for others pass nothing on. */
  private async address(name: string): Promise<string> {
    const service = await this.kubectl.get<Placed>("service", name);
    const balancer = service?.status?.loadBalancer?.ingress?.[0]?.ip;
    if (balancer !== undefined) return balancer;
    const selector = `${this.own},app.kubernetes.io/component=proxy`;
    const pods = await this.kubectl.list<Placed>("pods", selector);
    return pods.find(({ status }) => status?.phase === "Running")?.status?.hostIP ?? "127.0.0.1";
  }
}

export const kubernetes: TargetRuntime = {
  open: (stack, env) => new KubernetesRuntime(stack, env),
  containers: (stack, env) => new KubernetesRuntime(stack, env),
  keeper: (stack, env, progress) =>
    new StandingKeeper(systemOf(stack), stack, new KubernetesRuntime(stack, env), progress),
  operations: (stack, env) =>
    new KubernetesOperations(stack, env, new Kubectl(stack, env), () =>
      new KubernetesRuntime(stack, env).instances(),
    ),
  verifier: (stack, env) => new ContainerVerifier(stack, new KubernetesRuntime(stack, env)),
  refuseTakeover: (stack, env) => new KubernetesRuntime(stack, env).refuseTakeover(),
  refuseUnfit: async (stack, system, env) => {
    refuseUnfit(
      stack,
      system,
      await liveData(new Kubectl(stack, env), configOf(stack).kubernetes?.storageClass),
    );
  },
  leftovers: (stack, env) => new KubernetesRuntime(stack, env).leftovers(),
  // What is left of the namespace is told after it, with the command.
  lettingGo: () => "It goes with its namespace:",
  keepsData: (stack) =>
    `--delete-data does not work on Kubernetes, where the data goes with its namespace: npx trireme destroy ${stack} prints the command.`,
};
