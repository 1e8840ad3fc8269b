import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { official } from "../../../lab/cluster/images";
import { runningCluster } from "../../../lab/cluster/record";
import { byAge, type Listed } from "../../../cli/backup/listing";
import { stopCluster } from "../../../lab/cluster/stop";
import { prepare } from "../../../setup/environment";
import { run } from "../../../setup/processes";
import { progressOn } from "../../../setup/progress";
import { KubernetesDriver } from "../../support/drivers/kubernetes";
import { forward } from "../../support/forward";
import { root } from "../../support/sources";
import { Checkout, type Outcome } from "../docker/checkout";
import { failed } from "../production/support/attack";
import { Bucket } from "../production/support/bucket";
import { ask, type Listening } from "../production/support/client";
import { faultsOf, latencies, within, type Window } from "../production/support/load";
import { thorough } from "../production/support/thorough";
import { eventually } from "../docker/engine";
import { load, provide } from "./clustered/images";
import { exempt, exemptWriting, type Planned } from "./clustered/exemptions";
import { Keepsakes } from "./clustered/keepsakes";
import { Outside } from "./clustered/outside";
import {
  clustered,
  deadlinesOf,
  described,
  fileOf,
  imagesOf,
  modest,
  ports,
  type Environment,
} from "./clustered/stacks";
import { used } from "./clustered/used";
import { busy, message, panelsOf, Prometheus, watched } from "./panels";
import { withVersion } from "./stacks";
import { table, type Row } from "./table";
import { holding, underLoad } from "./under-load";

const releases = 20;

/** Sends a message through the namespace's Kafka, if it has one. */
async function sentIn(namespace: string): Promise<void> {
  const selector = "--selector=app.kubernetes.io/name=kafka,app.kubernetes.io/component=store";
  const pods = await run("kubectl", ["--namespace", namespace, "get", "pods", selector, "--output=name"]);
  const [broker] = pods.stdout.split("\n").filter((name) => name !== "");
  if (broker !== undefined)
    await run("kubectl", ["--namespace", namespace, "exec", broker, "--", "sh", "-c", message]);
}

const checkout = Checkout.create();
const rows: Row[] = [];
const around: { outside?: Outside; bucket?: Bucket; ranBefore?: boolean } = {};

beforeAll(async () => {
  const progress = progressOn();
  around.ranBefore = runningCluster() !== undefined;
  Object.assign(
    process.env,
    await prepare(["cli", "plugins", "kubernetes-plugin", "images", "cluster", "kubectl"], progress),
  );
  await load(Outside.images.map(official));
  around.outside = await Outside.start();
  // Pods of all nodes reach this machine by the way out of the first one.
  const [host = ""] = runningCluster()?.layout.nodes[0].gateway.split("/") ?? [];
  around.bucket = await Bucket.start(19098, "five-e2e", host);
});

afterAll(async () => {
  await around.bucket?.stop();
  await around.outside?.stop();
  if (around.ranBefore === false) await stopCluster(progressOn());
  checkout.remove();
  console.log(table(rows));
});

const environments: readonly Environment[] = ["production", "development"];
const all = clustered.flatMap((one) => environments.map((environment) => ({ one, environment })));

