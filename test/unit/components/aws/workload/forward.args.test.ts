import { describe, expect, it } from "vitest";
import { forwardCommand } from "../../../../../components/aws/workload/forward.args";

describe("a forwarded port", () => {
  it("is opened through a running task, by the operator's own rights", () => {
    expect(
      forwardCommand({
        cluster: "hub",
        family: "hub-dev-backend",
        container: "backend",
        host: "db.rds.aws",
        port: "5432",
        local: 15_432,
        settings: { region: "eu-west-1" },
      }),
    ).toBe(
      [
        "task=$(aws --region eu-west-1 ecs list-tasks --cluster hub --family hub-dev-backend --query 'taskArns[0]' --output text)",
        `runtime=$(aws --region eu-west-1 ecs describe-tasks --cluster hub --tasks $task --query "tasks[0].containers[?name=='backend'].runtimeId | [0]" --output text)`,
        `aws --region eu-west-1 ssm start-session --target ecs:hub_\${task##*/}_$runtime --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '{"host":["db.rds.aws"],"portNumber":["5432"],"localPortNumber":["15432"]}'`,
      ].join(" && "),
    );
  });
});
