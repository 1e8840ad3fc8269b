import { Config } from "@pulumi/pulumi";
import { docker } from "../../../../components/docker";
import { Platform } from "../../../../components/docker/platform";
import { lowered } from "../../../../components/lowering";
import { assertValid } from "../../../../components/model";
import { watched } from "./system";

const config = new Config();
const system = lowered(watched(config.require("image")), docker.lowers);
assertValid(system, docker.limits);

new Platform({
  system,
  images: {},
  substitutes: config.requireObject("substitutes"),
  provided: { "slack-webhook": config.require("webhook") },
  protect: false,
});
