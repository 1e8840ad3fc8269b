import {
  http,
  ingressVersions,
  provided,
  service,
  site,
  siteRoute,
  system,
  type Ingress,
  type System,
} from "../../../../components/model";
import { ingress, issuer, service as script } from "../../docker/support/front";
import { environment, resources, type Order } from "./system";

/** The secret that is whose tokens are taken. */
export const tokenKey = "token-key";

/** It finishes what it has, as a service of anybody's does. */
const leaving = 'process.on("SIGTERM", () => server.close(() => process.exit()));';

/** Where the site's own image has its page. */
const folder = "/usr/share/nginx/html";

/** What releases of the proxy itself are about. */
function changes({ header, secure }: NonNullable<Order["front"]>): Partial<Ingress> {
  return {
    ...(header === undefined ? {} : { headers: { ...ingress.headers, "X-Version": header } }),
    ...(secure === true
      ? { https: { port: 443 }, tls: { mode: "self-signed" }, plainPaths: ["/plain/"] }
      : {}),
  };
}

/** One service and a site behind the ingress that every engine has to serve alike, with the checks of a gateway. */
export function gate({ image, release, front }: Order): System {
  if (front === undefined) throw new Error("the gate needs to know what stands in front");
  const key = provided(tokenKey, { description: "PEM of the issuer's public key" });
  const { gateway, ...rest } = ingress;
  // Not in development, where requests for unknown hosts are served.
  const place = { ...environment, name: "production", domain: "shop.example.com" } as const;
  const manual = site("manual", { image: { name: "manual", reference: front.image }, folder });
  return system("gate", place, {
    secrets: [key],
    sites: [manual],
    services: [
      service("api", {
        image: { name: "api", reference: image },
        command: ["node", "-e", `${script.replace('9000, "127.0.0.1"', "9000")}\n${leaving}`],
        port: 9000,
        env: { RELEASE: release },
        user: 10001,
        health: http("/health", { interval: "2s", timeout: "2s", retries: 5 }),
        resources,
      }),
    ],
    ingress: {
      ...rest,
      ...changes(front),
      ...{ engine: front.engine, version: ingressVersions[front.engine] },
      routes: [...ingress.routes, siteRoute("/manual", manual, { rewrite: "/" })],
      resources,
      gateway: {
        ...gateway,
        jwt: { paths: gateway?.jwt?.paths ?? [], issuer, publicKey: key.value },
      },
    },
  });
}
