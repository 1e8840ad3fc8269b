import { describe, expect, it } from "vitest";
import { assertValid, serviceUrl, SystemError, type System } from "../../../../../components/model";
import { api, db, proxy, shop, signingKey, web } from "../../../../support/valid";
import { limitsOf } from "../../../../support/limits";

const broken: System = {
  ...shop,
  environment: "production",
  services: [
    { ...api, replicas: 0, env: { ...api.env, PAYMENTS_URL: serviceUrl("payments") } },
    { ...web, command: ["serve", signingKey.value] },
  ],
  stores: [{ ...db, publish: { port: 80 } }, ...shop.stores.slice(1)],
  ingress: { ...proxy, tls: undefined },
  backups: [],
};

describe("a system with many errors", () => {
  it("is refused with all of them in one message", () => {
    expect(message(broken)).toBe(
      [
        'System "shop" has 8 errors; nothing was created.',
        '  ✗ services.api.env.PAYMENTS_URL: names service "payments" (url), but there is no service "payments"; the services are "api" and "web"',
        '  ✗ services.web.command[1]: secret "signing-key" (value) would show in the process list; pass it in env or files and read it there',
        "  ✗ ingress.http.port, stores.db.publish: 2 components publish port 80 of the host; give each its own",
        "  ✗ services.api.replicas: 0 is not a valid number of instances; allowed are whole numbers from 1",
        '  ✗ ingress.tls: production answers over HTTPS: set https: { port: 443 } and tls with mode "lets-encrypt", "custom" or "self-signed"',
        '  ✗ stores.db: production needs a backup of it: add backup("db-daily", { of: db, schedule: "0 2 * * *", … })',
        '  ✗ stores.uploads: production needs a backup of it: add backup("uploads-daily", { of: uploads, schedule: "0 2 * * *", … }), or say in disposable what makes its files again',
        "  ✗ stores.db.publish: opens a port past the ingress, which is for development only; remove it",
      ].join("\n"),
    );
  });

  it("is counted in words when there is one", () => {
    expect(message({ ...shop, services: [{ ...api, replicas: 0 }, web] })).toBe(
      [
        'System "shop" has 1 error; nothing was created.',
        "  ✗ services.api.replicas: 0 is not a valid number of instances; allowed are whole numbers from 1",
      ].join("\n"),
    );
  });
});

it("lets a valid system pass", () => {
  expect(() => assertValid(shop, limitsOf("docker"))).not.toThrow();
});

function message(system: System): string {
  try {
    assertValid(system, limitsOf("docker"));
  } catch (error) {
    if (error instanceof SystemError) return error.message;
  }
  return "";
}
