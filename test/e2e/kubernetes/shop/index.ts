import { Config } from "@pulumi/pulumi";
import { Platform } from "../../../../components/kubernetes/platform";
import type { KubernetesSettings } from "../../../../components/kubernetes/settings";
import { kiosk, shop, type Order } from "./system";

const config = new Config();
const order: Order = {
  image: config.require("image"),
  release: config.require("release"),
  fault: config.get<Order["fault"]>("fault") ?? "none",
  scale: config.getObject<NonNullable<Order["scale"]>>("scale"),
};
const quota = config.getObject<NonNullable<KubernetesSettings["quota"]>>("quota");

new Platform({
  system: config.get("system") === "kiosk" ? kiosk(order) : shop(order),
  images: {},
  substitutes: {},
  provided: {},
  protect: false,
  kubernetes: {
    namespace: config.require("namespace"),
    ingress: { kind: "proxy", service: "LoadBalancer" },
    ...(quota === undefined ? {} : { quota }),
  },
});
