import { nginxSettings, type Ingress } from "../../model";
import type { Refusal } from "../refusal";
import type { Engine } from "./engine";

function refusals({ settings = {} }: Ingress): readonly Refusal[] {
  const strange = Object.keys(settings).filter((name) => !Object.hasOwn(nginxSettings, name));
  return [
    {
      path: "ingress.settings",
      set: strange.length > 0,
      message: `of nginx's own settings only ${Object.keys(nginxSettings).join(", ")} can be set, not ${strange.join(", ")}; leave it out: the rest is rendered from the routes`,
    },
  ];
}

/** Our own nginx, which serves sites as well. */
export const nginx: Engine = { refusals };
