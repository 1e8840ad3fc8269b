import { Config } from "@pulumi/pulumi";
import { clusterCapabilities } from "../../../../components/kubernetes/capabilities";
import { lowered } from "../../../../components/lowering";
import type { Rotations } from "../../../../components/model";
import { Platform } from "../../../../components/kubernetes/platform";
import type { KubernetesSettings } from "../../../../components/kubernetes/settings";
import { kiosk, shop, type Order } from "./system";
import { gate } from "./gate";
import { ledger } from "./ledger";
import { vault } from "./vault";
import { watched } from "./watched";

const config = new Config();
const order: Order = {
  image: config.require("image"),
  release: config.require("release"),
  fault: config.get<Order["fault"]>("fault") ?? "none",
  scale: config.getObject<NonNullable<Order["scale"]>>("scale"),
  front: config.getObject<NonNullable<Order["front"]>>("front"),
};
const kubeconfig = config.get("kubeconfig");
const quota = config.getObject<NonNullable<KubernetesSettings["quota"]>>("quota");

const egress = config.getObject<readonly string[]>("egress");

const systems = {
  kiosk: () => kiosk(order),
  gate: () => gate(order),
  shop: () => shop(order),
  vault,
  ledger: () => ledger(config.get("size") ?? "1Gi"),
  watched: () => watched(order, config.getBoolean("whole") ?? false),
};
const storageClass = config.get("storageClass");
const proxied = { kind: "proxy", service: "LoadBalancer" } as const;
/** The namespace of a Prometheus Operator, whose labels have its name too. */
const operator = config.get("operator");
const operated =
  operator === undefined
    ? {}
    : ({
        monitoring: "prometheus-operator",
        prometheus: { namespace: operator, labels: { release: operator } },
      } as const);

new Platform({
  system: lowered(
    systems[config.require<keyof typeof systems>("system")](),
    clusterCapabilities({ ingress: proxied, ...operated }),
  ),
  rotations: config.getObject<Rotations>("rotations") ?? {},
  images: {},
  substitutes: {},
  provided: config.getObject<Record<string, string>>("provided") ?? {},
  protect: false,
  kubernetes: {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    namespace: config.require("namespace"),
    ingress: proxied,
    ...operated,
    ...(quota === undefined ? {} : { quota }),
    ...(egress === undefined ? {} : { egress }),
    ...(storageClass === undefined ? {} : { storageClass }),
  },
});
