import { shortName } from "./asking";
import { Caller } from "./caller";
import { ecsClient, sdkAt, type ApiPlace, type EcsClient, type Service, type Task } from "./client";

/** One line of a log. */
export interface LogLine {
  /** Moment at which it was written, ISO 8601 in UTC. */
  readonly at: string;
  readonly text: string;
}

/** A piece of a log stream, and where the next one begins. */
export interface LogPiece {
  readonly lines: readonly LogLine[];
  /** Absent where there is no such stream yet. */
  readonly next?: string;
}

/** What commands ask of ECS and CloudWatch Logs, beside what a deployment does. */
export interface OperatorClient extends EcsClient {
  /** Tasks of a family of task definitions that run or are about to. */
  running(cluster: string, family: string): Promise<readonly Task[]>;
  /** Ids of all tasks of a cluster that run or are about to. */
  taskIds(cluster: string): Promise<readonly string[]>;
  /** The next piece of a log stream; without `next` its first one, or that from a moment on. */
  piece(
    group: string,
    stream: string,
    from: { readonly next?: string | undefined; readonly since?: Date | undefined },
  ): Promise<LogPiece>;
  /** The last lines of a log stream, and where the next piece begins. */
  tail(group: string, stream: string, count: number): Promise<LogPiece>;
  /** Names of a group's streams, the one that was written to last first; 50 at most. */
  streams(group: string): Promise<readonly string[]>;
  /** Replaces all instances of a service, new before old; resolves to the service as it is then. */
  restart(cluster: string, service: string): Promise<Service | undefined>;
  /** What opens a command in a container for whoever has the Session Manager's plugin. */
  session(of: SessionRequest): Promise<Session>;
  /** Opens a session that forwards a port of this machine; undefined where the Session Manager gave none. */
  forwarding(of: ForwardingRequest): Promise<ForwardingSession | undefined>;
}

/** The document of the Session Manager by which a port of another host is forwarded. */
export const forwardingDocument = "AWS-StartPortForwardingSessionToRemoteHost";

/** As https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html has it. */
export interface ForwardingRequest {
  /** `ecs:cluster_task_runtime`: the container that it goes through. */
  readonly target: string;
  readonly parameters: Readonly<Record<"host" | "portNumber" | "localPortNumber", readonly [string]>>;
}

/** A session of the Session Manager, as it answers itself. */
export interface ForwardingSession {
  readonly SessionId: string;
  readonly StreamUrl: string;
  readonly TokenValue: string;
}

export interface SessionRequest {
  readonly cluster: string;
  /** ARN. */
  readonly task: string;
  readonly container: string;
  /** A line that the container's own `exec` splits at spaces, with quotes as in a shell. */
  readonly command: string;
}

/** A session of the Session Manager, as ECS answers with it. */
export interface Session {
  readonly sessionId?: string | undefined;
  readonly streamUrl?: string | undefined;
  readonly tokenValue?: string | undefined;
}

interface Events {
  readonly events?: readonly { readonly timestamp?: number; readonly message?: string }[];
  readonly nextForwardToken?: string;
}

function pieceOf({ events = [], nextForwardToken }: Events): LogPiece {
  return {
    lines: events.map(({ timestamp = 0, message = "" }) => ({
      at: new Date(timestamp).toISOString(),
      text: message.replace(/\n$/, ""),
    })),
    ...(nextForwardToken === undefined ? {} : { next: nextForwardToken }),
  };
}

/** AWS as commands ask it, with the credentials that the SDK's usual chain finds. */
export async function operatorClient(place: ApiPlace): Promise<OperatorClient> {
  const [{ ecs, logs, client, logClient }, common] = await Promise.all([sdkAt(place), ecsClient(place)]);
  const found = async <T>(ask: () => Promise<T>, nothing: T): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      // A container that has written nothing has no stream.
      if (error instanceof logs.ResourceNotFoundException) return nothing;
      throw error;
    }
  };
  return {
    ...common,
    running: async (cluster, family) => {
      const { taskArns = [] } = await client.send(
        new ecs.ListTasksCommand({ cluster, family, desiredStatus: "RUNNING" }),
      );
      if (taskArns.length === 0) return [];
      const { tasks } = await client.send(
        new ecs.DescribeTasksCommand({ cluster, tasks: taskArns.slice(0, 100) }),
      );
      return tasks ?? [];
    },
    taskIds: async (cluster) => {
      const ids: string[] = [];
      const pages = ecs.paginateListTasks({ client }, { cluster, desiredStatus: "RUNNING" });
      for await (const { taskArns = [] } of pages) ids.push(...taskArns.map(shortName));
      return ids;
    },
    piece: (logGroupName, logStreamName, { next, since }) =>
      found(
        async () =>
          pieceOf(
            await logClient.send(
              new logs.GetLogEventsCommand({
                ...{ logGroupName, logStreamName, startFromHead: true },
                ...(next === undefined ? {} : { nextToken: next }),
                ...(since === undefined ? {} : { startTime: since.getTime() }),
              }),
            ),
          ),
        { lines: [] },
      ),
    tail: (logGroupName, logStreamName, limit) =>
      found(
        async () =>
          pieceOf(
            await logClient.send(
              new logs.GetLogEventsCommand({ logGroupName, logStreamName, limit, startFromHead: false }),
            ),
          ),
        { lines: [] },
      ),
    streams: (logGroupName) =>
      found(async () => {
        const { logStreams = [] } = await logClient.send(
          new logs.DescribeLogStreamsCommand({ logGroupName, orderBy: "LastEventTime", descending: true }),
        );
        return logStreams.flatMap(({ logStreamName }) => logStreamName ?? []);
      }, []),
    restart: async (cluster, service) => {
      const { service: after } = await client.send(
        new ecs.UpdateServiceCommand({ cluster, service, forceNewDeployment: true }),
      );
      return after;
    },
    session: async ({ cluster, task, container, command }) => {
      const { session } = await client.send(
        new ecs.ExecuteCommandCommand({ cluster, task, container, command, interactive: true }),
      );
      return session ?? {};
    },
    forwarding: async ({ target, parameters }) =>
      (await new Caller(place, common.identity).json("ssm", "AmazonSSM.StartSession", {
        Target: target,
        DocumentName: forwardingDocument,
        Parameters: parameters,
      })) as ForwardingSession | undefined,
  };
}
