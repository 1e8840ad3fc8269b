import { output } from "@pulumi/pulumi";
import type { DockerTransforms } from "../../../components/docker/children";

export default {
  service: {
    // One service opens more files than the engine allows, and the host's log shipper looks for a label.
    container: (args, _opts, { component }) => {
      if (component !== "backend") return;
      args.ulimits = [{ name: "nofile", soft: 65536, hard: 65536 }];
      args.labels = output(args.labels).apply((labels = []) => [
        ...labels,
        { label: "com.example.logs", value: "shipped" },
      ]);
    },
  },
  // Every store gets 256 MiB of shared memory.
  store: { container: { shmSize: 256 } },
} satisfies DockerTransforms;
