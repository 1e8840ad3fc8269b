import { expect } from "vitest";
import { systems, type SystemName } from "../../../stacks/systems";
import { containerOf, containersOf, engine, eventually, execIn } from "../docker/engine";
import { ask, type Listening } from "../production/support/client";
import { at, type Asked } from "./under-load";

/** Asks a stack's Prometheus. */
export class Prometheus {
  /** @param url of its API, `http://127.0.0.1:9090/api/v1` */
  constructor(private readonly url: string) {}

  /** On a Docker host, where no port leads to its user interface: at the address of its container. */
  static async of(stack: string): Promise<Prometheus> {
    const { NetworkSettings } = await (await containerOf(stack, "prometheus")).inspect();
    const [address] = Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
    return new Prometheus(`http://${address}:9090/api/v1`);
  }

  private async get<T>(path: string): Promise<T> {
    const answer = (await (await fetch(`${this.url}/${path}`)).json()) as { data?: T; error?: string };
    if (answer.data === undefined) throw new Error(`${path}: ${answer.error}`);
    return answer.data;
  }

  /** Who does not answer, and why. */
  async down(): Promise<readonly string[]> {
    const { activeTargets } = await this.get<{
      activeTargets: readonly { scrapeUrl: string; health: string; lastError: string }[];
    }>("targets");
    if (activeTargets.length === 0) return ["nobody is asked"];
    return activeTargets
      .filter(({ health }) => health !== "up")
      .map(({ scrapeUrl, health, lastError }) => `${scrapeUrl} is ${health}: ${lastError}`);
  }

  /** Whether an expression has a number; a share of nothing has none. */
  async draws(expr: string): Promise<boolean> {
    const { result } = await this.get<{ result: readonly unknown[] }>(
      `query?query=${encodeURIComponent(`(${expr}) == (${expr})`)}`,
    );
    return result.length > 0;
  }

  /** Alerts that fire. */
  async firing(): Promise<readonly string[]> {
    const { alerts } = await this.get<{
      alerts: readonly { state: string; annotations: { summary: string }; labels: { alertname: string } }[];
    }>("alerts");
    return alerts
      .filter(({ state }) => state === "firing")
      .map(({ labels, annotations }) => `${labels.alertname}: ${annotations.summary}`);
  }
}

export interface Drawn {
  readonly title: string;
  readonly expr: string;
}

/** The panels of a system's dashboards in production. Grafana itself does not run in the suite. */
export function panelsOf(system: SystemName): readonly Drawn[] {
  const { monitoring } = systems[system]({
    ...{ name: "production", domain: "example.com", repository: "suite", tag: "1", replicas: 2, ports: {} },
    monitored: true,
  });
  return (monitoring?.dashboards ?? []).flatMap(({ title, panels }) =>
    panels.map((panel) => ({ title: `${title}: ${panel.title}`, expr: panel.expr })),
  );
}

/** A message that a group reads: of a topic without one there is nothing to draw. */
export const message = `export KAFKA_HEAP_OPTS=-Xmx128m
echo hello | kafka-console-producer --bootstrap-server 127.0.0.1:9092 --topic suite
kafka-console-consumer --bootstrap-server 127.0.0.1:9092 --topic suite --group suite --from-beginning --max-messages 1 --timeout-ms 60000`;

/** Sends a message through each Kafka of the stack. */
export async function sent(stack: string): Promise<void> {
  const brokers = (await containersOf(stack)).filter(
    ({ part, role }) => part === "kafka" && role === "store",
  );
  for (const { id } of brokers) {
    const { code, output } = await execIn(engine().getContainer(id), ["sh", "-c", message]);
    if (code !== 0) throw new Error(output);
  }
}

/** Requests of all that panels draw: of what is open, and of what the stack says. */
export async function busy(origin: Listening, asked: readonly Asked[]): Promise<void> {
  for (const { host, path } of asked) await ask(at(origin, host), path);
}

/**
 * Waits until every target answers and every panel of a system's dashboards has had a number, while requests are made, and
 * gives how many panels there are. Fails if an alert fires then.
 */
export async function watched(
  prometheus: Prometheus,
  panels: readonly Drawn[],
  requests: () => Promise<void>,
): Promise<number> {
  await eventually("every target answers", async () => {
    expect(await prometheus.down()).toEqual([]);
    return true;
  });
  expect(panels.length).toBeGreaterThan(0);
  const drawn = new Set<string>();
  await eventually(
    "every panel has a number",
    async () => {
      await requests();
      for (const { title, expr } of panels) if (await prometheus.draws(expr)) drawn.add(title);
      expect(panels.filter(({ title }) => !drawn.has(title))).toEqual([]);
      return true;
    },
    180_000,
  );
  expect(await prometheus.firing()).toEqual([]);
  return drawn.size;
}
