import { identityName, partIdentity } from "../../components/lowering/topology";
import { prefixOf, type Ingress, type System } from "../../components/model";
import { PlainError } from "../../setup/errors";
import { runAttached } from "../../setup/processes";
import { progressOn, type Progress } from "../../setup/progress";
import { prepareFor } from "../stack/needs";
import { exportedResources, readyStack } from "../stack";
import { stackContainers } from "../stack/containers";
import { configOf, systemOf } from "../stack/system";
import { ownCertificates } from "../verify/own-certificates";
import { upUnasked } from "./up";
import { command, optional } from "../command-line/declaration";

const selfSigned = "tls:index/selfSignedCert:SelfSignedCert";
const signed = "tls:index/locallySignedCert:LocallySignedCert";

/** How an operator replaces a certificate that nobody else can. */
export function howToGive(stack: string): string {
  return [
    "The certificate is your own, so Trireme cannot renew it. Once you have a new one:",
    `  pulumi config set --stack ${stack} --secret --path 'settings.secrets.tls-certificate' < certificate.pem`,
    `  pulumi config set --stack ${stack} --secret --path 'settings.secrets.tls-key' < key.pem`,
    `  npx trireme up ${stack}`,
  ].join("\n");
}

/** Asks the authority for a new certificate now, whether the old one is due or not. */
async function fromAuthority(ingress: Ingress, stack: string, env: NodeJS.ProcessEnv): Promise<number> {
  const client = (await stackContainers(stack, env)).find(
    ({ role, replaced }) => role === "certificates" && !replaced,
  );
  if (client === undefined)
    throw new PlainError(
      `Stack ${stack} has no container that keeps a certificate. Deploy it: npx trireme up ${stack}`,
    );
  const code = await runAttached("docker", ["exec", client.id, "sh", "/run/acme/acme.sh", "force"], {
    env,
  });
  if (code === 0)
    console.log(`\nA new certificate was issued. ${ingress.name} loads it by itself, within seconds.`);
  else
    console.error(
      `\nNo new certificate was issued; the old one stays in use. The authority's answer is above. Fix the cause, then try again: npx trireme renew ${stack}`,
    );
  return code;
}

async function madeAnew(stack: string, env: NodeJS.ProcessEnv): Promise<number> {
  const certificate = (await exportedResources(stack, env)).find(({ type }) => type === selfSigned);
  if (certificate === undefined)
    throw new PlainError(`Stack ${stack} has no certificate yet. Deploy it: npx trireme up ${stack}`);
  return await upUnasked(stack, "--replace", certificate.urn);
}

/** What `renew` takes, as an error says it. */
export function renewable(system: System): readonly string[] {
  return [
    ...(system.ingress?.tls === undefined ? [] : [system.ingress.name]),
    ...ownCertificates(system).map(({ name }) => name),
  ];
}

/** Whether a resource's name is that of a certificate, in whichever generation of its secret. */
export function isCertificateOf(prefix: string, resource: string, name: string): boolean {
  const rest = name.startsWith(`${prefix}-${resource}-`) ? name.slice(`${prefix}-${resource}-`.length) : "";
  return /^(\d+-)?server$/.test(rest);
}

/** Replaces a certificate within the system; its key and its authority stay, so that whoever trusted the old one trusts the new one. */
async function ownAnew(system: System, stack: string, name: string): Promise<number> {
  const found = ownCertificates(system).find((one) => one.name === name);
  if (found === undefined) {
    const allowed = renewable(system);
    throw new PlainError(
      allowed.length === 0
        ? `Stack ${stack} has no certificate to renew, so ${name} is none.`
        : `${name} has no certificate that Trireme renews. Allowed are ${allowed.join(", ")}.`,
    );
  }
  const { topology } = configOf(stack).settings;
  const isSecret = found.store === undefined;
  if (isSecret && topology?.of !== undefined) {
    const there = name === partIdentity ? identityName(stack) : name;
    throw new PlainError(
      `${stack} has ${name} from ${topology.of.stack}: npx trireme renew ${topology.of.stack} ${there}, then npx trireme up ${stack}.`,
    );
  }
  const env = await readyEnvironment(stack, progressOn());
  const prefix = prefixOf(system.name, stack);
  const certificate = (await exportedResources(stack, env)).find(
    ({ type, urn }) =>
      type === signed && isCertificateOf(prefix, found.resource, urn.split("::").at(-1) ?? ""),
  );
  if (certificate === undefined)
    throw new PlainError(`${name} has no certificate yet. Deploy it: npx trireme up ${stack}`);
  const code = await upUnasked(stack, "--replace", certificate.urn);
  const parts = Object.keys(topology?.elsewhere ?? {});
  if (code === 0 && isSecret && parts.length > 0)
    console.log(
      [
        `\nOther stacks that have ${name} get the new certificate when they are brought up, and use the old one until then:`,
        ...parts.map((part) => `  npx trireme up ${part}`),
      ].join("\n"),
    );
  return code;
}

async function readyEnvironment(stack: string, progress: Progress): Promise<NodeJS.ProcessEnv> {
  const env = await prepareFor(stack, ["cli", "engine"], progress);
  await readyStack(stack, env, progress);
  return env;
}

export const declaration = command({
  name: "renew",
  group: "Data and secrets",
  summary: "Get a new certificate now, without dropping a connection",
  stack: true,
  arguments: {
    name: optional("[name]", "the store or secret whose certificate it is; the ingress without it"),
  },
  only: {
    target: "docker",
    instead: "cert-manager renews; ask it for a certificate now: cmctl renew --namespace NAMESPACE NAME",
  },
  examples: [
    ["renew prod", "the ingress's, before the old one is due"],
    ["renew prod db", "that of the store db; sessions go on"],
  ],
  async run({ stack, arguments: { name } }) {
    const system = systemOf(stack);
    const { ingress } = system;
    if (name !== undefined && (name !== ingress?.name || ingress.tls === undefined))
      return await ownAnew(system, stack, name);
    if (ingress?.tls === undefined) {
      const others = renewable(system);
      throw new PlainError(
        others.length === 0
          ? `Stack ${stack} serves plain HTTP, so it has no certificate to renew.`
          : `Stack ${stack} serves plain HTTP, so its ingress has no certificate to renew. Others have: npx trireme renew ${stack} NAME; allowed are ${others.join(", ")}.`,
      );
    }
    const progress = progressOn();
    switch (ingress.tls.mode) {
      case "lets-encrypt":
        return await fromAuthority(ingress, stack, await readyEnvironment(stack, progress));
      case "self-signed":
        return await madeAnew(stack, await readyEnvironment(stack, progress));
      case "custom":
        console.log(howToGive(stack));
        return 0;
      default:
        return ingress.tls satisfies never;
    }
  },
});
