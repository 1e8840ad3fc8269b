import { stringify } from "yaml";
import type { Duration } from "../../model";
import { promDuration } from "../prometheus/duration";

/** One Loki on a disk of its own (https://grafana.com/docs/loki/latest/configure/). */
export function renderLoki(options: {
  readonly folder: string;
  readonly port: number;
  readonly retention: Duration;
}): string {
  const { folder, port, retention } = options;
  return stringify(
    {
      auth_enabled: false,
      server: { http_listen_port: port, log_level: "warn" },
      common: {
        instance_addr: "127.0.0.1",
        path_prefix: folder,
        replication_factor: 1,
        ring: { kvstore: { store: "inmemory" } },
        storage: {
          filesystem: { chunks_directory: `${folder}/chunks`, rules_directory: `${folder}/rules` },
        },
      },
      schema_config: {
        configs: [
          {
            from: "2024-04-01",
            store: "tsdb",
            object_store: "filesystem",
            schema: "v13",
            index: { prefix: "index_", period: "24h" },
          },
        ],
      },
      compactor: {
        working_directory: `${folder}/compactor`,
        retention_enabled: true,
        delete_request_store: "filesystem",
      },
      limits_config: { retention_period: promDuration(retention), allow_structured_metadata: true },
      analytics: { reporting_enabled: false },
    },
    { lineWidth: 0 },
  );
}
