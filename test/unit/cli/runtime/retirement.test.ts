import { describe, expect, it } from "vitest";
import { creditedStore, retirementPod } from "../../../../cli/runtime/retirement";

const job = {
  metadata: {
    name: "db-credentials-0a1b2c3d4e",
    labels: { "app.kubernetes.io/name": "db-credentials", "app.kubernetes.io/instance": "shop-prod" },
  },
  spec: {
    template: {
      spec: {
        restartPolicy: "Never",
        containers: [
          {
            name: "credentials",
            image: "postgres:16",
            command: ["sh", "/run/credentials/apply.sh"],
            env: [{ name: "OWNER", value: "shop" }],
          },
        ],
        volumes: [{ name: "files" }],
      },
    },
  },
  status: { succeeded: 1, completionTime: "2026-01-01T00:00:00Z" },
};

describe("the end of an old password in a cluster", () => {
  it("comes by a pod as that which brought the new one, with its files and labels", () => {
    expect(retirementPod(job, Date.parse("2026-01-01T00:01:30.9Z"))).toMatchObject({
      kind: "Pod",
      metadata: {
        name: expect.stringMatching(/^db-credentials-.*-retire-[0-9a-z]+$/) as string,
        labels: job.metadata.labels,
      },
      spec: {
        restartPolicy: "Never",
        volumes: [{ name: "files" }],
        containers: [
          {
            name: "credentials",
            image: "postgres:16",
            command: ["sh", "/run/credentials/retire.sh"],
            env: [
              { name: "OWNER", value: "shop" },
              { name: "ROTATED_SECONDS_AGO", value: "90" },
            ],
          },
        ],
      },
    });
  });

  it("is that of the store whose name the job has", () => {
    expect(creditedStore(job)).toBe("db");
  });
});
