import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Platform as AwsPlatform } from "../../components/aws/platform";
import { settingsIn } from "../../components/aws/settings";
import { Platform as DockerPlatform } from "../../components/docker/platform";
import { parsePolicyConfig, withEnvironment, withSources } from "../../policies/config";
import { packPolicies } from "../../policies/policies";
import { settingsOf, violations } from "../../policies/settings";
import { checkedArgs } from "../../stacks/config/checked";
import { describeSystem } from "../../stacks/config/describe";
import { parseStackFile } from "../../stacks/config/file";
import type { StackConfig } from "../../stacks/config/schema";
import { providedTexts } from "../support/leaves/systems";
import { deploy } from "../support/mocks";
import { noApi, noEngine } from "../support/outcomes";
import { subjectsOf } from "../support/registrations";
import { root } from "../support/sources";

const stackOf = (file: string): string => file.replace(/^Pulumi\.(.+)\.yaml$/, "$1");
const today = new Date().toISOString().slice(0, 10);
const text = (file: string): string => readFileSync(join(root, file), "utf8");
const files = readdirSync(root).filter(
  (name) => /^Pulumi\..+\.yaml$/.test(name) && parseStackFile(text(name)).target !== "kubernetes",
);

/** What a stack on a Docker host or on AWS is made of. */
function platformOf({ aws, environment }: StackConfig, args: ReturnType<typeof checkedArgs>): unknown {
  return aws === undefined
    ? new DockerPlatform({ ...args, engine: noEngine })
    : new AwsPlatform({ ...args, aws: settingsIn(environment, aws), api: noApi });
}

/** What the policies find of a stack, but for what is exempt. */
async function foundIn(config: StackConfig, stack: string) {
  const secrets = providedTexts({
    secrets: describeSystem(config).secrets.filter(
      ({ source }) => source.type === "provided" && !source.optional,
    ),
  });
  const settings = { ...config.settings, secrets: { ...secrets, ...config.settings.secrets } };
  const args = checkedArgs({ ...config, settings }, root);
  const subjects = subjectsOf(await deploy(() => platformOf(config, args), { stack })).map((subject) => ({
    ...subject,
    urn: subject.urn.replace("urn:pulumi:prod::", `urn:pulumi:${stack}::`),
  }));
  return (exempt: ReturnType<typeof parsePolicyConfig>) => {
    const configured = withSources(withEnvironment(exempt, config.environment), root);
    return packPolicies.flatMap((policy) => {
      const entry = configured[policy.name];
      const said = settingsOf(policy, typeof entry === "object" ? entry : {});
      const groups = policy.scope === "stack" ? [subjects] : subjects.map((one) => [one]);
      return groups
        .flatMap((group) => violations(policy, group, said, today))
        .map(({ urn, message }) => ({ policy: policy.name, urn, message }));
    });
  };
}

describe(
  "the policies of the stacks that are shipped for a Docker host and for AWS",
  { timeout: 300_000 },
  () => {
    it.each(files)(
      "hold for %s, but for what its own file exempts, and it exempts nothing else",
      async (file) => {
        const stack = stackOf(file);
        const findings = await foundIn(parseStackFile(text(file)), stack);
        const own = `policies.${stack}.json`;
        const given = existsSync(join(root, own)) ? parsePolicyConfig(text(own), today) : {};
        expect(findings(given)).toEqual([]);
        const needed = new Set(findings({}).map(({ policy, urn }) => `${policy} ${urn}`));
        const unneeded = Object.entries(given).flatMap(([policy, entry]) =>
          typeof entry === "object" ? (entry.exemptions ?? []).map(({ urn }) => `${policy} ${urn}`) : [],
        );
        expect(unneeded.filter((one) => !needed.has(one))).toEqual([]);
      },
    );

    it.each([
      ["traefik", "Pulumi.prod.yaml", { mode: "lets-encrypt", email: "operations@example.com" }],
      ["kong", "Pulumi.simplr-prod.yaml", { mode: "self-signed" }],
    ] as const)("hold with %s in front of the static site of %s", async (engine, file, tls) => {
      const config = parseStackFile(text(file));
      const settings = { ...config.settings, tls, ingress: { engine } };
      const findings = await foundIn({ ...config, settings }, stackOf(file));
      const own = `policies.${stackOf(file)}.json`;
      const exempt = existsSync(join(root, own)) ? parsePolicyConfig(text(own), today) : {};
      expect(findings(exempt)).toEqual([]);
    });
  },
);
