import type { AwsEndpoint } from "../../../lab/tools/aws-endpoint";
import { run } from "../../../setup/processes";
import { engine } from "../docker/engine";
import { certificateFor } from "../production/support/certificate";

/** Builds an image from the text of a Dockerfile alone. */
export async function buildFrom(dockerfile: string, tag: string): Promise<void> {
  await run("sh", ["-c", 'printf %s "$1" | docker build --quiet --tag "$2" -', "sh", dockerfile, tag]);
}

/**
 * Starts what stands in the place of RDS: a Postgres that takes TLS, and whatever password the stack has made. What is looked at is that it
 * is reached.
 *
 * @returns the container's id
 */
export async function startDatabase(
  image: string,
  { user, database }: { readonly user: string; readonly database: string },
): Promise<string> {
  const { certificate, key } = certificateFor(["DNS:rds.amazonaws.com"]);
  const script = `umask 077; printf %s "$CERTIFICATE" >/tmp/crt; printf %s "$KEY" >/tmp/key; chown 999 /tmp/crt /tmp/key
exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/tmp/crt -c ssl_key_file=/tmp/key`;
  const container = await engine().createContainer({
    Image: image,
    Entrypoint: ["sh", "-c", script],
    Env: [
      ...[`CERTIFICATE=${certificate}`, `KEY=${key}`, "POSTGRES_HOST_AUTH_METHOD=trust"],
      ...[`POSTGRES_USER=${user}`, `POSTGRES_DB=${database}`],
    ],
  });
  await container.start();
  return container.id;
}

/** The containers of tasks that run one of a stack's own, by their names in the task definitions. */
export async function runningTasks({ pid }: AwsEndpoint, name: string): Promise<readonly string[]> {
  const filters = { label: [`dev.trireme.mock.process=${pid}`, `dev.trireme.mock.container=${name}`] };
  return (await engine().listContainers({ filters })).map(({ Id }) => Id);
}
