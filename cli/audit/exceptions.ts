import type { Subject } from "./subject";

/** A fault that is accepted, for the containers of some roles or components, with its reason. */
export interface Exception {
  readonly check: string;
  /** What the containers are for their components. @default any */
  readonly roles?: readonly string[];
  readonly reason: string;
}

/** Everything that is not as the benchmark recommends, and why. Whatever else is found is a failure. */
export const exceptions: readonly Exception[] = [
  {
    check: "5.4",
    roles: ["volume"],
    reason:
      "Handing a volume to the user who writes in it takes CHOWN and FOWNER, and DAC_OVERRIDE to look into its folders. It has no network, sees that volume alone and ends within a second.",
  },
  {
    check: "5.8",
    roles: ["proxy"],
    reason:
      "80 and 443 are what a public web server is asked at. Inside its container the proxy listens on 8080 and 8443, without root and without a capability.",
  },
  {
    check: "5.13",
    roles: ["reload"],
    reason:
      "The engine takes no uploads into a read-only root, and the reload's files are uploads. It runs for seconds, as nginx's user, without a capability, in the proxy's own namespaces.",
  },
  {
    check: "5.14",
    roles: ["proxy"],
    reason:
      "The ingress answers on every IPv4 address of its host, so that a second one needs no release. `http.address` and `https.address` of the ingress bind it to one.",
  },
  {
    check: "5.15",
    roles: [
      ...["service", "store", "sentinel", "replica", "balancer", "proxy", "site-server"],
      ...["backup", "offsite", "metrics", "certificates", "schedule"],
    ],
    reason:
      "`unless-stopped`: what runs must come back when the engine or its host starts again, which `on-failure` does not do, and a dependency that is away for long must not leave a service down for good. The engine waits twice as long after each failure, up to a minute.",
  },
];

/** The exception that a subject's fault falls under. */
export function exceptionFor(check: string, { role }: Subject): Exception | undefined {
  return exceptions.find((one) => one.check === check && (one.roles?.includes(role) ?? true));
}
