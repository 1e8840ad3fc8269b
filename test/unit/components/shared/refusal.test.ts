import { expect, it } from "vitest";
import { problemsOf } from "../../../../components/shared/refusal";

it("makes a problem of what is set, and of nothing else", () => {
  expect(
    problemsOf([
      { path: "stores.db.pooler", set: true, message: "leave pooler out" },
      { path: "stores.db.tls", set: false, message: "leave tls out" },
    ]),
  ).toEqual([{ path: "stores.db.pooler", message: "leave pooler out" }]);
});
