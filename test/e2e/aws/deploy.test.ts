import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engine, execIn } from "../docker/engine";
import { routesFromOutside } from "../conformance/routes";
import { ask } from "../production/support/client";
import { AwsSyfthub, domain, file, stack } from "./syfthub";

/** A deployment previews, comes up in some three hundred resources, and goes back; on busy processors each takes ten minutes. */
const deployment = 2_400_000;

// In order: each test goes on where the one before it left the stack.
describe("syfthub on the mock of AWS behind our nginx, with its tasks on the engine", () => {
  let syfthub: AwsSyfthub;

  beforeAll(async () => {
    syfthub = await AwsSyfthub.prepare();
  });

  afterAll(async () => {
    await syfthub.remove();
  });

  const secret = async (path: string, value: string): Promise<void> => {
    const words = ["config", "set", "--secret", "--path", path, value, "--stack", stack];
    const { code, stdout, stderr } = await syfthub.run(
      ...(["sh", "-c", 'eval "$(node cli/bootstrap.mjs env)"; exec pulumi "$@"', "sh"] as const),
      ...words,
    );
    expect(code, stdout + stderr).toBe(0);
  };

  /** What the backend that serves has as a variable. */
  async function variable(name: string): Promise<string> {
    const [id = ""] = await syfthub.running("backend");
    return (await execIn(engine().getContainer(id), ["printenv", name])).output.trim();
  }

  it(
    "is deployed by ci/deploy.sh, which ends green: its checklist is answered through the load balancer",
    { timeout: deployment },
    async () => {
      const made = await syfthub.run(
        "sh",
        "-c",
        'eval "$(node cli/bootstrap.mjs env)"; exec pulumi stack init "$1"',
        "sh",
        stack,
      );
      expect(made.code, made.stderr).toBe(0);
      await secret("settings.secrets.redis-url", "redis://cache.example.net:6379/0");
      await secret("settings.services.backend.variables.MAIL_PASSWORD", "first-password");
      const { code, stdout, stderr } = await syfthub.run("sh", "ci/deploy.sh", stack);
      expect(code, stdout + stderr).toBe(0);
      expect(stdout).toContain(`Stack ${stack} runs and passes its checklist.`);
      expect(stdout).toMatch(new RegExp(`health endpoint answers \\(https://${domain}/health\\)`));
    },
  );

  routesFromOutside(() => ({
    listening: syfthub.listening,
    origin: `https://${domain}`,
    plainHealth: false,
  }));

  it(
    "goes back by ci/deploy.sh from a release that fails, with the variables and secrets of the release before",
    { timeout: deployment },
    async () => {
      const before = syfthub.checkout.read(file);
      syfthub.checkout.write(
        file,
        before.replace("v1.0.0", "v1.1.0").replace("RELEASE_NOTE: first", "RELEASE_NOTE: second"),
      );
      await secret("settings.services.backend.variables.MAIL_PASSWORD", "second-password");
      const { code, stdout, stderr } = await syfthub.run("sh", "ci/deploy.sh", stack);
      const output = stdout + stderr;
      expect(code, output).toBe(2);
      expect(output).toContain("failed, with exit code 3");
      expect(output).toContain("column users.plan does not exist");
      expect(output).toMatch(/ECS deployment circuit breaker/);
      expect(output).toMatch(/Rollback of stack syfthub-tasks from v1.1.0 to v1.0.0/);
      expect(output).toContain("services.backend.variables.MAIL_PASSWORD");
      expect(output).toContain("services.backend.variables.RELEASE_NOTE");
      expect(output).not.toMatch(/(first|second)-password/);
      const written = syfthub.checkout.read(file);
      expect(written).toMatch(/trireme:imageTag: v1.0.0\n/);
      expect(written).not.toContain("first-password");
      expect(await variable("RELEASE_NOTE")).toBe("first");
      expect(await variable("MAIL_PASSWORD")).toBe("first-password");
      expect((await ask(syfthub.listening, "/health")).status).toBe(200);
    },
  );
});
