import { expect, it } from "vitest";
import { asMade, inForce } from "../../../../../components/aws/ingress/chosen.args";
import { patient, settingsOn, systemOn } from "../../../../support/aws";

it("takes our nginx where nothing is said and the routes need it, and what the stack says in any case", () => {
  const hub = systemOn("syfthub", "production");
  const kind = (changes: Parameters<typeof settingsOn>[1]) =>
    inForce(hub, settingsOn("production", changes)).ingress;
  expect(kind({})).toEqual({ kind: "proxy" });
  expect(kind({ ingress: patient })).toEqual(patient);
  const failover = { role: "primary", path: "/health" } as const;
  const simplr = systemOn("simplr", "production");
  expect(inForce(simplr, settingsOn("production")).ingress).toEqual({ kind: "cloudfront" });
  expect(inForce(simplr, settingsOn("production", { failover })).ingress).toEqual({ kind: "proxy" });
  expect(inForce(systemOn("syfthub", "development"), settingsOn("development")).ingress).toEqual({
    kind: "balancer",
  });
});

it("shows commands nginx among the services, where there is one", () => {
  const names = (changes: Parameters<typeof settingsOn>[1]) =>
    asMade(systemOn("syfthub", "production"), settingsOn("production", changes)).services.map(
      ({ name }) => name,
    );
  expect(names({})).toContain("proxy-nginx");
  expect(names({ ingress: patient })).not.toContain("proxy-nginx");
});