describe.each(all.map((each) => ({ ...each, name: `${each.one.system} in ${each.environment}` })))(
  "$name",
  ({ one, environment, name }) => {
    const shipped = `${one.system}-kubernetes`;
    const production = environment === "production";
    const stack = `${one.system}-${production ? "five" : "five-dev"}`;
    const namespace = `suite-${stack}`;
    const file = `Pulumi.${stack}.yaml`;
    let row: Row = { stack: name };

    const trireme = (command: string, ...args: readonly string[]): Promise<Outcome> =>
      checkout.trireme(command, stack, ...args);
    const did = async (command: string, ...args: readonly string[]): Promise<string> => {
      const { code, output } = await trireme(command, ...args);
      expect(code, output).toBe(0);
      return output;
    };
    const pulumi = async (...args: readonly string[]): Promise<string> => {
      const { code, output } = await checkout.pulumi(...args);
      expect(code, output).toBe(0);
      return output;
    };
    const timed = async (command: string, ...args: readonly string[]): Promise<number> => {
      const began = Date.now();
      await did(command, ...args);
      return (Date.now() - began) / 1000;
    };
    // A node that has no instance of the ingress does not answer.
    const listening = async (): Promise<Listening> => {
      const selector = "--selector=app.kubernetes.io/component=proxy";
      const address = "--output=jsonpath={.items[0].status.hostIP}";
      const found = await run("kubectl", ["--namespace", namespace, "get", "pods", selector, address]);
      return { address: found.stdout.trim(), domain: `${one.system}.localhost`, ...ports };
    };

    beforeAll(async () => {
      const { outside, bucket } = around;
      if (outside === undefined || bucket === undefined)
        throw new Error("what the stacks reach is not there");
      const text = checkout.read(`Pulumi.${shipped}.yaml`);
      const exemptions = `policies.${shipped}.json`;
      if (existsSync(join(root, exemptions)))
        checkout.write(`policies.${stack}.json`, checkout.read(exemptions).replaceAll(shipped, stack));
      checkout.write(`stacks/systems/${one.system}/transforms.kubernetes.ts`, modest);
      checkout.write(file, fileOf(text, one, environment, namespace, bucket));
      await pulumi("stack", "init", stack);
      const { secrets } = described(one, environment, imagesOf(text));
      const asked = [...secrets.map(({ name: secret }) => secret), ...(one.external ?? [])];
      for (const [secret, value] of Object.entries(one.secrets?.({ outside, bucket }) ?? {})) {
        if (!asked.includes(secret)) continue;
        const path = ["--path", `settings.secrets.${secret}`, value];
        await pulumi("config", "set", "--stack", stack, "--secret", ...path);
      }
      const preview = await pulumi("preview", "--json", "--stack", stack);
      const planned = JSON.parse(preview.slice(preview.indexOf("{"))) as Planned;
      exempt(checkout, `policies.${stack}.json`, planned);
      if (!production) exemptWriting(checkout, `policies.${stack}.json`, planned, one.writable ?? []);
      await provide(one.system, environment, imagesOf(text), planned);
    });

    afterAll(async () => {
      rows.push(row);
      await checkout.pulumi("state", "unprotect", "--all", "--yes", "--stack", stack);
      const { code, output } = await trireme("destroy", "--yes", "--skip-preview");
      await run("kubectl", ["delete", "namespace", namespace, "--ignore-not-found", "--wait"]);
      expect(code, output).toBe(0);
    });

    it("comes up by one command", async () => {
      row = { ...row, up: await timed("up", "--yes", "--skip-preview") };
      row = { ...row, ...(await used(namespace)) };
    });

    it.runIf(production)("saves every store that it says it saves, and tries the backup out", async () => {
      const backups = await did("backup");
      const drills = await did("drill");
      row = {
        ...row,
        backups: backups.match(/^✓/gm)?.length ?? 0,
        drills: drills.match(/^✓/gm)?.length ?? 0,
      };
    });

    it("holds every check", async () => {
      const [, checks] = /All (\d+) checks hold\./.exec(await did("verify")) ?? [];
      expect(checks).toBeDefined();
      row = { ...row, checks: Number(checks) };
    });

    it("is then as it is described, and no policy objects", async () => {
      expect(await did("preview")).toContain(`Stack ${stack}: no changes`);
    });

    // Without TLS in development: what loads a stack asks over TLS alone.
    it.runIf(!production)("is released, and answers", async () => {
      checkout.write(file, withVersion(checkout.read(file), one.released, "next"));
      row = { ...row, release: await timed("up", "--yes", "--skip-preview") };
      for (const { path } of one.asked.development) {
        const answer = await ask(await listening(), path, { plain: true });
        expect(answer.status, answer.body).toBe(200);
      }
    });

    it.runIf(production)("is released under load, and answers every request", async () => {
      const origin = await listening();
      const released = (version: string) => async (): Promise<number> => {
        checkout.write(file, withVersion(checkout.read(file), one.released, version));
        return await timed("up", "--yes", "--skip-preview");
      };
      const { result, samples } = await underLoad(origin, one.asked.production, released("next"));
      row = { ...row, release: result, requests: samples.length, failed: samples.filter(failed).length };
      expect(faultsOf(samples)).toEqual([]);
    });

    const { stream } = one;
    it.runIf(thorough && production && stream !== undefined)(
      `is released ${releases} times under load, and ends no stream before its time`,
      async () => {
        if (stream === undefined) return;
        const origin = await listening();
        const windows: Window[] = [];
        const { result: held, samples } = await underLoad(origin, one.asked.production, () =>
          holding(new KubernetesDriver(namespace), origin, stream, deadlinesOf(one), async () => {
            for (let index = 1; index <= releases; index++) {
              const began = Date.now();
              checkout.write(file, withVersion(checkout.read(file), one.released, `load-${index}`));
              await did("up", "--yes", "--skip-preview");
              windows.push({ began, ended: Date.now() });
            }
          }),
        );
        const during = new Set(within(samples, windows));
        const atRest = samples.filter((sample) => !during.has(sample));
        const seconds = windows.map(({ began, ended }) => Math.round((ended - began) / 1000)).join(" ");
        console.log(
          `${name}: ${releases} releases in ${seconds} s; ${samples.length} requests, ${samples.filter(failed).length} failed; at rest ${latencies(atRest)}; during a release ${latencies([...during])}; ${held.count} streams`,
        );
        expect(faultsOf(samples)).toEqual([]);
        expect(held.early).toEqual([]);
        expect(held.refused).toEqual([]);
        expect(held.count).toBeGreaterThan(releases);
      },
    );

    it.runIf(production)(
      "answers Prometheus everywhere, fires nothing, and has a number for every panel",
      async () => {
        await sentIn(namespace);
        const origin = await listening();
        const requests = (): Promise<void> => busy(origin, [...one.asked.production, ...(one.drawn ?? [])]);
        await forward(
          { kubectl: "kubectl", env: process.env },
          namespace,
          "prometheus",
          9090,
          async (url) => {
            const prometheus = new Prometheus(`${url}/api/v1`);
            row = { ...row, panels: await watched(prometheus, panelsOf(one.system), requests) };
          },
        );
      },
    );

    it.runIf(production && one.system === "simplr")(
      "comes back from the bucket and the checkout by one command after its namespace is lost",
      async () => {
        const keepsakes = new Keepsakes(namespace);
        await keepsakes.put();
        const before = await keepsakes.seen();
        await did("backup");
        await eventually(
          "the newest backups are in the bucket",
          async () => {
            const listed = JSON.parse(await did("restore", "--json")) as readonly Listed[];
            const newest = (of: string, where: Listed["where"]): string =>
              listed
                .filter((each) => each.backup === of && each.where === where)
                .map(({ name }) => name)
                .sort(byAge)
                .at(-1) ?? "";
            const all = [...new Set(listed.map(({ backup }) => backup))];
            return all.every((of) => newest(of, "bucket") === newest(of, "volume")) || undefined;
          },
          120_000,
        );
        await run("kubectl", ["delete", "namespace", namespace, "--wait"]);
        row = { ...row, rebuilt: await timed("rebuild", "--yes") };
        expect(await keepsakes.seen()).toEqual(before);
        expect(await did("preview")).toContain(`Stack ${stack}: no changes`);
      },
    );
  },
);
