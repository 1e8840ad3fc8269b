import type { Ingress } from "../../components/model";
import { PlainError } from "../../setup/errors";
import { runAttached } from "../../setup/processes";
import { progressOn, type Progress } from "../../setup/progress";
import { prepareFor } from "../stack/needs";
import { exportedResources, readyStack } from "../stack";
import { stackContainers } from "../stack/containers";
import { systemOf } from "../stack/system";
import { upUnasked } from "./up";
import { command } from "../command-line/declaration";

const selfSigned = "tls:index/selfSignedCert:SelfSignedCert";

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
  only: {
    target: "docker",
    instead: "cert-manager renews; ask it for a certificate now: cmctl renew --namespace NAMESPACE NAME",
  },
  examples: [["renew prod", "before the old one is due"]],
  async run({ stack }) {
    const system = systemOf(stack);
    const { ingress } = system;
    if (ingress?.tls === undefined)
      throw new PlainError(`Stack ${stack} serves plain HTTP, so it has no certificate to renew.`);
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
