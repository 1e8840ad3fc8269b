import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containerOf, execIn } from "../docker/engine";
import { thorough } from "../production/support/thorough";
import { Ledger } from "./support/ledger";

const ledger = new Ledger("ledger-e2e");
const roles = `select string_agg(concat_ws(' ', rolname, rolsuper, rolconnlimit, rolpassword is null), ', ' order by rolname)
  from pg_authid where rolname like 'ledger%'`;

beforeAll(async () => {
  const { code, output } = await ledger.up();
  expect(code, output).toBe(0);
});

afterAll(() => ledger.remove());

describe("a Postgres that asks for all that one server does", () => {
  it("has pgaudit, which its image lacks, and tells what was written", async () => {
    await ledger.sql("insert into entries (note) values ('audited')");
    expect(await ledger.sql("select string_agg(extname, ',' order by extname) from pg_extension")).toBe(
      "pgaudit,plpgsql,vector",
    );
    expect(await ledger.logsOf("db", "store")).toMatch(/AUDIT: SESSION.*insert into entries/);
  });

  it("speaks TLS with those who come over the network, and with nobody in clear", async () => {
    expect(
      await ledger.sql("select ssl::text || ' ' || version from pg_stat_ssl where pid = pg_backend_pid()"),
    ).toBe("true TLSv1.3");
    for (const [place, refusal] of [
      ["db-pooler:6432", "SSL required"],
      ["db:5432", "no encryption"],
    ] as const) {
      const { code, output } = await ledger.shell(
        `psql -Xc "select 1" "$(echo "\${DATABASE_URL%%\\?*}" | sed 's/@db-pooler:6432/@${place}/')?sslmode=disable"`,
      );
      expect([code, output]).toEqual([2, expect.stringContaining(refusal)]);
    }
  });

  it("proves by its certificate that it is who it says", async () => {
    const database = await containerOf(ledger.stack, "db", "store");
    const { output: chain } = await execIn(database, ["cat", "/run/tls/server.crt"]);
    const authority = chain.slice(chain.lastIndexOf("-----BEGIN"));
    const asked = (host: string) =>
      ledger.shell(
        `cat > /tmp/ca.pem <<'PEM'\n${authority}\nPEM\nurl=\${DATABASE_URL%%\\?*}; psql -XAtc "select 1" "$(echo "$url" | sed 's/@db-pooler:6432/@${host}:5432/')?sslmode=verify-full&sslrootcert=/tmp/ca.pem"`,
      );
    expect(await asked("db")).toEqual({ code: 0, output: "1\n" });
    const { NetworkSettings } = await database.inspect();
    const [{ IPAddress } = { IPAddress: "" }] = Object.values(NetworkSettings.Networks);
    expect((await asked(IPAddress)).output).toContain("does not match host name");
  });

  it("holds its consumers to their connections, though its owner is a superuser", async () => {
    expect(await ledger.sql("select session_user || ' ' || current_user")).toBe("ledger_login ledger");
    const { output } = await ledger.shell(
      `url=$(echo "$DATABASE_URL" | sed 's/@db-pooler:6432/@db:5432/'); for each in 1 2 3 4 5 6 7; do psql -XAtqc "select pg_sleep(3)" "$url" & done; wait`,
    );
    expect(output.match(/too many connections for role "ledger_login"/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it("lets more of them in by its pooler than it has connections for them", async () => {
    const { output } = await ledger.shell(
      'for each in 1 2 3 4 5 6 7 8; do psql -XAtqc "select inet_client_addr(), pg_sleep(0.5)" "$DATABASE_URL" & done; wait',
    );
    const { NetworkSettings } = await (await containerOf(ledger.stack, "db-pooler")).inspect();
    const own = Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
    const from = output.trim().split("\n");
    expect(from).toHaveLength(8);
    expect(own.map((address) => `${address}|`)).toEqual(expect.arrayContaining([...new Set(from)]));
  });

  it("is backed up and drilled as any other", async () => {
    const { code, output } = await ledger.checkout.trireme("verify", ledger.stack);
    expect(code, output).toBe(0);
    expect(output).toContain("the drill of nightly restored the newest backup");
  });
});

describe("a renewed certificate", () => {
  /** The serial number of the certificate that a new connection is shown, and what openssl says of its trust in an authority. */
  const shownTo = async (authority: string): Promise<string> => {
    const { output } = await ledger.shell(
      `cat > /tmp/authority.pem <<'PEM'\n${authority}\nPEM\nopenssl s_client -connect db:5432 -starttls postgres -CAfile /tmp/authority.pem -verify_hostname db </dev/null 2>/dev/null > /tmp/shown; openssl x509 -noout -serial < /tmp/shown; grep "^Verify return code" /tmp/shown`,
    );
    return output;
  };
  /**
   * Asks all the time, by new connections to the server itself, until it is told to stop; counts what failed. Of five connections the
   * pooler keeps three and the session beside this one: where a process of the server is not quite gone, the next one is refused for
   * the limit, which is no fault of a certificate.
   */
  const asking = `url=$(echo "$DATABASE_URL" | sed 's/@db-pooler:6432/@db:5432/')
    rm -f /tmp/stop; asked=0; failed=0
    while [ ! -e /tmp/stop ]; do
      asked=$((asked + 1))
      psql -XAtqc "select 1" "$url" 2>/tmp/why >/dev/null || grep -q "too many connections for role" /tmp/why || {
        cat /tmp/why; failed=$((failed + 1))
      }
    done
    echo "$asked asked, $failed failed"`;
  /** One session that asks all the time: as whom the server knows it, and what its connection began with. */
  const session = `url=$(echo "$DATABASE_URL" | sed 's/@db-pooler:6432/@db:5432/')
    ( while [ ! -e /tmp/stop ]; do echo "select pg_backend_pid();"; sleep 0.2; done ) | psql -XAtq -v ON_ERROR_STOP=1 "$url" | sort -u`;

  it("is shown to new connections, while sessions go on and nothing fails", async () => {
    const server = await containerOf(ledger.stack, "db", "store");
    const { output: chain } = await execIn(server, ["cat", "/run/tls/server.crt"]);
    const authority = chain.slice(chain.lastIndexOf("-----BEGIN"));
    const before = await shownTo(authority);
    const asked = ledger.shell(asking);
    const held = ledger.shell(session);
    const { code, output } = await ledger.checkout.trireme("renew", ledger.stack, "db");
    await ledger.shell("touch /tmp/stop");
    expect(code, output).toBe(0);
    expect((await asked).output).toMatch(/^[1-9]\d+ asked, 0 failed\n$/);
    expect((await held).output).toMatch(/^\d+\n$/);
    expect((await containerOf(ledger.stack, "db", "store")).id).toBe(server.id);
    const after = await shownTo(authority);
    expect([before, after].map((each) => each.replace(/.*\n/, ""))).toEqual(
      Array.from({ length: 2 }, () => "Verify return code: 0 (ok)\n"),
    );
    expect(after).not.toBe(before);
  });

  it.runIf(thorough)(
    "is made by any deployment in its last half year, and not again after that",
    async () => {
      const server = await containerOf(ledger.stack, "db", "store");
      const { output: chain } = await execIn(server, ["cat", "/run/tls/server.crt"]);
      const authority = chain.slice(chain.lastIndexOf("-----BEGIN"));
      const deployed = async (): Promise<string> => {
        const { code, output } = await ledger.up();
        expect(code, output).toBe(0);
        expect((await containerOf(ledger.stack, "db", "store")).id).toBe(server.id);
        return await shownTo(authority);
      };
      const before = await shownTo(authority);
      // It holds for two years: within a window of three, it is in its last part at once.
      const transforms = "stacks/systems/ledger/transforms.docker.ts";
      const always = `{ store: { certificate: { earlyRenewalHours: ${3 * 365 * 24} } } }`;
      ledger.checkout.write(transforms, `export default ${always};\n`);
      const renewed = await deployed();
      expect(renewed).toContain("Verify return code: 0 (ok)");
      expect(renewed).not.toBe(before);
      ledger.checkout.write(transforms, "export default {};\n");
      expect(await deployed()).toBe(renewed);
    },
  );

  it("has its days told by verify, which sees that the server has read it", async () => {
    const { code, output } = await ledger.checkout.trireme("verify", ledger.stack);
    expect(code, output).toBe(0);
    expect(output).toMatch(/certificate of db is valid for 7(29|30) more days/);
    expect(output).toMatch(/certificate db-pooler-tls of db-pooler is valid for 7(29|30) more days/);
  });
});

describe("a rotation with another limit", () => {
  it("leaves the server as it is, and one role that logs in, with the new limit", async () => {
    const { id } = await containerOf(ledger.stack, "db", "store");
    ledger.edit("connectionLimit: 5", "connectionLimit: 6");
    const { code, output } = await ledger.checkout.trireme("rotate", ledger.stack, "db", "--yes");
    expect(code, output).toBe(0);
    expect((await containerOf(ledger.stack, "db", "store")).id).toBe(id);
    expect(await ledger.sql(roles)).toBe("ledger t -1 f, ledger_alt f 6 f, ledger_login f 6 t");
    expect(await ledger.sql("select session_user")).toBe("ledger_alt");
  });

  it("changes nothing when it is deployed again", async () => {
    const { code, output } = await ledger.checkout.pulumi(
      ...["preview", "--stack", ledger.stack, "--expect-no-changes"],
    );
    expect(code, output).toBe(0);
  });
});
