import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { hasActionlint, obtainActionlint } from "../../../../lab/tools/actionlint";
import { run } from "../../../../setup/processes";
import { progressOn } from "../../../../setup/progress";

const folder = join(__dirname, "..", "..", "..", "..", ".github", "workflows");
const files = readdirSync(folder).sort();
const texts = files.map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);

interface Workflow {
  readonly on: object;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly environment?: string;
        readonly "timeout-minutes"?: number;
        readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
      }
    >
  >;
}

describe("the workflows", () => {
  it("are the four that a repository needs", () => {
    expect(files).toEqual(["deploy.yml", "drift.yml", "preview.yml", "test.yml"]);
  });

  it("have no error that actionlint finds", async ({ skip }) => {
    if (!(await hasActionlint())) skip("there is neither actionlint nor Go 1.21 or newer to build it with");
    const actionlint = await obtainActionlint(progressOn());
    const { code, stdout } = await run(actionlint, ["-no-color", "-oneline"], { allowFailure: true });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  }, 900_000);
});

describe.each(texts)("%s", (_, text) => {
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);

  it("pins every action to a commit, and says which release that is", () => {
    const uses = [...text.matchAll(/uses: (.+)$/gm)].map(([, action]) => action);
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("may only read, unless a job says what else it must", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    for (const { permissions } of jobs) expect(permissions?.contents ?? "read").toBe("read");
  });

  it("never runs a fork's code beside secrets", () => {
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
    if (text.includes("secrets.") && "pull_request" in workflow.on)
      expect(text).toContain("github.event.pull_request.head.repo.full_name == github.repository");
  });

  it("hands no text of someone else to a shell", () => {
    const scripts = jobs.flatMap(({ steps }) => steps.flatMap(({ run: script }) => script ?? []));
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
  });

  it("knows no long-lived key of a cloud, and ends some time", () => {
    expect(text).not.toMatch(/AWS_SECRET_ACCESS_KEY|aws-secret-access-key/);
    for (const job of jobs) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });
});

describe("deploy.yml", () => {
  const { jobs } = parse(readFileSync(join(folder, "deploy.yml"), "utf8")) as Workflow;

  it("lets no two deployments of a stack run at once, and asks for approval by its environment", () => {
    for (const name of ["staging", "production"])
      expect(jobs[name]).toMatchObject({
        environment: "${{ matrix.stack }}",
        concurrency: { group: "deploy-${{ matrix.stack }}", "cancel-in-progress": false },
      });
  });
});

describe("the pipeline for GitLab", () => {
  const pipeline = parse(readFileSync(join(folder, "..", "..", ".gitlab-ci.yml"), "utf8")) as Readonly<
    Record<string, { readonly resource_group?: string; readonly rules?: readonly { readonly if: string }[] }>
  >;

  it("has the same jobs", () => {
    expect(Object.keys(pipeline)).toEqual(
      expect.arrayContaining(["test", "preview", "staging", "production", "drift"]),
    );
  });

  it("previews nothing of a fork, and deploys one at a time", () => {
    expect(pipeline.preview?.rules?.[0]?.if).toContain(
      "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID",
    );
    expect(pipeline.production?.resource_group).toBe("production");
  });
});
