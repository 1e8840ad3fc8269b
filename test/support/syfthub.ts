import { Platform } from "../../components/docker/platform";
import type { PlatformArgs } from "../../components/shared/platform";
import { syfthub } from "../../stacks/systems/syfthub";
import { development } from "./valid";
import { noEngine } from "./outcomes";

export const syfthubDevelopment = syfthub({ ...development, repository: "ghcr.io/your-org/syfthub" });

/** SyftHub's development stack; the backend built from sources and mounted, the other images pulled. */
export function deploySyfthub(more: Partial<PlatformArgs> = {}): Platform {
  return new Platform({
    engine: noEngine,
    system: syfthubDevelopment,
    images: {
      backend: {
        from: "build",
        context: "/checkout/backend",
        dockerfile: "Dockerfile",
        args: { PYTHON: "3.12" },
        hash: "0123456789abcdef0123",
        watch: { "/checkout/backend/src": "/app/src" },
      },
    },
    substitutes: {},
    provided: {},
    protect: false,
    ...more,
  });
}
