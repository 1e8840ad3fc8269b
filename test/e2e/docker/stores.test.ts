import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cellar } from "./support/cellar";

let cellar: Cellar;
beforeAll(async () => {
  cellar = await Cellar.up("cellar-e2e");
});
afterAll(() => cellar?.remove());

describe.each([
  { name: "an archive", folder: "/archived", backup: "archived-daily" },
  { name: "its files", folder: "/mirrored/inside", backup: "mirrored-daily" },
])("a volume that is saved as $name", ({ folder, backup }) => {
  const sums = () =>
    cellar.sh("keeper", `cd ${folder} && find . -type f -exec sha256sum {} + | grep -v before_ | sort -k 2`);

  it("is saved, tried out, lost and put back with equal checksums", async () => {
    await cellar.sh(
      "keeper",
      `mkdir -p "${folder}/a folder" && cd ${folder} && head -c 300000 /dev/urandom >big && echo small >"a folder/one file" && chmod 640 big`,
    );
    const before = await sums();
    expect(before.split("\n").length).toBeGreaterThan(1);
    await cellar.command("backup", backup);
    expect(await cellar.command("drill", backup)).toMatch(/was restored and is complete/);
    await cellar.sh("keeper", `cd ${folder} && rm -rf big "a folder" && echo later >later`);
    await cellar.restore(backup);
    expect(await sums()).toBe(before);
    expect(await cellar.sh("keeper", `stat -c %a ${folder}/big`)).toBe("640");
    expect(await cellar.sh("keeper", `cat ${folder}/.before_*/later`)).toBe("later");
  });
});
