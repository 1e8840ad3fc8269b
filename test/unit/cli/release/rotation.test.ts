import { expect, it } from "vitest";
import { byStore, retirement } from "../../../../cli/release/rotation";

const container = {
  Id: "c0ffee",
  Image: "sha256:abc",
  State: { Status: "exited", ExitCode: 0, FinishedAt: "2026-01-01T00:00:00Z" },
  Config: {
    User: "70:70",
    Cmd: ["sh", "/run/credentials/apply.sh"],
    Env: ["PGHOST=db", "OWNER=shop"],
    Labels: { "dev.trireme.stack": "prod", "dev.trireme.part": "db", "dev.trireme.system": "shop" },
  },
  NetworkSettings: { Networks: { "shop-prod-db-1": {} } },
};

it("knows the container that brought a password from that which made the role of the store's replicas", () => {
  const role = {
    ...container,
    Id: "decaf",
    Config: { ...container.Config, Cmd: ["sh", "/run/replica/role.sh"] },
  };
  for (const all of [
    [container, role],
    [role, container],
  ])
    expect([...byStore(all).values()].map(({ Id }) => Id)).toEqual(["c0ffee"]);
});

it("takes the old password away from beside the container that brought the new one", () => {
  const words = retirement(container, Date.parse("2026-01-01T00:01:30.9Z"));
  expect(words.join(" ")).toBe(
    "run --rm --pull never --network shop-prod-db-1 --user 70:70 --volumes-from c0ffee:ro --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --pids-limit 64 --memory 128m --label dev.trireme.system=shop --label dev.trireme.stack=prod --label dev.trireme.part=db --env PGHOST=db --env OWNER=shop --env ROTATED_SECONDS_AGO=90 sha256:abc sh /run/credentials/retire.sh",
  );
});
