import type { HealthClient } from "../../components/aws/runtime/health";
import { engineOf, isServer, type System } from "../../components/model";
import type { TargetName } from "../../components/targets";
import type { JobRun } from "../release/releases";
import { configOf } from "../stack/system";
import { accountJobRuns, checkAccount, type Account } from "../verify/account";
import { checkBackups } from "../verify/backups";
import { checkCertificates } from "../verify/certificate";
import { checkContainers, checkJobs } from "../verify/containers";
import { checkMigrations, type Exec } from "../verify/migrations";
import { checkOwnCertificates } from "../verify/own-certificates";
import { checkProxy } from "../verify/proxy";
import { checkReplicas } from "../verify/replicas";
import { checkSchedules } from "../verify/schedules";
import type { Verdict } from "../verify/verdict";
import type { IngressState, Runtime } from "./runtime";

/** What was seen of a running stack from the inside. */
export interface Look {
  readonly verdicts: readonly Verdict[];
  /** Address under which names below `localhost` are reached. */
  readonly address: string;
}

/** The system without the stores whose replicas an operator looks after. */
function ownServers(system: System, target: TargetName): System {
  if (target !== "kubernetes") return system;
  const stores = system.stores.filter(
    (store) => !isServer(store) || engineOf(store).operatedImage?.(store) === undefined,
  );
  return { ...system, stores };
}

/** What runs a stack, as a deployment asks it after it is done: containers of ours, or services of a provider. */
export interface Verifier {
  look(system: System): Promise<Look>;
  /** How the jobs of the last release ended. */
  jobRuns(system: System): Promise<readonly JobRun[]>;
}

const noIngress: IngressState = { kind: "proxy", address: "127.0.0.1" };

/** A stack on a Docker engine or a cluster: its containers are asked themselves. */
export class ContainerVerifier implements Verifier {
  constructor(
    private readonly stack: string,
    private readonly runtime: Runtime,
  ) {}

  async look(system: System): Promise<Look> {
    const { runtime, stack } = this;
    const containers = await runtime.inspected();
    const exec: Exec = ({ Name }, argv) => runtime.exec(Name.slice(1), argv);
    const { ingress } = system;
    const state = ingress === undefined ? noIngress : await runtime.ingress(ingress, containers);
    const place = { target: configOf(stack).target, proxy: state.kind === "proxy" };
    return {
      address: state.address,
      verdicts: [
        ...checkContainers(system, containers, stack, place),
        ...checkJobs(system, containers, stack),
        ...(await checkMigrations(system, containers, exec, stack)),
        ...(await checkProxy(system, containers, exec, stack, state)),
        ...(await checkCertificates(system, state, stack)),
        ...(await checkBackups(system, containers, exec, stack)),
        // A cluster keeps schedules itself.
        ...(place.target === "docker" ? await checkSchedules(system, containers, exec, stack) : []),
        // Elsewhere an operator or a provider makes them.
        ...(place.target === "docker" ? await checkOwnCertificates(system, containers, exec, stack) : []),
        ...(await checkReplicas(ownServers(system, place.target), containers, exec, stack)),
      ],
    };
  }

  async jobRuns(): Promise<readonly JobRun[]> {
    return await this.runtime.jobRuns();
  }
}

/** A stack in an AWS account: AWS says how what the state has is doing. */
export class AwsVerifier implements Verifier {
  constructor(
    private readonly stack: string,
    /** A system as it stands in the account. */
    private readonly made: (system: System) => System,
    private readonly resources: () => Promise<Account["resources"]>,
    private readonly client: () => Promise<HealthClient>,
  ) {}

  async look(system: System): Promise<Look> {
    return { verdicts: await checkAccount(await this.account(system)), address: noIngress.address };
  }

  async jobRuns(system: System): Promise<readonly JobRun[]> {
    return await accountJobRuns(await this.account(system));
  }

  private async account(system: System): Promise<Account> {
    const [resources, client] = await Promise.all([this.resources(), this.client()]);
    return { stack: this.stack, system: this.made(system), resources, client };
  }
}
