import { describe, expect, it } from "vitest";
import { environmentOf } from "../../../../stacks/config/environments";
import type { StackConfig } from "../../../../stacks/config/schema";
import { systems } from "../../../../stacks/systems";
import { checkEnvironment } from "../../../../stacks/config/unused";
import { configured, places, type Knobs } from "../../../support/configs";

function refusals(config: StackConfig): readonly string[] {
  const { system, settings, replicas } = config;
  return checkEnvironment(systems[system], environmentOf(config), settings, replicas).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

const bucket = { name: "backups", endpoint: "https://s3.example.com", region: "eu-west-1" };
/** Each knob of an environment that a stack's file has, with two values. */
const knobs: Readonly<Record<string, readonly [Knobs, Knobs]>> = {
  replicas: [{ replicas: 3 }, { replicas: 4 }],
  ...Object.fromEntries(
    ["http", "https", "db", "app", "api", "metrics"].map((name) => [
      `settings.ports.${name}`,
      [{ settings: { ports: { [name]: 9080 } } }, { settings: { ports: { [name]: 9081 } } }] as const,
    ]),
  ),
  "settings.allowedAddresses": [
    { settings: { allowedAddresses: ["10.0.0.0/8"] } },
    { settings: { allowedAddresses: ["10.1.0.0/16"] } },
  ],
  "settings.gpus": [{ settings: { gpus: 1 } }, { settings: { gpus: 2 } }],
  "settings.tls": [
    { settings: { tls: { mode: "self-signed" } } },
    { settings: { tls: { mode: "lets-encrypt", email: "ops@example.com" } } },
  ],
  "settings.bucket": [{ settings: { bucket } }, { settings: { bucket: { ...bucket, name: "others" } } }],
  "settings.bucket.endpoint": [
    { settings: { bucket } },
    { settings: { bucket: { ...bucket, endpoint: "https://minio.example.com" } } },
  ],
  "settings.bucket.region": [
    { settings: { bucket } },
    { settings: { bucket: { ...bucket, region: "eu-central-1" } } },
  ],
};

describe("a knob of the environment", () => {
  it.each(places)("changes $system in $environment, or is refused", ({ system, environment }) => {
    for (const [path, [one, other]] of Object.entries(knobs)) {
      const [first, second] = [one, other].map((knob) => configured(system, environment, knob));
      if (first === undefined || second === undefined) throw new Error("each knob has two values");
      const changed =
        JSON.stringify(systems[system](environmentOf(first))) !==
        JSON.stringify(systems[system](environmentOf(second)));
      const refused = refusals(first).some((text) => path.startsWith(text.split(":")[0] ?? ""));
      expect([path, changed !== refused]).toEqual([path, true]);
    }
  });

  it("that a system does not know is named, with those it has", () => {
    const settings = { ports: { http: 9080, htp: 9081 }, allowedAddresses: ["10.0.0.0/8"], gpus: 1, bucket };
    expect(refusals(configured("syfthub", "development", { settings }))).toEqual([
      'settings.ports.htp: system "syfthub" has no host port of that name; its ports are db, http, https',
      'settings.allowedAddresses: system "syfthub" does not use it; remove it',
      'settings.gpus: system "syfthub" does not use it; remove it',
      'settings.bucket: system "syfthub" does not use it; remove it',
    ]);
  });
});
