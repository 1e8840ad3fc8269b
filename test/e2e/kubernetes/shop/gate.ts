import { http, provided, service, system, type Environment, type System } from "../../../../components/model";
import { ingress, issuer, service as script } from "../../docker/support/front";
import type { Order } from "./system";

/** Not in development, where requests for unknown hosts are served. */
const environment: Environment = {
  name: "production",
  domain: "shop.example.com",
  repository: "trireme.local/gate",
  tag: "suite",
  replicas: 1,
  ports: {},
};

/** The secret that is whose tokens are taken. */
export const tokenKey = "token-key";

/** One service behind the ingress that every engine has to serve alike, with the checks of a gateway. */
export function gate({ image }: Order): System {
  const key = provided(tokenKey, { description: "PEM of the issuer's public key" });
  const { gateway, ...rest } = ingress;
  return system("gate", environment, {
    secrets: [key],
    services: [
      service("api", {
        image: { name: "api", reference: image },
        command: ["node", "-e", script.replace('9000, "127.0.0.1"', "9000")],
        port: 9000,
        env: {},
        user: 10001,
        health: http("/health", { interval: "2s", timeout: "2s", retries: 5 }),
        resources: { cpu: { request: 0.01, limit: 0.5 }, memory: { request: "32Mi", limit: "128Mi" } },
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
