import type { Bytes, Resources } from "../../../components/model";

/** Limits of so many cores and GiB; half of each is requested. */
export function sized(cores: number, gibibytes: number): Resources {
  return {
    cpu: { request: cores / 2, limit: cores },
    memory: { request: `${gibibytes * 512}Mi`, limit: `${gibibytes}Gi` },
  };
}

interface Disk {
  readonly resources: Resources;
  readonly size: Bytes;
}

interface Sizes {
  readonly gateway: Resources;
  readonly ml: Resources;
  readonly web: Resources;
  readonly postgres: Disk;
  readonly redis: Disk;
  readonly qdrant: Disk;
}

/** The least that serves production; development and staging run on it. */
export const minimum: Sizes = {
  gateway: sized(2, 4),
  ml: sized(2, 4),
  web: sized(1, 1),
  postgres: { resources: sized(2, 8), size: "100Gi" },
  redis: { resources: sized(1, 2), size: "10Gi" },
  qdrant: { resources: sized(2, 4), size: "50Gi" },
};

export const recommended: Sizes = {
  gateway: sized(4, 8),
  ml: sized(4, 8),
  web: sized(2, 2),
  postgres: { resources: sized(8, 16), size: "500Gi" },
  redis: { resources: sized(2, 4), size: "20Gi" },
  qdrant: { resources: sized(4, 8), size: "200Gi" },
};

/** How the gateway grows with its load. */
export const gatewayScaling = {
  max: 20,
  cpu: 70,
  memory: 80,
  requestsPerSecond: 1000,
  scaleUp: { percent: 50, period: "60s", stabilization: "60s" },
  scaleDown: { percent: 10, period: "60s", stabilization: "300s" },
} as const;
