import { wholeRate, type Ingress, type RateLimit } from "../ingress";
import { headerBounds, leastProxyMemory, proxySize } from "../values/proxy-size";
import { nginxSettingProblem } from "../values/nginx-settings";
import type { System } from "../system";
import { bytes, isBytes } from "../values/units";
import { noSuch, repeated, type Problem } from "./problem";

const limitPattern = /^[A-Za-z](?:[A-Za-z0-9_-]{0,60}[A-Za-z0-9])?$/;
const mostRequests = 1_000_000;

function checkLimit(limit: RateLimit): readonly Problem[] {
  const path = `ingress.limits.${limit.name}`;
  const { requests } = wholeRate(limit);
  const whole = limit.per === "second" ? true : Number.isInteger(limit.requests);
  return [
    ...(limitPattern.test(limit.name)
      ? []
      : [
          {
            path,
            message: `"${limit.name}" is not a valid name of a limit; names start with a letter and hold up to 62 letters, digits, inner hyphens and underscores`,
          },
        ]),
    ...(whole && requests >= 1 && requests <= mostRequests
      ? []
      : [
          {
            path: `${path}.requests`,
            message: `${limit.requests} each ${limit.per} cannot be counted; allowed are whole numbers from 1 to ${mostRequests}, and per second parts of one from 1/60`,
          },
        ]),
  ];
}

function checkLimits({ limits = [], routes }: Ingress): readonly Problem[] {
  return [
    ...limits.flatMap(checkLimit),
    ...repeated(limits, ({ name }) => name).map((group) => ({
      path: `ingress.limits.${group[0]?.name}`,
      message: `${group.length} limits have this name; rename all but one`,
    })),
    ...routes.flatMap(({ limit, path, host }, index) =>
      limit === undefined ||
      (Number.isInteger(limit.burst) && limit.burst >= 0 && limit.burst <= mostRequests)
        ? []
        : [
            {
              path: `ingress.routes[${index}] "${host ?? ""}${path}".limit.burst`,
              message: `${limit.burst} is not a valid number of requests; allowed are whole numbers from 0 to ${mostRequests}`,
            },
          ],
    ),
  ];
}

const byte = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
const ipv4 = new RegExp(`^${byte}(?:\\.${byte}){3}$`);

/** Whether a text is an address of version 6: eight groups, or fewer around one `::`. */
function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

/** Whether a text is an address, or a range of addresses in CIDR notation. */
export function isRange(range: string): boolean {
  const [address = "", bits, ...more] = range.split("/");
  const most = ipv4.test(address) ? 32 : isIpv6(address) ? 128 : -1;
  if (most === -1) return false;
  if (more.length > 0) return false;
  return bits === undefined ? true : /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

/** Limits, and what the proxy itself is told: whom it believes, what it compresses, and how much it holds. */
export function checkProxy(ingress: Ingress, system: System): readonly Problem[] {
  const { trustedProxies = [], maxHeaders, keepalive = {}, gzip = [], resources, settings } = ingress;
  const services = system.services.map(({ name }) => name);
  const connections = settings?.worker_connections;
  const known = [resources?.memory.limit, maxHeaders].every((size) => size === undefined || isBytes(size));
  const room =
    known && (resources === undefined || resources.cpu.limit > 0) ? proxySize(ingress).connections : 0;
  return [
    ...checkLimits(ingress),
    ...trustedProxies
      .filter((range) => /\/0+$/.test(range))
      .map((range) => ({
        path: "ingress.trustedProxies",
        message: `"${range}" covers every address, so every client would be trusted; name the addresses of the proxies in front of this one`,
      })),
    ...trustedProxies
      .filter((range) => !isRange(range))
      .map((range) => ({
        path: "ingress.trustedProxies",
        message: `"${range}" is not a valid address range; write it in CIDR notation, e.g. "10.0.0.0/8" or "2001:db8::/32"`,
      })),
    ...(maxHeaders === undefined ||
    !isBytes(maxHeaders) ||
    (bytes(maxHeaders) >= bytes(headerBounds.least) && bytes(maxHeaders) <= bytes(headerBounds.most))
      ? []
      : [
          {
            path: "ingress.maxHeaders",
            message: `${maxHeaders} is out of range; allowed are ${headerBounds.least} to ${headerBounds.most}`,
          },
        ]),
    ...Object.entries(keepalive).flatMap(([name, count]) => [
      ...(services.includes(name)
        ? []
        : [{ path: `ingress.keepalive.${name}`, message: noSuch("service", name, services) }]),
      ...(Number.isInteger(count) && count >= 1 && count <= 10_000
        ? []
        : [
            {
              path: `ingress.keepalive.${name}`,
              message: `${count} is not a valid number of connections; allowed are whole numbers from 1 to 10000`,
            },
          ]),
    ]),
    ...gzip
      .filter((type) => !/^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/.test(type))
      .map((type) => ({
        path: "ingress.gzip",
        message: `"${type}" is not a valid MIME type; write for example "text/css" or "application/json"`,
      })),
    ...((ingress.engine ?? "nginx") !== "nginx" ? [] : sizeProblems(ingress, connections, room, known)),
  ];
}

function sizeProblems(
  { resources, settings = {} }: Ingress,
  connections: string | undefined,
  room: number,
  known: boolean,
): readonly Problem[] {
  const path = "ingress.settings.worker_connections";
  const limit = resources?.memory.limit;
  return [
    ...(limit !== undefined && isBytes(limit) && bytes(limit) < bytes(leastProxyMemory)
      ? [
          {
            path: "ingress.resources.memory.limit",
            message: `${limit} is too little for nginx; allowed are ${leastProxyMemory} and more`,
          },
        ]
      : []),
    ...Object.entries(settings).flatMap(([name, value]) => {
      const allowed = nginxSettingProblem(name, value);
      if (allowed === undefined) return [];
      return [{ path: `ingress.settings.${name}`, message: `"${value}" is not valid; ${allowed}` }];
    }),
    ...(connections !== undefined && limit !== undefined && known && Number(connections) > room
      ? [
          {
            path,
            message: `${connections} connections do not fit into ${limit}; the most is ${room}: lower it, or raise resources.memory.limit`,
          },
        ]
      : []),
  ];
}
