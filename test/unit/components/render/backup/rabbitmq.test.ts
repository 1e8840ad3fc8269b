import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { backup, rabbitmq } from "../../../../../components/model";
import { backupFiles } from "../../../../../components/render/backup";
import { rabbitmqScript } from "../../../../../components/render/backup/rabbitmq";

const broker = rabbitmq("broker", { version: "4.3", user: "clerk" });
const nightly = backup("nightly", {
  of: broker,
  schedule: "0 2 * * *",
  keep: { count: 2 },
  destinations: [{ to: "volume" }],
});
const files = backupFiles(nightly, broker);

describe("the script that saves a RabbitMQ", () => {
  it("is one of a POSIX shell, and is told where the management API is", () => {
    expect(() => execFileSync("sh", ["-n"], { input: rabbitmqScript })).not.toThrow();
    const settings = files["/opt/backup/settings.sh"] ?? "";
    for (const line of ["HOST='broker'", "PORT='15672'", "ACCOUNTS='clerk clerk_alt'"])
      expect(settings).toContain(line);
  });

  it("names passwords by their files, so that none is an argument or a variable", () => {
    expect(rabbitmqScript).not.toMatch(/\$\(cat [^)]*password/);
    expect(rabbitmqScript.match(/PASSWORD_FILE=\S+/g)).toEqual([
      "PASSWORD_FILE=/run/secrets/password",
      "PASSWORD_FILE=/scratch/password",
    ]);
  });

  it("asks the script beside it for each word that it knows, and for no other", () => {
    const words = new Set(files["/opt/backup/definitions.escript"]?.match(/(?<=^command\(")\w+/gm));
    const asked = ["ready", "export", "counts", "scratch", "compare", "restore"].filter((word) =>
      new RegExp(`(?:definitions|remote|scratch) ${word} `).test(rabbitmqScript),
    );
    expect(asked.length).toBe(6);
    expect([...words].sort()).toEqual([...asked].sort());
  });

  it("tries a backup out on a server that nobody outside its container reaches", () => {
    for (const line of ["listeners.tcp.1 = 127.0.0.1:5672", "management.tcp.ip = 127.0.0.1"])
      expect(rabbitmqScript).toContain(`\n${line}\n`);
  });
});
