import { describe, expect, it } from "vitest";
import { guardDatabases, protectStores, retainClaims } from "../../../../policies/data/protect-stores";
import { holds, messagesOf, subject } from "../../../support/policies";

const store = ["trireme:docker:Platform", "trireme:docker:Store"];
const volume = subject(
  "docker:index/volume:Volume",
  {},
  { name: "shop-prod-db-data", below: store, protect: true },
);

describe(protectStores.name, () => {
  it("accepts a protected store", () => {
    expect(messagesOf(protectStores, [volume])).toEqual([]);
  });

  it.each([
    "docker:index/volume:Volume",
    "aws:rds/instance:Instance",
    "kubernetes:core/v1:PersistentVolumeClaim",
  ])("refuses an unprotected %s", (type) => {
    const kind = type.replace(/:.*:/, ":");
    expect(messagesOf(protectStores, [subject(type, {}, { name: "db" })])).toEqual([
      `${kind} "db": protect is false; allowed: true. Give the resource the options protect and retainOnDelete.`,
    ]);
  });

  it("holds in production alone", () => {
    expect(
      messagesOf(protectStores, [{ ...volume, protect: false }], { environment: "development" }),
    ).toEqual([]);
  });

  it("knows work space, by the component that made it", () => {
    const space = [
      ["shop-prod-proxy-configuration", "trireme:docker:Proxy"],
      ["shop-prod-db-daily-scratch", "trireme:docker:Backup"],
      ["shop-prod-sites", "trireme:docker:Sites"],
    ] as const;
    const volumes = space.map(([name, type]) =>
      subject(volume.type, {}, { name, below: ["trireme:docker:Platform", type] }),
    );
    expect(messagesOf(protectStores, volumes)).toEqual([]);
    const kept = subject(
      volume.type,
      {},
      { name: "shop-prod-db-daily-kept", below: ["trireme:docker:Backup"] },
    );
    expect(messagesOf(protectStores, [kept])).toHaveLength(1);
  });
});

const guarded =
  "allowed: true. Set it; to remove the database, unset it in an update before. [AWS FSBP v1.0.0: RDS.7, RDS.8, DynamoDB.6]";

holds(guardDatabases, [
  {
    what: "a database",
    fine: subject("aws:rds/instance:Instance", { deletionProtection: true }, { name: "db" }),
    breaks: [
      ["deletionProtection", undefined, `aws:Instance "db": deletionProtection is not set; ${guarded}`],
    ],
  },
  {
    what: "a replica, which has what its primary has",
    fine: subject("aws:rds/instance:Instance", { replicateSourceDb: "db" }, { name: "db" }),
    breaks: [
      ["replicateSourceDb", undefined, `aws:Instance "db": deletionProtection is not set; ${guarded}`],
    ],
  },
]);

holds(retainClaims, [
  {
    what: "a StatefulSet",
    fine: subject("kubernetes:apps/v1:StatefulSet", { spec: {} }, { name: "db" }),
    breaks: [
      [
        "spec.persistentVolumeClaimRetentionPolicy.whenScaled",
        "Delete",
        'kubernetes:StatefulSet "db": spec.persistentVolumeClaimRetentionPolicy.whenScaled is "Delete"; allowed: "Retain". Leave it out.',
      ],
      [
        "spec.persistentVolumeClaimRetentionPolicy.whenDeleted",
        "Delete",
        'kubernetes:StatefulSet "db": spec.persistentVolumeClaimRetentionPolicy.whenDeleted is "Delete"; allowed: "Retain". Leave it out.',
      ],
    ],
  },
]);
