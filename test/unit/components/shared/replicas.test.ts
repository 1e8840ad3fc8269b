import { describe, expect, it } from "vitest";
import { postgres } from "../../../../components/model";
import { isReplicated, replicaEngine, replicated } from "../../../../components/shared/replicas";
import { cache, db, dbProps } from "../../../support/valid";

const shop = postgres("db", { ...dbProps, readReplicas: 2 });
const encrypted = postgres("db", { ...dbProps, readReplicas: 2, tls: true });

describe("a database that others copy", () => {
  it("is a Postgres with read replicas", () => {
    expect([shop, db, postgres("db", { ...dbProps, readReplicas: 0 }), cache].map(isReplicated)).toEqual([
      ...[true, false, false, false],
    ]);
  });

  it("keeps so much of its log, unless its parameters say how much, and lets the replicas' role in", () => {
    expect(replicated(shop).command.filter((word) => word !== "-c")).toEqual([
      ...["hba_file=/run/clients/pg_hba.conf", "max_wal_senders=40", "wal_keep_size=1GB"],
    ]);
    expect(replicated(shop).files["/run/clients/pg_hba.conf"]?.content).toContain(
      "\nhost replication trireme_replication all scram-sha-256\n",
    );
    const told = replicated(
      postgres("db", { ...dbProps, readReplicas: 1, parameters: { wal_keep_size: "4GB" } }),
    );
    expect(told.command).not.toContain("wal_keep_size=1GB");
  });

  it("does not change with the number of its replicas", () => {
    expect(replicated(postgres("db", { ...dbProps, readReplicas: 9 }))).toEqual(replicated(shop));
  });
});

describe("a replica", () => {
  it("runs the engine with its primary's parameters, and has no password where others see it", () => {
    const { command = [], env, files } = replicaEngine(shop, 2);
    expect(command.slice(0, 3)).toEqual(["sh", "/run/replica/replica.sh", "postgres"]);
    expect(command).toContain(
      "primary_conninfo=host=db port=5432 user=trireme_replication passfile=/tmp/.pgpass application_name=db-replica-2 connect_timeout=10 sslmode=disable",
    );
    expect(command).toEqual(expect.arrayContaining(["max_wal_senders=40", "log_line_prefix=[%b] %m [%p] "]));
    expect(Object.keys(env)).toEqual(["PGDATA", "PRIMARY"]);
    expect(Object.keys(files)).toEqual(["/run/clients/pg_hba.conf", "/run/replica/replica.sh"]);
  });

  it("proves by its authority that a primary is who it says where it speaks TLS", () => {
    expect(replicaEngine(encrypted, 1).env.PRIMARY).toContain(
      "sslmode=verify-full sslrootcert=/run/tls/server.crt",
    );
  });

  it("says what the author wants before each line of its log, behind what its script reads", () => {
    const own = postgres("db", { ...dbProps, readReplicas: 1, parameters: { log_line_prefix: "%u " } });
    expect(replicaEngine(own, 1).command).toContain("log_line_prefix=[%b] %u ");
  });
});
