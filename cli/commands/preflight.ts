import type { System } from "../../components/model";
import { publishedPorts } from "../../components/model/check/ports";
import { imageMode } from "../../stacks/config/environments";
import {
  addressesOf,
  engineFacts,
  listeners,
  lookInside,
  manifests,
  sshAddresses,
  type Inside,
} from "../preflight/host";
import { checkDisk, checkEngine, checkImages, checkName, checkPorts } from "../preflight/checks";
import { poolFacts } from "../preflight/networks";
import { checkPools } from "../preflight/pools";
import { awaitedImages, checkRoom } from "../preflight/room";
import { progressOn } from "../../setup/progress";
import { prepareFor } from "../stack/needs";
import { ownerOf } from "../stack/containers";
import { configOf, systemOf } from "../stack/system";
import { asJson, fails, report, type Verdict } from "../verify/verdict";
import { command, json } from "../command-line/declaration";

/** The images of a release that are pulled; none where they are built. */
function pulled(system: System, stack: string): readonly string[] {
  if (imageMode(configOf(stack)) !== "registry") return [];
  const components = [...system.services, ...system.jobs, ...system.sites];
  return [...new Set(components.map(({ image }) => image.reference))].sort();
}

async function names(
  system: System,
  inside: Inside | undefined,
  env: NodeJS.ProcessEnv,
): Promise<readonly Verdict[]> {
  if (system.ingress?.tls?.mode !== "lets-encrypt") return [];
  const host = [...new Set([...(await sshAddresses(env.DOCKER_HOST)), ...(inside?.addresses ?? [])])];
  const { http, https } = system.ingress;
  // Without an address, the ingress is published on all that are IPv4.
  const ipv6 = [http, ...(https === undefined ? [] : [https])].every(({ address = "" }) =>
    address.includes(":"),
  );
  return await Promise.all(
    system.ingress.hosts.map(async (name) => checkName(name, await addressesOf(name), host, ipv6)),
  );
}

export const declaration = command({
  name: "preflight",
  group: "Look",
  summary: "Check whether the host has what the stack asks for",
  description:
    "It changes nothing. It looks at the engine, memory, disk, networks, ports, images in their registry, and names in DNS.",
  stack: true,
  options: { json },
  only: { target: "docker", instead: "its scheduler and its quota say at `up` what is short" },
  examples: [
    ["preflight prod", "before the first up, and after a change of the host"],
    ["preflight prod --json", "the findings for a program"],
  ],
  async run({ stack, options }) {
    const system = systemOf(stack);
    const config = configOf(stack);
    const required = system.requirements ?? {};
    const env = await prepareFor(stack, ["engine"], progressOn());
    const look = await lookInside(system, env, config.digests ?? {});
    const inside = look.seen;
    const ports = publishedPorts(system);
    const open = await listeners(
      ports.map(({ port }) => port),
      inside,
      env,
    );
    const facts = await engineFacts(env);
    const verdicts = [
      ...checkEngine(facts, required),
      ...(look.seen === undefined
        ? [fails("disk and ports of the host can be looked at", look.why)]
        : [
            ...checkDisk(look.seen.disk, required),
            checkRoom(stack, look.seen.disk, await awaitedImages(config, system, env)),
          ]),
      checkPools(await poolFacts(stack, system, env, facts.pools, inside?.routes)),
      ...checkPorts(ports, open, ownerOf(stack)),
      ...checkImages(await manifests(pulled(system, stack), env)),
      ...(await names(system, inside, env)),
    ];
    console.log(options.json ? asJson(verdicts) : report(verdicts));
    return verdicts.every(({ reason }) => reason === undefined) ? 0 : 1;
  },
});
