import { describe, expect, it } from "vitest";
import { engineContainer, engineOf, mariadb } from "../../../../../components/model";

const orders = mariadb("orders", {
  version: "10.11",
  database: "order-book",
  user: "clerk",
  parameters: { max_connections: "40", character_set_server: "latin1" },
});

describe("a MariaDB", () => {
  it("is the official image with the system's variables after what every server has", () => {
    const { image, command, url } = engineContainer(orders);
    expect(image).toBe("mariadb:10.11");
    expect(command).toEqual([
      "mariadbd",
      "--character-set-server=latin1",
      "--ignore-db-dirs=lost+found",
      "--max-connections=40",
      "--skip-name-resolve=ON",
    ]);
    expect(url).toEqual({ scheme: "mysql", credentials: "user-and-password", path: "/order-book" });
  });

  it("has its password in a file alone, and lets root in by the socket alone", () => {
    const { env, files } = engineContainer(orders);
    expect(JSON.stringify(env)).not.toContain('"ref"');
    expect(env.MARIADB_ROOT_HOST).toBe("localhost");
    expect(files["/run/secrets/password"]?.content).toEqual(orders.password);
  });

  it("is asked for its health over TCP, where no server answers that only makes the database", () => {
    const { probe } = engineContainer(orders).health;
    expect("command" in probe && probe.command.join(" ")).toMatch(/--protocol=tcp .* ping clerk$/);
  });

  it("wants a backup, by an account that may do everything in its database", () => {
    const facts = engineOf(orders);
    expect([facts.wantsBackup(orders), facts.saved, facts.userOf?.(orders, 0)]).toEqual([
      true,
      "api",
      "clerk",
    ]);
  });
});
