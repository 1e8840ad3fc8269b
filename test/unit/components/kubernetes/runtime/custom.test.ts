import { expect, it } from "vitest";
import { customOutcome } from "../../../../../components/kubernetes/runtime/custom";
import { cluster } from "../../../../support/cluster";

const path = "/apis/postgresql.cnpg.io/v1/namespaces/shop/clusters";
const object = { namespace: "shop", name: "db" };

it("waits until an operator calls its object ready", async () => {
  const ready = { status: { conditions: [{ type: "Ready", status: "True" }] } };
  const asked = cluster({ [`${path}/db`]: [{}, ready] });
  expect(await customOutcome(asked, path, object, { deadline: 60 })).toEqual({ ok: true });
});

it("tells what the operator says, or that there is none", async () => {
  const setting = { status: { phase: "Setting up primary", conditions: [] } };
  expect(await customOutcome(cluster({ [`${path}/db`]: [setting] }), path, object, { deadline: 60 })).toEqual(
    {
      ok: false,
      container: "db",
      reason: "is not ready after 60 s (Setting up primary)",
      log: "",
    },
  );
  expect(
    await customOutcome(cluster({ [`${path}/db`]: [{}] }), path, object, { deadline: 60 }),
  ).toMatchObject({
    reason: "is not ready after 60 s (its operator has reported no status; check that it is installed)",
  });
});
