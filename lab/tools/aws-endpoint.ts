import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { services, type ProviderSettings } from "../../components/aws/provider.args";
import { PlainError } from "../../setup/errors";
import type { Progress } from "../../setup/progress";
import type { TasksEngine } from "./aws-tasks";
import { obtainMotoPython } from "./python-tools";
import { localFiles, projectRoot } from "../../setup/workspace";

const START_MS = 120_000;
const POLL_MS = 200;

/** Who its clients are: anybody, but they must say who. */
const awsEndpointLogin = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" } as const;

/** The account that everybody is in. */
export const awsEndpointAccount = "123456789012";

/** What a stack says of Pulumi's AWS provider to be led to such a server: it answers for all services under one address. */
export function providerAt(url: string): ProviderSettings {
  return {
    endpoints: {
      ...Object.fromEntries(services.map((name) => [name, url])),
      // Its clients put the account before the host's name, which an address cannot have: the server is their proxy.
      s3control: "http://s3-control.invalid",
    },
    s3UsePathStyle: true,
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
  };
}

/** The environment in which the provider reaches it. No request to loopback goes by way of the proxy. */
export function environmentAt(url: string): Readonly<Record<string, string>> {
  return { ...awsEndpointLogin, HTTP_PROXY: url };
}

/** A server on loopback that answers as AWS does and keeps all in memory. */
export interface AwsEndpoint {
  readonly url: string;
  /** Its process, by which the label `dev.trireme.mock.process` tells what it has on the engine from what another has there. */
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** What it is started with. */
export interface AwsEndpointOptions {
  /** Where ECS tasks really run: on the engine of this process' `DOCKER_HOST`. @default they are played: each has ended well at once */
  readonly tasks?: TasksEngine;
}

/**
 * Starts moto on loopback, with the operations that it lacks (`lab/moto`). What its tasks have made on the engine is gone when it has stopped.
 *
 * @throws PlainError when it does not answer within two minutes, with the end of its log
 */
export async function startAwsEndpoint(
  progress: Progress,
  { tasks }: AwsEndpointOptions = {},
): Promise<AwsEndpoint> {
  const python = await obtainMotoPython(progress);
  const port = await freePort();
  mkdirSync(localFiles.folder, { recursive: true });
  const log = join(localFiles.folder, tasks === undefined ? "moto.log" : "moto-tasks.log");
  const output = openSync(log, "w");
  const script = join(projectRoot, "lab", "moto", "server.py");
  const server = spawn(python, [script, "--host", "127.0.0.1", "--port", String(port)], {
    stdio: ["ignore", output, output],
    env: {
      ...process.env,
      ...awsEndpointLogin,
      PYTHONDONTWRITEBYTECODE: "1",
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      // Seconds after which a certificate counts as validated.
      MOTO_ACM_VALIDATION_WAIT: "1",
      ...(tasks === undefined ? {} : { TRIREME_TASKS_ENGINE: JSON.stringify(tasks) }),
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill();
    await once(server, "close");
  };
  const deadline = Date.now() + START_MS;
  while (server.exitCode === null && Date.now() < deadline) {
    const answered = await fetch(`${url}/moto-api/data.json`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered && server.pid !== undefined) return { url, pid: server.pid, stop };
    await delay(POLL_MS);
  }
  await stop();
  throw new PlainError(
    `moto did not answer at ${url}. The end of ${log}:\n${readFileSync(log, "utf8").slice(-2000)}`,
  );
}
