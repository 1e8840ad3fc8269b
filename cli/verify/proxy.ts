import { labelNames, siteServerOf, type Role, type System } from "../../components/model";
import { ingressPlaces, type IngressPlaces } from "../../components/render/proxy/places";
import { ofComponent, type Container } from "./containers";
import type { IngressState } from "../runtime/runtime";
import type { Exec } from "./migrations";
import { fails, holds, type Verdict } from "./verdict";

interface Served {
  readonly component: string;
  readonly role: Role;
  readonly places: IngressPlaces;
  /** SHA-256 of the configuration that was rolled out. */
  readonly wanted: string | undefined;
}

/** Whether the configuration in a proxy is the one that was rolled out. */
async function inForce(
  { component, role, places, wanted }: Served,
  containers: readonly Container[],
  exec: Exec,
  stack: string,
): Promise<Verdict> {
  const claim = `${component} serves the configuration that was rolled out`;
  const [proxy] = ofComponent(containers, component, role);
  if (proxy?.State.Status !== "running")
    return fails(claim, `${component} does not run. Fix it: npx trireme up ${stack}`);
  const { folder, configuration } = places;
  const { code, output } = await exec(proxy, ["sha256sum", `${folder}/${configuration}`]);
  if (code !== 0) return fails(claim, output.trim());
  if (output.split(" ")[0] === wanted) return holds(claim);
  const fix = `npx trireme up ${stack} --rerun ${component}`;
  return fails(claim, `its ${configuration} is not this release's. Roll it out again: ${fix}`);
}

/**
 * Whether the configuration in the proxy, and in what serves sites behind it, is the one that was rolled out, or the cluster has taken
 * our routes on.
 */
export async function checkProxy(
  system: System,
  containers: readonly Container[],
  exec: Exec,
  stack: string,
  state: IngressState,
): Promise<readonly Verdict[]> {
  const { ingress } = system;
  if (ingress === undefined) return [];
  if (state.kind === "routes") {
    const [reason] = state.refused ?? [];
    const taken = `the cluster serves the routes of ${ingress.name}`;
    return [reason === undefined ? holds(taken) : fails(taken, reason)];
  }
  const served: Served[] = [
    {
      ...{ component: ingress.name, role: "proxy", wanted: state.configuration },
      places: ingressPlaces[ingress.engine ?? "nginx"],
    },
  ];
  const server = siteServerOf(system);
  if (server !== undefined) {
    const [reload] = ofComponent(containers, server.name, "reload");
    served.push({
      ...{ component: server.name, role: "site-server", places: ingressPlaces.nginx },
      wanted: state.sites ?? reload?.Config.Labels[labelNames.configuration],
    });
  }
  return await Promise.all(served.map((one) => inForce(one, containers, exec, stack)));
}
