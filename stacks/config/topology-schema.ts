import { z } from "zod";
import { cidr, httpUrl } from "../../components/shared/setting-values";

/** Where the gates of a system's stacks listen, if nothing is said. */
const usualPort = 7443;
const port = z.number().int().min(1).max(65535).default(usualPort);
const component = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "expected the name of a service or store");
const stack = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,100}$/, "expected the name of a stack, as its file has it: Pulumi.<stack>.yaml");
const address = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$/,
    "expected a host name or an IP address, without scheme and port",
  );
const components = z.array(component).min(1).max(200);
const gateOf = {
  address: address.describe("Host name or IP address at which the other stack's gate is reached."),
  port: port.describe(`Port of that gate. Default: ${usualPort}.`),
};

/** Which parts of a system run elsewhere. */
export const topologySettings = z.strictObject({
  urls: z
    .record(component, httpUrl)
    .optional()
    .describe(
      "Services and sites that others serve, e.g. Vercel, Netlify or a CDN, by their names: the stack runs none, and who refers to one gets this URL.",
    ),
  elsewhere: z
    .record(
      stack,
      z.strictObject({
        components: components.describe("Services and stores that it runs."),
        ...gateOf,
      }),
    )
    .optional()
    .describe(
      "Other stacks of the system and what they run of it, on hosts of their own; this one runs the rest.",
    ),
  of: z
    .strictObject({
      stack: stack.describe("The stack that runs the rest, and has the secrets."),
      components: components.describe("Services and stores that this stack runs."),
      ...gateOf,
    })
    .optional()
    .describe("Says that this stack runs components of another one's system."),
  gate: z
    .strictObject({
      from: z.array(cidr).min(1).max(100).describe("Address ranges (CIDR) of the other stacks' hosts."),
      port: port.describe(`Port of this host. Default: ${usualPort}.`),
      address: address
        .default("0.0.0.0")
        .describe("Address of this host on which it listens. Default: 0.0.0.0, all of them."),
    })
    .optional()
    .describe(
      "Where other stacks reach this one's components: over TLS, in which both sides prove who they are.",
    ),
});
