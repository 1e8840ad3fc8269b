import { Config, getStack } from "@pulumi/pulumi";
import { Platform } from "../../../components/kubernetes/platform";
import { synthetic } from "../synthetic";

const serve =
  "process.on('SIGTERM', () => process.exit()); require('node:http').createServer((_, answer) => answer.end('good')).listen(8000)";

new Platform({
  system: synthetic(new Config().requireNumber("services"), {
    image: new Config().require("image"),
    serve: ["node", "-e", serve],
    end: ["node", "-e", ""],
    user: 10001,
  }),
  images: {},
  substitutes: {},
  provided: {},
  protect: false,
  kubernetes: { namespace: getStack(), ingress: { kind: "proxy", service: "LoadBalancer" } },
});
