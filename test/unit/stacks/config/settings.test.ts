import { describe, expect, it } from "vitest";
import { beyondAws } from "../../../../components/aws/unsupported";
import { beyondDocker } from "../../../../components/docker/unsupported";
import { beyondKubernetes } from "../../../../components/kubernetes/unsupported";
import { provided } from "../../../../components/model";
import { parse } from "../../../../stacks/config/parse";
import { describeSystem } from "../../../../stacks/config/describe";
import { checkInstances, checkSettings, withSettings } from "../../../../stacks/config/settings";
import type { Settings } from "../../../../stacks/config/schema";
import { settingsOn } from "../../../support/aws";
import { configured, places } from "../../../support/configs";
import { settings as cluster } from "../../../support/kubernetes";
import { api, proxy, resources, shop, signingKey, web } from "../../../support/valid";
import { targets, type TargetName } from "../../../../components/targets";

const none = parse({ system: "syfthub", environment: "development", target: "docker" }).settings;
const smtp = provided("smtp-password", { description: "password of the mail server" });
const sentry = provided("sentry-dsn", { description: "address of Sentry", optional: true });
const mailing = { ...shop, secrets: [signingKey, smtp, sentry] };

const errors = (settings: Partial<Settings>, system = shop) =>
  checkSettings(system, { ...none, ...settings }).map(({ path, message }) => `${path}: ${message}`);

describe("settings of services", () => {
  it("change what they name and leave the rest", () => {
    const services = {
      api: { replicas: 3, variables: { LOG_LEVEL: "debug", CACHE_URL: "redis://elsewhere" } },
      web: { resources: { ...resources, cpu: { request: 1, limit: 4 } } },
    };
    expect(withSettings(shop, { ...none, services }).services).toEqual([
      { ...api, replicas: 3, env: { ...api.env, LOG_LEVEL: "debug", CACHE_URL: "redis://elsewhere" } },
      { ...web, resources: { ...resources, cpu: { request: 1, limit: 4 } } },
    ]);
  });

  it("that are none change nothing", () => {
    expect(withSettings(shop, none)).toEqual(shop);
  });

  it("choose the engine of the ingress, with a version that it has and without the other one's settings", () => {
    const kong = { ...proxy, engine: "kong" as const, version: "3.9", settings: { log_level: "warn" } };
    const chosen = (ingress: Settings["ingress"]) =>
      withSettings({ ...shop, ingress: kong }, { ...none, ingress }).ingress;
    const { settings: _, ...rest } = kong;
    expect(chosen({ engine: "nginx" })).toEqual({ ...rest, engine: "nginx", version: "1.30" });
    expect(chosen({ engine: "traefik" })).toEqual({ ...rest, engine: "traefik", version: "3.7" });
    expect(chosen({ engine: "kong" })).toEqual(kong);
    expect(chosen(undefined)).toEqual(kong);
    expect(errors({ ingress: { engine: "nginx" } }, { ...shop, ingress: undefined })).toEqual([
      expect.stringContaining("settings.ingress: is for an ingress"),
    ]);
  });

  it("makes a secret of each variable that the operator encrypted", () => {
    const [service] = shop.services;
    const settings = {
      ...none,
      services: { [service?.name ?? ""]: { variables: { PIN: "hunter2", A: "b" } } },
    };
    const changed = withSettings(shop, settings, new Set([`services.${service?.name ?? ""}.variables.PIN`]));
    const added = changed.secrets.slice(shop.secrets.length);
    expect(added.map(({ name }) => name)).toEqual([`${service?.name ?? ""}-pin`]);
    expect(changed.services[0]?.env).toMatchObject({
      PIN: { ref: "secret", name: `${service?.name ?? ""}-pin`, part: "value" },
      A: "b",
    });
  });

  it("leave the GPUs where they speak of CPU and memory alone", () => {
    const system = { ...shop, services: [{ ...api, resources: { ...resources, gpus: 2 } }] };
    const change = { cpu: { request: 1, limit: 4 }, memory: resources.memory };
    const gpusWith = (resources: Settings["services"][string]["resources"]) =>
      withSettings(system, { ...none, services: { api: { resources } } }).services[0]?.resources;
    expect(gpusWith(change)).toEqual({ ...change, gpus: 2 });
    expect(gpusWith({ ...change, gpus: 1 })).toEqual({ ...change, gpus: 1 });
  });

  it("move the bounds of an autoscaler, and no number that it counts itself", () => {
    const counted = { ...shop, services: [{ ...api, autoscale: { min: 2, max: 5, cpu: 70 } }, web] };
    const services = { api: { autoscale: { min: 3 } }, web: { replicas: 3 } };
    expect(withSettings(counted, { ...none, services }).services[0]?.autoscale).toEqual({
      min: 3,
      max: 5,
      cpu: 70,
    });
    const told = (target: TargetName, services: Settings["services"]) =>
      checkInstances(counted, { ...none, services }, targets[target]).map(
        ({ path, message }) => `${path}: ${message}`,
      );
    for (const target of ["kubernetes", "aws"] as const) {
      expect(told(target, services)).toEqual([]);
      expect(told(target, { api: { replicas: 6 }, web: { autoscale: { max: 3 } } })).toEqual([
        "settings.services.api.replicas: is 6, but an autoscaler counts the instances of \"api\": 2 to 5. Set its bounds instead: pulumi config set --path 'settings.services.api.autoscale.min' 6; and remove it: pulumi config rm --path 'settings.services.api.replicas'",
        "settings.services.web.autoscale: system \"shop\" has no autoscaler for \"web\". Set the number instead: pulumi config set --path 'settings.services.web.replicas' N; and remove it: pulumi config rm --path 'settings.services.web.autoscale'",
      ]);
    }
    expect(told("docker", { api: { replicas: 6 }, web: { replicas: 2 } })).toEqual([]);
    expect(told("docker", services)).toEqual([
      "settings.services.api.autoscale: the Docker target has no autoscaler. Set the number instead: pulumi config set --path 'settings.services.api.replicas' N; and remove it: pulumi config rm --path 'settings.services.api.autoscale'",
    ]);
  });

  it("name services that there are", () => {
    expect(errors({ services: { backend: { replicas: 2 } } })).toEqual([
      'settings.services.backend: system "shop" has no service "backend"; its services are api, web',
    ]);
  });
});

