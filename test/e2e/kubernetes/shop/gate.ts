import { http, provided, service, system, type System } from "../../../../components/model";
import { ingress, issuer, service as script } from "../../docker/support/front";
import { environment, resources, type Order } from "./system";

/** The secret that is whose tokens are taken. */
export const tokenKey = "token-key";

/** One service behind the ingress that every engine has to serve alike, with the checks of a gateway. */
export function gate({ image }: Order): System {
  const key = provided(tokenKey, { description: "PEM of the issuer's public key" });
  const { gateway, ...rest } = ingress;
  // Not in development, where requests for unknown hosts are served.
  const place = { ...environment, name: "production", domain: "shop.example.com" } as const;
  return system("gate", place, {
    secrets: [key],
    services: [
      service("api", {
        image: { name: "api", reference: image },
        command: ["node", "-e", script.replace('9000, "127.0.0.1"', "9000")],
        port: 9000,
        env: {},
        user: 10001,
        health: http("/health", { interval: "2s", timeout: "2s", retries: 5 }),
        resources,
      }),
    ],
    ingress: {
      ...rest,
      gateway: {
        ...gateway,
        jwt: { paths: gateway?.jwt?.paths ?? [], issuer, publicKey: key.value },
      },
    },
  });
}
