import { Config } from "@pulumi/pulumi";
import { docker } from "../../../../components/docker";
import { Platform } from "../../../../components/docker/platform";
import type { EngineFolders } from "../../../../components/docker/runtime/folders.args";
import { lowered } from "../../../../components/lowering";
import { assertValid, type Service } from "../../../../components/model";
import { objectiveRecordings } from "../../../../components/render/prometheus/objectives";
import { renderRules } from "../../../../components/render/prometheus/rules";
import type { ImageSource } from "../../../../components/shared/platform";
import { alarmed, type Surroundings } from "./system";
import { quick, rows } from "./table";

/** What the test says of its machine. */
export interface Given extends Surroundings {
  readonly substitutes: Readonly<Record<string, string>>;
  readonly folders: EngineFolders;
  readonly sample: ImageSource;
  readonly provided: Readonly<Record<string, string>>;
  /** The disk on which the broker keeps its messages. */
  readonly device: string;
}

const given = new Config().requireObject<Given>("given");
const small = alarmed(given);
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
  images: { sample: given.sample },
  substitutes: given.substitutes,
  provided: given.provided,
  folders: given.folders,
  protect: false,
  transforms: {
    store: {
      volume: (args, _opts, { component }) => {
        if (component === "broker") args.driverOpts = { type: "ext4", device: given.device };
      },
    },
  },
});
