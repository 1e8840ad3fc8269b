import { isServer, labelNames, type Role, type System } from "../../components/model";
import { fails, holds, type Verdict } from "./verdict";

/** What the engine says of one container, as `docker inspect` prints it. */
export interface Container {
  readonly Name: string;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Health?: {
      readonly Status: string;
      readonly Log?: readonly { readonly Output: string }[] | null;
    };
  };
  readonly Config: { readonly Labels: Readonly<Record<string, string>> };
}

interface Expected {
  readonly part: string;
  readonly role: Role;
  readonly count: number;
}

function expectedParts(system: System): readonly Expected[] {
  return [
    ...system.stores
      .filter(isServer)
      .filter(({ external }) => external === undefined)
      .map(({ name }) => ({ part: name, role: "store" as const, count: 1 })),
    ...system.services.map(({ name, replicas }) => ({
      part: name,
      role: "service" as const,
      count: replicas ?? 1,
    })),
    ...(system.entrance === undefined
      ? []
      : [{ part: system.entrance.name, role: "proxy" as const, count: 1 }]),
  ];
}

export function ofPart(containers: readonly Container[], part: string, role: Role): readonly Container[] {
  return containers.filter(
    ({ Config }) => Config.Labels[labelNames.part] === part && Config.Labels[labelNames.role] === role,
  );
}

function stateOf({ State }: Container): string | undefined {
  if (State.Status !== "running") return `it is ${State.Status} (exit code ${State.ExitCode})`;
  const { Health } = State;
  if (Health === undefined || Health.Status === "healthy") return undefined;
  const output = Health.Log?.at(-1)?.Output.trim().split("\n").at(-1) ?? "";
  return `it is ${Health.Status}${output === "" ? "" : `: ${output}`}`;
}

/** Whether every service, store and the entrance runs in its full number, healthy. */
export function judgeContainers(
  system: System,
  containers: readonly Container[],
  stack: string,
): readonly Verdict[] {
  const mend = `npm run up -- ${stack}`;
  return expectedParts(system).map(({ part, role, count }) => {
    const found = ofPart(containers, part, role);
    const claim =
      count === 1
        ? `${part} is running and healthy`
        : `${count} instances of ${part} are running and healthy`;
    const faults = found.flatMap((container) => {
      const fault = stateOf(container);
      return fault === undefined ? [] : [`${container.Name.slice(1)}: ${fault}`];
    });
    if (faults.length > 0)
      return fails(claim, `${faults.join("; ")}. Mend it: ${mend}; look: npm run logs -- ${stack} ${part}`);
    if (found.length < count) return fails(claim, `there are ${found.length} containers. Mend it: ${mend}`);
    return holds(claim);
  });
}

/** Whether every job of the release has run to a good end. */
export function judgeJobs(
  system: System,
  containers: readonly Container[],
  stack: string,
): readonly Verdict[] {
  return system.jobs
    .filter(({ run }) => run === "release")
    .map(({ name }) => {
      const claim = `job ${name} succeeded`;
      const [job] = ofPart(containers, name, "job");
      if (job === undefined) return fails(claim, `it has not run. Run it: npm run up -- ${stack}`);
      const { ExitCode } = job.State;
      return ExitCode === 0
        ? holds(claim)
        : fails(claim, `its exit code is ${ExitCode}. Look: npm run logs -- ${stack} ${name}`);
    });
}