describe("settings of the ingress", () => {
  const told: Pick<Settings, "trustedProxies" | "maxHeaders"> = {
    trustedProxies: ["10.9.0.0/16"],
    maxHeaders: "64Ki",
  };
  it.each(places)(
    "reach that of $system in $environment, or say that it has none",
    ({ system, environment }) => {
      const described = describeSystem(configured(system, environment, { settings: told }));
      if (described.ingress === undefined)
        expect(checkSettings(described, { ...none, ...told }).map(({ path }) => path)).toEqual(
          expect.arrayContaining(["settings.trustedProxies", "settings.maxHeaders"]),
        );
      else expect(described.ingress).toMatchObject(told);
    },
  );

  it("are refused where the load balancer, or another's controller, takes the requests", () => {
    const paths = (problems: readonly { readonly path: string }[]) =>
      problems.map(({ path }) => path).filter((path) => /trustedProxies|maxHeaders/.test(path));
    const system = withSettings(shop, { ...none, ...told });
    const both = ["ingress.trustedProxies", "ingress.maxHeaders"];
    expect(paths(beyondDocker(system))).toEqual([]);
    for (const [ingress, refused] of [
      [{ kind: "balancer" }, both],
      [{ kind: "proxy" }, []],
      // Our nginx is chosen for what the usual kind cannot do.
      [undefined, []],
    ] as const)
      expect(paths(beyondAws(system, settingsOn("production", { ingress })))).toEqual(refused);
    for (const ingress of [
      { kind: "proxy", service: "NodePort" },
      { kind: "ingress-nginx", class: "nginx", namespace: "ingress-nginx" },
      { kind: "gateway-api", gateway: "public", namespace: "gateways" },
    ] as const)
      expect(paths(beyondKubernetes(system, { ...cluster, ingress })).sort()).toEqual(
        ingress.kind === "proxy" ? [] : [...both].sort(),
      );
  });
});

describe("settings of jobs", () => {
  it("change what they name", () => {
    const jobs = { migrate: { variables: { WAIT: 5 }, timeout: "30m" as const } };
    const [job] = withSettings(shop, { ...none, jobs }).jobs;
    expect([job?.timeout, job?.env]).toEqual(["30m", { ...shop.jobs[0]?.env, WAIT: 5 }]);
  });

  it("name jobs that there are", () => {
    expect(errors({ jobs: { migrat: {} } })).toEqual([
      'settings.jobs.migrat: system "shop" has no job "migrat"; its jobs are migrate',
    ]);
  });
});

describe("rotations", () => {
  it("name what is generated here", () => {
    expect(errors({ rotations: { db: 1, "signing-key": 2 } })).toEqual([]);
    expect(errors({ rotations: { dbs: 1 } })).toEqual([
      'settings.rotations.dbs: system "shop" has no generated secret or password of that name; it has cache, db, signing-key',
    ]);
  });
});

describe("secrets of the operator", () => {
  it("are asked for with what they are", () => {
    expect(errors({}, mailing)).toEqual([
      "settings.secrets.smtp-password: is missing (password of the mail server). Set it: pulumi config set --secret --path 'settings.secrets.smtp-password' VALUE",
    ]);
  });

  it("that are set, or optional, are enough", () => {
    expect(errors({ secrets: { "smtp-password": "hunter2" } }, mailing)).toEqual([]);
  });

  it("that nobody asks for are told without their value", () => {
    expect(errors({ secrets: { "smtp-password": "hunter2", "api-key": "hunter3" } }, mailing)).toEqual([
      'settings.secrets.api-key: system "shop" has no provided secret of that name; it has sentry-dsn, smtp-password',
    ]);
    expect(errors({ secrets: { "api-key": "hunter3" } })).toEqual([
      'settings.secrets.api-key: system "shop" has no provided secret of that name; it has none',
    ]);
  });

  it("do not replace those that are generated", () => {
    expect(errors({ secrets: { "signing-key": "hunter2" } })).toEqual([
      'settings.secrets.signing-key: system "shop" has no provided secret of that name; it has none',
    ]);
  });
});
