import type { AwsSettings } from "../settings";

/** A port that is reached through a task. */
export interface ForwardedPort {
  readonly cluster: string;
  /** Family of the task definition that the task is of. */
  readonly family: string;
  readonly container: string;
  readonly host: string;
  readonly port: string;
  readonly local: number;
  readonly settings: Pick<AwsSettings, "region">;
}

/** A command that opens a port of the network on this machine, with the operator's own rights at AWS. */
export function forwardCommand({
  cluster,
  family,
  container,
  host,
  port,
  local,
  settings,
}: ForwardedPort): string {
  const aws = `aws --region ${settings.region}`;
  const task = `${aws} ecs list-tasks --cluster ${cluster} --family ${family} --query 'taskArns[0]' --output text`;
  const runtime = `${aws} ecs describe-tasks --cluster ${cluster} --tasks $task --query "tasks[0].containers[?name=='${container}'].runtimeId | [0]" --output text`;
  const parameters = JSON.stringify({
    host: [host],
    portNumber: [port],
    localPortNumber: [String(local)],
  });
  return [
    `task=$(${task})`,
    `runtime=$(${runtime})`,
    `${aws} ssm start-session --target ecs:${cluster}_\${task##*/}_$runtime --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '${parameters}'`,
  ].join(" && ");
}
