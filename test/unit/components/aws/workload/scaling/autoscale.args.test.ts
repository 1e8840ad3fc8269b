import { beforeAll, describe, expect, it } from "vitest";
import {
  requestFilter,
  requestsEach,
} from "../../../../../../components/aws/workload/scaling/autoscale.args";
import type { System } from "../../../../../../components/model";
import { deployToAws, settingsOn, systemOn } from "../../../../../support/aws";
import { deploy, kindOf, type Deployment } from "../../../../../support/mocks";

const hub = systemOn("syfthub", "production");
const scaled: System = {
  ...hub,
  services: hub.services.map((service) =>
    service.name === "backend"
      ? { ...service, autoscale: { min: 2, max: 5, requestsPerSecond: 10 } }
      : service,
  ),
};

describe("requests behind nginx", () => {
  let deployment: Deployment<unknown>;
  beforeAll(async () => {
    deployment = await deploy(() => deployToAws(scaled, { aws: settingsOn("production") }), {
      stack: "prod",
    });
  });
  const inputsOf = (kind: string, name: RegExp) =>
    deployment.resources.filter((one) => kindOf(one.type) === kind && name.test(one.name))[0]?.inputs;

  it("are counted by the lines that it writes of a service", () => {
    expect(inputsOf("LogMetricFilter", /backend/)).toMatchObject({
      logGroupName: "/syfthub-prod/proxy-nginx",
      ...requestFilter({ prefix: "syfthub-prod" }, "backend"),
    });
  });

  it("are what an autoscaler aims at, by the minute and for each instance", () => {
    expect(inputsOf("Policy", /backend-requests/)).toMatchObject({
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 600,
        customizedMetricSpecification: {
          metrics: requestsEach({
            ...{ prefix: "syfthub-prod", name: "backend" },
            ...{ cluster: "syfthub-prod-0a1b2c3", service: "syfthub-prod-backend-0a1b2c3" },
          }),
        },
      },
    });
  });
});

describe("an autoscaler by steps", () => {
  it("has one alarm for more and one for fewer instances, by the aim that is passed the furthest", async () => {
    const { resources } = await deploy(
      () =>
        deployToAws(
          {
            ...hub,
            services: hub.services.map((service) =>
              service.name === "backend"
                ? {
                    ...service,
                    autoscale: {
                      ...{ min: 2, max: 5, cpu: 70, memory: 80, requestsPerSecond: 10 },
                      scaleUp: { stabilization: "60s", percent: 100, period: "60s" },
                    },
                  }
                : service,
            ),
          },
          { aws: settingsOn("production") },
        ),
      { stack: "prod" },
    );
    const own = (kind: string) =>
      resources.filter(({ type, name }) => kindOf(type) === kind && /backend-(?:up|down)$/.test(name));
    expect(own("Policy").map(({ inputs }) => inputs["policyType"])).toEqual(["StepScaling", "StepScaling"]);
    expect(own("MetricAlarm")).toHaveLength(2);
    for (const { inputs } of own("MetricAlarm")) {
      const queries = inputs["metricQueries"] as readonly { id: string; expression?: string }[];
      expect(queries.map(({ id }) => id)).toEqual([
        "cpu",
        "memory",
        "counted",
        "instances",
        "requests",
        "load",
      ]);
      expect(queries.at(-1)?.expression).toBe(
        "MAX([cpu / 70 * 100, memory / 80 * 100, requests / 600 * 100])",
      );
    }
    expect(
      resources.filter(({ type, name }) => kindOf(type) === "LogMetricFilter" && /backend/.test(name)),
    ).toHaveLength(1);
  });
});
