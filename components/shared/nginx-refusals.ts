import { nginxSettings, type Ingress } from "../model";
import type { Refusal } from "./refusal";

/** What our nginx does not take of an ingress's `settings`. */
export function nginxSettingRefusals({ settings = {} }: Ingress): readonly Refusal[] {
  const strange = Object.keys(settings).filter((name) => !Object.hasOwn(nginxSettings, name));
  return [
    {
      path: "ingress.settings",
      set: strange.length > 0,
      message: `of nginx's own settings only ${Object.keys(nginxSettings).join(", ")} can be set, not ${strange.join(", ")}; leave it out: the rest is rendered from the routes`,
    },
  ];
}

/**
 * What a target does not do of an ingress whose only engine is our nginx.
 *
 * @param target what refuses it, as "Kubernetes"
 * @param elsewhere the way to another engine, ending a sentence
 */
export function nginxRefusals(ingress: Ingress, target: string, elsewhere: string): readonly Refusal[] {
  const { engine = "nginx" } = ingress;
  return [
    {
      path: "ingress.engine",
      set: engine !== "nginx",
      message: `the proxy that the ${target} target runs is nginx, not ${engine}; set settings.ingress.engine to nginx${elsewhere}`,
    },
    ...nginxSettingRefusals(ingress),
  ];
}
