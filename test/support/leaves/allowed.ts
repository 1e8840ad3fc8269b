type Reasons = readonly (readonly [RegExp, string])[];

const everywhere: Reasons = [
  [/^stores\[\]<engine=volume>\.disposable$/, "says why production needs no backup of it"],
  [/^jobs\[\]\.versionTable$/, "names the table that `verify` asks of a stack that runs"],
];

const pulled: Reasons = [
  [/\.image\.build\./, "nodes and tasks pull what was built elsewhere"],
  [/^(?:services|jobs)\[\]\.image\.release$/, "tells images apart that an engine builds"],
  [/^(?:services|jobs|sites)\[\]\.image\.name$/, "names what an engine builds"],
];

/**
 * Properties that mean nothing on a target, and why nobody expects it. The test fails for one that is not here, and for one
 * that is here and changes something: shorten the list, do not lengthen it.
 */
export const allowed: Readonly<Record<"docker" | "kubernetes" | "aws", Reasons>> = {
  docker: [
    ...everywhere,
    [/^services\[\]\.autoscale\./, "nobody counts instances on one machine: `replicas` does"],
    [/^services\[\]\.fargate\./, "the size of a task on AWS"],
    [/^(?:services|jobs)\[\]\.resources\.gpus$/, "the engine's plugin gives all GPUs of the machine or none"],
    [/^services\[\]\.liveness\.startPeriod$/, "an instance is ended only once it has been healthy"],
    [/^sites\[\]\.image\.build\.watch/, "a site's files come out of its image at a release"],
    [/^stores\[\]<engine=\w+>\.size$/, "an engine's volumes have no size but the disk's"],
    [
      /^stores\[\]<engine=volume>\.(?:access|storageClass)$/,
      "all instances are on one machine, with one disk",
    ],
    [/^stores\[\]<engine=postgres>\.operator$/, "who runs it on Kubernetes"],
  ],
  kubernetes: [
    ...everywhere,
    ...pulled,
    [/^(?:services|jobs)\[\]\.logs\./, "the kubelet rotates logs, for all pods of a node alike"],
    [/^services\[\]\.fargate\./, "the size of a task on AWS"],
    [
      /^services\[\]\.(?:readiness|liveness)\.startPeriod$/,
      "the startup probe waits for as long as `health` says",
    ],
  ],
  aws: [
    ...everywhere,
    ...pulled,
    [
      /^ingress\.plainPaths\[\]$/,
      "the policy require-tls allows no answer in clear there (CloudFront.3, ELB.1)",
    ],
    [/^backups\[\]\.pointInTime\.rpo$/, "RDS saves its log every five minutes; less is refused"],
    [/^ingress\.gzip\[\]$/, "CloudFront compresses sites by a list of its own, a load balancer nothing"],
    [
      /^ingress\.(?:keepalive|settings)\{\}$/,
      "a load balancer has no workers and keeps its connections itself",
    ],
    [
      /^ingress\.routes\[\]\.timeouts\.(?:connect|send)$/,
      "a load balancer has one time for all: that of `read`",
    ],
    [/^ingress\.tls<mode=lets-encrypt>\.email$/, "AWS's own authority writes to nobody"],
    [/^(?:services|jobs)\[\]\.logs\./, "CloudWatch keeps logs, for as long as `monitoring.logs` says"],
    [/^(?:services|jobs)\[\]\.resources\.cpu\.request$/, "a task of Fargate has what it may use"],
    [
      /^stores\[\]<engine=minio>\.(?!buckets|external|expire|publicRead|resources\.gpus)/,
      "S3 stands for it, which is there already",
    ],
    [
      /^stores\[\]<engine=(?:postgres|mariadb|redis|kafka)>\.resources\.(?!gpus)/,
      "the class of its nodes says so: `aws.sizes`",
    ],
    [
      /^stores\[\]<engine=(?:consul|qdrant|rabbitmq)>\.resources\.cpu\.request$/,
      "nothing else runs on the store's machine",
    ],
    [/^stores\[\]<engine=postgres>\.tls$/, "RDS speaks TLS alone"],
    [
      /^stores\[\]<engine=redis>\.(?:maxMemory|size)$/,
      "the size of its nodes says so; more than fits is refused",
    ],
    [/^stores\[\]<engine=redis>\.save\[\]\./, "ElastiCache takes a snapshot a day"],
    [/^stores\[\]<engine=redis>\.setName$/, "ElastiCache has no sentinels"],
    [
      /^stores\[\]<engine=volume>\.(?:access|size|storageClass)$/,
      "EFS grows by itself, for all tasks at once",
    ],
    [
      /^monitoring\.publish\.(?!grafana)[a-z-]+\.(?:port|address)$/,
      "AWS's console shows it, at an address of its own",
    ],
    [/^monitoring\.publish\.grafana\.address$/, "a forwarded port is at 127.0.0.1; another is refused"],
    [/^monitoring\.tracing\.retention$/, "X-Ray keeps traces for 30 days; more is refused"],
    [/^stores\[\]<engine=zookeeper>\.(?:publish\.|size$)/, "MSK runs one of its own"],
    [/^stores\[\]<engine=kafka>\.zookeeper$/, "MSK runs one of its own"],
  ],
};
