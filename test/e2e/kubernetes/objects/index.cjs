"use strict";

const { readFileSync } = require("node:fs");
const kubernetes = require("@pulumi/kubernetes");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();
// The content of a kubeconfig in place of its path.
const kubeconfig = pulumi.secret(readFileSync(process.env.KUBECONFIG, "utf8"));
const options = {
  provider: new kubernetes.Provider("cluster", { enableServerSideApply: true, kubeconfig }),
};

const { name: namespace } = new kubernetes.core.v1.Namespace("objects", {}, options).metadata;
const labels = { app: "web" };

new kubernetes.core.v1.ConfigMap(
  "settings",
  { metadata: { namespace, name: "settings" }, immutable: true, data: { text: config.require("text") } },
  options,
);
new kubernetes.apps.v1.Deployment(
  "web",
  {
    metadata: {
      namespace,
      name: "web",
      labels: { text: config.require("text") },
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "web", image: "trireme.local/nobody-has-this:1" }] },
      },
    },
  },
  { ...options, ignoreChanges: ["spec.replicas"] },
);
if (config.getBoolean("alien"))
  new kubernetes.apiextensions.CustomResource(
    "alien",
    { apiVersion: "absent.example.com/v1", kind: "Alien", metadata: { namespace, name: "alien" } },
    options,
  );

exports.namespace = namespace;
