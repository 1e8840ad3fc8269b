import { containerOf, containersOf, engine, execIn } from "../../e2e/docker/engine";
import { Events } from "../../e2e/production/support/events";
import { stopsOf } from "../../e2e/production/support/streams";
import type { Driver, Ended, Follower, Instance } from "./driver";

/** A stack on the suite's Docker engine. */
export class DockerDriver implements Driver {
  readonly target = "docker";
  readonly exact = false;

  constructor(private readonly stack: string) {}

  async instances(): Promise<readonly Instance[]> {
    const found = await containersOf(this.stack);
    const all = await Promise.all(
      found.map(async ({ id, part, role }) => {
        const { State, NetworkSettings } = await engine().getContainer(id).inspect();
        const addresses = Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
        return State.Running ? [{ id, part, role, addresses }] : [];
      }),
    );
    return all.flat();
  }

  async releaseOf(instance: Instance): Promise<string> {
    // The sample application says which release it stands in for.
    return (await this.exec(instance, ["printenv", "SAMPLE_VERSION"])).output.trim();
  }

  async runOf(job: string): Promise<string> {
    return (await containerOf(this.stack, job, "job")).id;
  }

  async exec({ id }: Instance, argv: readonly string[]): Promise<Ended> {
    return await execIn(engine().getContainer(id), argv);
  }

  async shown(): Promise<readonly { readonly of: string; readonly text: string }[]> {
    const found = await containersOf(this.stack);
    return await Promise.all(
      found.map(async ({ id, name }) => {
        const container = engine().getContainer(id);
        const { Config, Args, Path, State } = await container.inspect();
        const processes = State.Running
          ? ((await container.top()) as { Processes: string[][] }).Processes.flat()
          : [];
        const text = [JSON.stringify(Config.Labels), JSON.stringify(Config.Cmd), Path, ...Args, ...processes];
        return { of: name, text: text.join("\n") };
      }),
    );
  }

  async follow(): Promise<Follower> {
    const events = await Events.follow(this.stack);
    return { stops: (deadlines) => stopsOf(events.all, deadlines), end: () => events.end() };
  }
}
