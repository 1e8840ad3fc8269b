import type { System } from "../../components/model";
import { ingressPlaces } from "../../components/render/proxy/places";
import { ofComponent, type Container } from "./containers";
import type { IngressState } from "../runtime/runtime";
import type { Exec } from "./migrations";
import { fails, holds, type Verdict } from "./verdict";

/** Whether the configuration in the proxy is the one that was rolled out, or the cluster has taken our routes on. */
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
  const claim = `${ingress.name} serves the configuration that was rolled out`;
  const [proxy] = ofComponent(containers, ingress.name, "proxy");
  if (proxy?.State.Status !== "running")
    return [fails(claim, `${ingress.name} does not run. Fix it: npx trireme up ${stack}`)];
  const { folder, configuration } = ingressPlaces[ingress.engine ?? "nginx"];
  const { code, output } = await exec(proxy, ["sha256sum", `${folder}/${configuration}`]);
  if (code !== 0) return [fails(claim, output.trim())];
  if (output.split(" ")[0] === state.configuration) return [holds(claim)];
  const fix = `npx trireme up ${stack} --rerun ${ingress.name}`;
  return [fails(claim, `its ${configuration} is not this release's. Roll it out again: ${fix}`)];
}
