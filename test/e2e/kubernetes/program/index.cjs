"use strict";

const kubernetes = require("@pulumi/kubernetes");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();
const image = config.require("image");
const provider = new kubernetes.Provider("cluster", { enableServerSideApply: true });
const options = { provider };
const timeouts = { customTimeouts: { create: "60s", update: "15s" } };

const { name: namespace } = new kubernetes.core.v1.Namespace("space", {}, options).metadata;
const labels = { app: "web" };

const settings = new kubernetes.core.v1.ConfigMap(
  "settings",
  { metadata: { namespace }, data: { text: config.require("text") } },
  options,
);
const key = new kubernetes.core.v1.Secret(
  "key",
  { metadata: { namespace, name: "key" }, stringData: { key: config.requireSecret("key") } },
  options,
);
const data = new kubernetes.core.v1.PersistentVolumeClaim(
  "data",
  {
    metadata: { namespace },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1024Mi" } } },
  },
  options,
);
const web = new kubernetes.apps.v1.Deployment(
  "web",
  {
    metadata: { namespace, name: "web", annotations: { "pulumi.com/patchForce": "true" } },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: "web",
              image,
              command: ["nginx", "-g", "daemon off;"],
              env: [
                {
                  name: "TEXT",
                  valueFrom: { configMapKeyRef: { name: settings.metadata.name, key: "text" } },
                },
                { name: "KEY", valueFrom: { secretKeyRef: { name: key.metadata.name, key: "key" } } },
              ],
              resources: { limits: { cpu: "1000m", memory: "0.125Gi" }, requests: { cpu: "0.01" } },
              readinessProbe: { httpGet: { path: config.require("path"), port: 80 }, periodSeconds: 1 },
              volumeMounts: [{ name: "data", mountPath: "/data" }],
            },
          ],
          volumes: [{ name: "data", persistentVolumeClaim: { claimName: data.metadata.name } }],
        },
      },
    },
  },
  { ...options, ...timeouts },
);
const service = new kubernetes.core.v1.Service(
  "web",
  {
    metadata: { namespace, name: "web" },
    spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80 }] },
  },
  { ...options, dependsOn: [web] },
);
new kubernetes.batch.v1.Job(
  "job",
  {
    metadata: { namespace },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [{ name: "job", image, command: ["sh", "-c", config.require("job")] }],
        },
      },
    },
  },
  { ...options, dependsOn: [service] },
);

exports.namespace = namespace;
exports.settings = settings.metadata.name;
exports.address = service.status.loadBalancer.ingress[0].ip;
