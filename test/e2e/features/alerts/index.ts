import { Config } from "@pulumi/pulumi";
import { docker } from "../../../../components/docker";
import { Platform } from "../../../../components/docker/platform";
import { lowered } from "../../../../components/lowering";
import { assertValid, type Service } from "../../../../components/model";
import { objectiveRecordings } from "../../../../components/render/prometheus/objectives";
import { renderRules } from "../../../../components/render/prometheus/rules";
import { alarmed } from "./system";
import { quick, rows } from "./table";

const config = new Config();
const small = alarmed(config.require("image"));
const rules = renderRules(small, {
  objectives: objectiveRecordings(small),
  alerts: rows.map((row) => quick(row, small)),
});

/** Prometheus with the alerts of all systems instead of its own. */
function withRules(service: Service): Service {
  if (service.name !== "prometheus") return service;
  return { ...service, files: { ...service.files, "/etc/prometheus/rules.yml": { content: rules } } };
}

const made = lowered(small, docker.lowers);
const system = { ...made, services: made.services.map(withRules) };
assertValid(system, docker.limits);

new Platform({
  system,
  images: {},
  substitutes: config.requireObject("substitutes"),
  provided: { "slack-webhook": config.require("webhook") },
  protect: false,
});
