import { Writable } from "node:stream";
import Docker from "dockerode";
import { labelNames, prefixOf } from "../../../components/model";

/** The engine that the suite's environment names. */
export function engine(): Docker {
  return new Docker();
}

export interface Found {
  readonly id: string;
  readonly name: string;
  readonly part: string;
  readonly role: string;
  /** The id of its image. */
  readonly image: string;
}

/** A stack's containers, running or not. */
export async function containersOf(stack: string): Promise<readonly Found[]> {
  const listed = await engine().listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`] },
  });
  return listed.map(({ Id, Names, Labels, ImageID }) => ({
    id: Id,
    image: ImageID,
    name: Names[0]?.slice(1) ?? Id,
    part: Labels[labelNames.component] ?? "",
    role: Labels[labelNames.role] ?? "",
  }));
}

/** The image of a stack's containers of a role, or of a part: of this stack, for others on the engine have containers of any image. */
export async function imageOf(stack: string, of: Partial<Pick<Found, "part" | "role">>): Promise<string> {
  const found = (await containersOf(stack)).find(
    ({ part, role }) => (of.part ?? part) === part && (of.role ?? role) === role,
  );
  if (found === undefined) throw new Error(`stack ${stack} has no container of ${JSON.stringify(of)}`);
  return found.image;
}

/** The one container of a part in a role. */
export async function containerOf(stack: string, part: string, role = "service"): Promise<Docker.Container> {
  const found = (await containersOf(stack)).find(
    (container) => container.part === part && container.role === role,
  );
  if (found === undefined) throw new Error(`stack ${stack} has no ${role} container of ${part}`);
  return engine().getContainer(found.id);
}

/** Runs a command in a container; resolves to its exit code and what it wrote. */
export async function execIn(
  container: Docker.Container,
  argv: readonly string[],
): Promise<{ readonly code: number; readonly output: string }> {
  const exec = await container.exec({
    Cmd: [...argv],
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({});
  const chunks: Buffer[] = [];
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  engine().modem.demuxStream(stream, collect, collect);
  await new Promise((resolve, reject) => stream.on("end", resolve).on("error", reject));
  const { ExitCode } = await exec.inspect();
  return { code: ExitCode ?? 1, output: Buffer.concat(chunks).toString() };
}

/** This machine's address on the engine's own bridge, by which containers reach it. */
export async function bridgeAddress(): Promise<string> {
  const { IPAM } = (await engine().getNetwork("bridge").inspect()) as {
    IPAM: { Config: readonly { Gateway?: string; Subnet?: string }[] };
  };
  const [{ Gateway, Subnet } = {}] = IPAM.Config;
  // An engine that was told its pools names none: it takes the first address.
  const address = Gateway ?? Subnet?.replace(/\d+\/\d+$/, "1");
  if (address === undefined) throw new Error("the engine's bridge has no range of addresses");
  return address;
}

/** Everything of a stack that the engine still has: containers, networks and volumes. */
export async function leftovers(stack: string, system = "syfthub"): Promise<readonly string[]> {
  const prefix = prefixOf(system, stack);
  const [containers, networks, volumes] = await Promise.all([
    containersOf(stack),
    engine().listNetworks(),
    engine().listVolumes(),
  ]);
  return [
    ...containers.map(({ name }) => name),
    ...networks.map(({ Name }) => Name).filter((name) => name.startsWith(`${prefix}-`)),
    ...volumes.Volumes.map(({ Name }) => Name).filter((name) => name.startsWith(`${prefix}-`)),
  ];
}

/** Asks again until the answer is a good one. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  deadline = 60_000,
): Promise<T> {
  const end = Date.now() + deadline;
  for (;;) {
    let cause: unknown;
    const answer = await ask().catch((error: unknown) => void (cause = error));
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`after ${deadline / 1000} s: ${what}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
