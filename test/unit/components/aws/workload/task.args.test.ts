import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { output, secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { containerDefinitions } from "../../../../../components/aws/workload/definitions.args";
import { drainSeconds, type ContainerSpec } from "../../../../../components/aws/workload/task.args";
import { http } from "../../../../../components/model";
import { askScript } from "../../../../../components/render/ask";
import { resolved, valueOf } from "../../../../support/mocks";

const api: ContainerSpec = {
  name: "api",
  image: "registry/api:v1",
  env: { B: "2", A: output("1") },
  secrets: { URL: "arn:secret:URL::v1" },
  user: 1000,
  scratch: ["/cache"],
  mounts: [{ volume: "files", path: "/files", readOnly: true }],
  ports: [{ name: "port-main", number: 8000, http: true }],
  health: http("/health", { interval: "5s", timeout: "2s", retries: 10, startPeriod: "5m" }),
  resources: {
    cpu: { request: 0.5, limit: 1 },
    memory: { request: "256Mi", limit: "512Mi" },
    gpus: 1,
  },
  stopTimeout: 30,
  after: [{ container: "files", condition: "SUCCESS" }],
  log: { group: "/shop/api", region: "eu-west-1", prefix: "api" },
};

describe("the JSON of a task's containers", () => {
  it("has all that the specification says, closed where it says nothing", async () => {
    expect(JSON.parse(await valueOf(containerDefinitions([api])))).toEqual([
      {
        name: "api",
        image: "registry/api:v1",
        essential: true,
        environment: [
          { name: "A", value: "1" },
          { name: "B", value: "2" },
        ],
        secrets: [{ name: "URL", valueFrom: "arn:secret:URL::v1" }],
        user: "1000",
        memory: 512,
        memoryReservation: 256,
        resourceRequirements: [{ type: "GPU", value: "1" }],
        readonlyRootFilesystem: true,
        linuxParameters: {
          initProcessEnabled: true,
          capabilities: { drop: ["ALL"] },
          tmpfs: ["/tmp", "/cache"].map((containerPath) => ({
            containerPath,
            size: 64,
            mountOptions: containerPath === "/tmp" ? ["mode=1777"] : ["mode=1777", "uid=1000"],
          })),
        },
        mountPoints: [{ sourceVolume: "files", containerPath: "/files", readOnly: true }],
        portMappings: [
          { name: "port-main", containerPort: 8000, hostPort: 8000, protocol: "tcp", appProtocol: "http" },
        ],
        healthCheck: {
          command: [...["CMD", "sh", "-c", askScript, "ask"], ...["http", "8000", "/health", "2"]],
          interval: 5,
          timeout: 2,
          retries: 10,
          startPeriod: 300,
        },
        stopTimeout: 30,
        dependsOn: [{ containerName: "files", condition: "SUCCESS" }],
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": "/shop/api",
            "awslogs-region": "eu-west-1",
            "awslogs-stream-prefix": "api",
            mode: "non-blocking",
            "max-buffer-size": "4m",
          },
        },
      },
    ]);
  });

  it("is the same in whatever order the variables are written", async () => {
    const other = { ...api, env: { A: output("1"), B: "2" } };
    expect(await valueOf(containerDefinitions([other]))).toBe(await valueOf(containerDefinitions([api])));
  });

  it("is secret as soon as one of its values is", async () => {
    const shown = await resolved(containerDefinitions([api]));
    const hidden = await resolved(containerDefinitions([{ ...api, env: { A: secret("1") } }]));
    expect([shown.secret, hidden.secret]).toEqual([false, true]);
  });

  it("gives a folder in memory to the user and group that write in it", async () => {
    const options = async (user: ContainerSpec["user"]) => {
      const [one] = JSON.parse(await valueOf(containerDefinitions([{ ...api, user }]))) as {
        readonly linuxParameters: { readonly tmpfs: readonly { readonly mountOptions: readonly string[] }[] };
      }[];
      return one?.linuxParameters.tmpfs.map(({ mountOptions }) => mountOptions.slice(1));
    };
    expect(await options("70:71")).toEqual([[], ["uid=70", "gid=71"]]);
    expect(await options("root")).toEqual([[], []]);
    expect(await options(0)).toEqual([[], []]);
    expect(await options(undefined)).toEqual([[], []]);
  });

  it("asks of a start until it has gone well once, and then whether the container lives", async () => {
    const folder = mkdtempSync(join(tmpdir(), "trireme-started-"));
    try {
      const file = (name: string): string => join(folder, name);
      const ask = (name: string) => ({ probe: { command: ["test", "-e", file(`it's ${name}`)] } });
      const spec = { ...api, started: ask("ready"), health: ask("alive") };
      const [one] = JSON.parse(await valueOf(containerDefinitions([spec]))) as {
        readonly healthCheck: { readonly command: readonly string[] };
      }[];
      const [kind, ...argv] = one?.healthCheck.command ?? [];
      const asked = (): number | null => {
        const [command = "", ...args] = argv.map((part) =>
          part.replaceAll("/tmp/.trireme-started", file("started")),
        );
        return spawnSync(command, args).status;
      };
      const be = (name: string) => writeFileSync(file(`it's ${name}`), "");
      expect(kind).toBe("CMD");
      be("alive");
      expect(asked()).not.toBe(0);
      be("ready");
      expect(asked()).toBe(0);
      rmSync(file("it's ready"));
      expect(asked()).toBe(0);
      rmSync(file("it's alive"));
      expect(asked()).not.toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("asks no port that the container does not have", () => {
    const strange = { ...api, health: http("/health", { port: "admin" }) };
    expect(() => containerDefinitions([strange])).toThrow(
      'the health check names the port "admin", which the container does not have',
    );
  });
});

describe("the time until a container is killed", () => {
  it("is that of the drain, whole", () => {
    expect(drainSeconds({ delay: "15s", deadline: "30s" })).toBe(45);
    expect(drainSeconds(undefined)).toBe(10);
  });
});
