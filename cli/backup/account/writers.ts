import type { KeepingClient } from "../../../components/aws/runtime/keeping";
import { PlainError } from "../../../setup/errors";
import type { Progress } from "../../../setup/progress";
import { awsTypes, type AwsStack } from "../../runtime/account";
import { textOf } from "../../runtime/resources";

/** Pulumi's type of what an autoscaler counts. */
const scaledType = "aws:appautoscaling/target:Target";

/** Seconds that services may take to stop, or to start. */
const patience = 900;

interface Writer {
  readonly component: string;
  readonly cluster: string;
  readonly service: string;
  /** How many instances run before. */
  readonly count: number;
  /** Groups of the load balancer that it is in. */
  readonly groups: readonly string[];
  /** By which the autoscaler knows it; absent where none counts it. */
  readonly scaled?: string;
}

/** The services of a stack among components, with how many instances each has now. */
async function writersAmong(
  account: AwsStack,
  client: KeepingClient,
  components: readonly string[],
): Promise<readonly Writer[]> {
  const found = components.flatMap((component) => {
    const made = account.find(awsTypes.service, component, "service");
    const [cluster, service] = [textOf(made, "cluster"), textOf(made, "name")];
    const groups = (
      (made?.outputs?.loadBalancers ?? []) as readonly { readonly targetGroupArn?: string }[]
    ).flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
    return cluster === undefined || service === undefined ? [] : [{ component, cluster, service, groups }];
  });
  return await Promise.all(
    found.map(async ({ cluster, service, ...rest }): Promise<Writer> => {
      const { wanted } = await client.count(cluster, service);
      const target = account.resources.find(
        (one) => one.type === scaledType && textOf(one, "resourceId")?.endsWith(`/${service}`) === true,
      );
      const scaled = textOf(target, "resourceId");
      return { ...rest, cluster, service, count: wanted, ...(scaled === undefined ? {} : { scaled }) };
    }),
  );
}

async function until(account: AwsStack, what: string, isDone: () => Promise<boolean>): Promise<void> {
  const { operating } = account;
  const end = operating.now() + patience * 1000;
  while (!(await isDone())) {
    if (operating.now() > end) throw new PlainError(`${what} after ${patience} s.`);
    await operating.pause();
  }
}

/** Stops the services among components while `body` runs, and starts as many instances again however it ends. */
export async function withoutServices<T>(
  account: AwsStack,
  client: KeepingClient,
  components: readonly string[],
  progress: Progress,
  body: () => Promise<T>,
): Promise<T> {
  const writers = (await writersAmong(account, client, components)).filter(({ count }) => count > 0);
  if (writers.length === 0) return await body();
  const names = writers.map(({ component }) => component).join(", ");
  const each = async (act: (writer: Writer) => Promise<void>) => {
    for (const writer of writers) await act(writer);
  };
  const all =
    (isDone: (counts: { wanted: number; running: number }, writer: Writer) => boolean) => async () => {
      const done = await Promise.all(
        writers.map(async (writer) => isDone(await client.count(writer.cluster, writer.service), writer)),
      );
      return done.every(Boolean);
    };
  try {
    await progress.step(`Stopping ${names}`, async () => {
      await each(async ({ cluster, service, scaled }) => {
        // It would start instances again.
        if (scaled !== undefined) await client.holdScaling(scaled, true);
        await client.setCount(cluster, service, 0);
      });
      await until(
        account,
        `${names} did not stop`,
        all(({ running }) => running === 0),
      );
    });
    return await body();
  } finally {
    await progress.step(`Starting ${names}`, async () => {
      await each(async ({ cluster, service, count, scaled }) => {
        await client.setCount(cluster, service, count);
        if (scaled !== undefined) await client.holdScaling(scaled, false);
      });
      await until(
        account,
        `${names} did not start`,
        all(({ running }, { count }) => running >= count),
      );
      const groups = writers.flatMap((writer) => writer.groups);
      await until(account, `The load balancer did not find ${names} healthy`, async () => {
        const states = (await Promise.all(groups.map((group) => client.targets(group)))).flat();
        // Those that were stopped are on their way out.
        return states.every((state) => state === "healthy" || state === "draining");
      });
    });
  }
}
