import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cellar, type Place } from "./cellar";

/** Data of each kind of store is saved, lost and put back: the same on every target that runs the stores. */
export function storesArePutBack(stack: string, place: Place): void {
  let cellar: Cellar;
  /** A shell in the container that saves the objects, which has a client of S3 and the keys. */
  const s3 = (script: string) =>
    cellar.sh("objects-daily", `. /opt/backup/settings.sh; . /opt/backup/engine.sh; ${script}`, "backup");

  const volumes = [
    { name: "an archive", folder: "/archived", backup: "archived-daily" },
    { name: "its files", folder: "/mirrored/inside", backup: "mirrored-daily" },
  ] as const;

  beforeAll(async () => {
    cellar = await Cellar.up(stack, place);
    for (const { folder } of volumes)
      await cellar.sh(
        "keeper",
        `mkdir -p "${folder}/a folder" && cd ${folder} && head -c 300000 /dev/urandom >big && echo small >"a folder/one file" && chmod 640 big`,
      );
    await s3(`mkdir -p /tmp/in/deep && echo hello >/tmp/in/page.bin && head -c 300000 /dev/urandom >"/tmp/in/deep/a file"
      store copy --header-upload "Content-Type: text/html" /tmp/in/page.bin store:public
      store copy /tmp/in store:uploads`);
    await cellar.command("backup");
    expect(await cellar.command("drill")).not.toContain("FAILED");
  });
  afterAll(() => cellar?.remove());

  describe.each(volumes)("a volume that is saved as $name", ({ folder, backup }) => {
    const sums = () =>
      cellar.sh(
        "keeper",
        `cd ${folder} && find . -type f -exec sha256sum {} + | grep -v before_ | sort -k 2`,
      );

    it("is lost and put back with equal checksums", async () => {
      const before = await sums();
      expect(before.split("\n").length).toBeGreaterThan(1);
      await cellar.sh("keeper", `cd ${folder} && rm -rf big "a folder" && echo later >later`);
      await cellar.restore(backup);
      expect(await sums()).toBe(before);
      expect(await cellar.sh("keeper", `stat -c %a ${folder}/big`)).toBe("640");
      expect(await cellar.sh("keeper", `cat ${folder}/.before_*/later`)).toBe("later");
    });
  });

  describe("an object store", () => {
    const sums = () =>
      s3("for each in uploads public; do store hashsum sha256 --download store:$each; done | sort");

    it("has the buckets that the system names, of which one is open to be read", async () => {
      const listed = await s3("store lsf --dirs-only store: | sort");
      expect(listed.split("\n")).toEqual(["public/", "uploads/"]);
      const ask = (path: string) =>
        cellar.sh(
          "keeper",
          `node -e 'fetch(process.env.S3_URL + "/${path}").then(async (r) => console.log(r.status, r.headers.get("content-type"), await r.text()))'`,
        );
      expect(await ask("public/page.bin")).toBe("200 text/html hello");
      expect(await ask("uploads/page.bin")).toMatch(/^403 .*AccessDenied/s);
      expect(await ask("public")).toMatch(/^403 /);
    });

    it("is lost and put back with equal checksums and content types", async () => {
      const before = await sums();
      expect(before.split("\n")).toHaveLength(3);
      await s3(`store delete store:public; store delete store:uploads/deep; echo changed | store rcat store:uploads/page.bin
        echo later | store rcat store:uploads/later`);
      expect(await sums()).not.toBe(before);
      const said = await cellar.restore("objects-daily");
      expect(await sums()).toBe(before);
      expect(await s3("store lsf --format m store:public")).toBe("text/html");
      expect(await s3("tar -tzf /backup/before_*/archive.tar.gz")).toContain("./uploads/later");
      const [kept = ""] = /before_\w+/.exec(said) ?? [];
      await cellar.forget("objects-daily", kept);
      expect(await s3("ls -d /backup/before_* 2>/dev/null || echo none")).toBe("none");
    });
  });

  it("a second preview is empty", async () => {
    expect(await cellar.command("preview")).toMatch(/unchanged|no changes/i);
  });
}
