import { secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Credentials } from "../../../../../components/kubernetes/stores/credentials";
import { Store } from "../../../../../components/kubernetes/stores/store";
import { postgres, type RotatingStore } from "../../../../../components/model";
import { context } from "../../../../support/kubernetes-context";
import { deploy, listed, only } from "../../../../support/mocks";
import { cache, db, dbProps } from "../../../../support/valid";

const deployed = (store: RotatingStore, current = "<current>") =>
  deploy(() => {
    const of = new Store(context, { store, protect: false });
    const passwords = {
      generation: 1,
      current: secret(current),
      previous: secret("<previous>"),
      initial: secret("<initial>"),
    };
    return new Credentials(context, { store, passwords, of });
  });

describe("the change of a store's credentials in a cluster", () => {
  it("is a job after the store answers, with the passwords in files of a Secret", async () => {
    const made = await deployed(db);
    expect(listed(made)).toEqual(
      expect.arrayContaining([
        "Credentials shop-dev-db-credentials",
        "Job shop-dev-db-credentials",
        "NetworkPolicy shop-dev-db-credentials",
        "NetworkPolicy shop-dev-db-credentials-store",
        "Secret shop-dev-db-credentials-secrets",
      ]),
    );
    const job = only(made, "Job", "shop-dev-db-credentials");
    expect(job.dependsOn).toEqual(expect.arrayContaining(["StatefulSet shop-dev-db"]));
    expect(job.inputs).toMatchObject({
      metadata: {
        labels: { "app.kubernetes.io/name": "db-credentials", "app.kubernetes.io/component": "credentials" },
      },
      spec: {
        template: {
          spec: {
            restartPolicy: "Never",
            containers: [{ name: "credentials", command: ["sh", "/run/credentials/apply.sh"] }],
          },
        },
      },
    });
    expect(JSON.stringify(job.inputs)).not.toContain("<current>");
    const given = only(made, "Secret", "shop-dev-db-credentials-secrets").inputs.stringData as object;
    expect(Object.values(given)).toEqual(expect.arrayContaining(["<current>", "<previous>", "<initial>"]));
  });

  it("reaches the store alone, which lets it in beside its consumers", async () => {
    const made = await deployed(cache);
    const ports = [{ protocol: "TCP", port: 6379 }];
    const pods = (component: string) => ({
      podSelector: {
        matchLabels: { "app.kubernetes.io/name": component, "app.kubernetes.io/instance": "shop-dev" },
      },
    });
    expect(only(made, "NetworkPolicy", "shop-dev-cache-credentials").inputs.spec).toEqual({
      ...pods("cache-credentials"),
      policyTypes: ["Ingress", "Egress"],
      egress: [{ to: [pods("cache")], ports }],
    });
    expect(only(made, "NetworkPolicy", "shop-dev-cache-credentials-store").inputs.spec).toEqual({
      ...pods("cache"),
      policyTypes: ["Ingress"],
      ingress: [{ from: [pods("cache-credentials")], ports }],
    });
  });

  it("tells a database how many connections a role may hold", async () => {
    const made = await deployed(postgres("db", { ...dbProps, connectionLimit: 7 }));
    const { containers } = (
      only(made, "Job", "shop-dev-db-credentials").inputs.spec as {
        template: { spec: { containers: { env: object[] }[] } };
      }
    ).template.spec;
    expect(containers[0]?.env).toEqual(
      expect.arrayContaining([
        { name: "CONNECTION_LIMIT", value: "7" },
        { name: "CURRENT_ROLE", value: "shop_alt" },
        { name: "PREVIOUS_ROLE", value: "shop_login" },
      ]),
    );
  });
});
