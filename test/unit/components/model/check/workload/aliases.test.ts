import { describe, expect, it } from "vitest";
import { beyondAws } from "../../../../../../components/aws/unsupported";
import { service } from "../../../../../../components/model";
import { settingsOn } from "../../../../../support/aws";
import { api, errors, shop, web } from "../../../../../support/valid";

const withAliases = (aliases: readonly string[], others: readonly string[] = []) =>
  errors({
    ...shop,
    services: [
      { ...api, aliases: others },
      { ...web, aliases },
    ],
  });

describe("a further name of a service", () => {
  it("is taken where nobody else has it", () => {
    expect(withAliases(["front", "www-1"], ["backend"])).toEqual([]);
  });

  it.each([
    ["Front", '"Front" is not a valid name'],
    ["1st", '"1st" is not a valid name'],
    ["a".repeat(64), "is not a valid name; allowed are up to 63"],
    ["db", '"db" is the name of a component already'],
    ["proxy", '"proxy" is the name of a component already'],
    ["backend", '"backend" is an alias already; each leads to one service'],
    ["db-rw", '"db-rw" could be the name of something that a target creates for "db"'],
  ])("is refused where it is not valid, or another's: %s", (alias, message) => {
    const [first, ...more] = withAliases([alias], ["backend"]);
    expect(first).toContain("services.web.aliases[0]: ");
    expect(first).toContain(message);
    expect(more).toEqual([]);
  });

  it("leads to a port", () => {
    const { image, env, resources } = web;
    const worker = service("worker", { image, env, resources, aliases: ["jobs"] });
    const services = [api, web, worker];
    expect(errors({ ...shop, services })).toContain(
      'services.worker.aliases[0]: "jobs" leads to a service without a port; give the service one, or leave aliases out',
    );
  });

  it("is refused by AWS", () => {
    const system = { ...shop, services: [api, { ...web, aliases: ["front"] }] };
    expect(beyondAws(system, settingsOn("development", {})).map(({ path }) => path)).toContain(
      "services.web.aliases",
    );
    expect(beyondAws(shop, settingsOn("development", {})).map(({ path }) => path)).not.toContain(
      "services.web.aliases",
    );
  });
});
