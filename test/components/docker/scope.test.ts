import { describe, expect, it } from "vitest";
import { beyondDocker } from "../../../components/docker/scope";
import type { Environment } from "../../../components/model";
import { systems } from "../../../stacks/systems";

function environment(name: Environment["name"]): Environment {
  return { name, domain: "example.com", repository: "ghcr.io/team/app", tag: "1", replicas: 2, ports: {} };
}

describe("what the Docker target does not do", () => {
  it("refuses nothing of SyftHub in development", () => {
    expect(beyondDocker(systems.syfthub(environment("development")))).toEqual([]);
  });

  it("names each part of SyftHub in production that it would leave out, and what to write instead", () => {
    expect(beyondDocker(systems.syfthub(environment("production")))).toEqual([
      {
        path: "sites.frontend",
        message: "the Docker target serves no static sites; serve the files from a service and route to that",
      },
      {
        path: "backups.db-daily",
        message: "the Docker target takes no backups; take them from the host and leave backups out",
      },
      {
        path: "backups.redis-daily",
        message: "the Docker target takes no backups; take them from the host and leave backups out",
      },
      {
        path: "entrance.tls",
        message:
          "the Docker target serves plain HTTP; put a TLS terminator in front and leave tls and https out",
      },
    ]);
  });

  it("refuses another entrance, a gateway, monitoring and scheduled jobs rather than leave them out", () => {
    const paths = beyondDocker(systems.reactdjango(environment("production"))).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["entrance.engine", "entrance.gateway", "monitoring"]));
  });
});
