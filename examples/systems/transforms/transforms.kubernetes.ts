import type { KubernetesTransforms } from "../../../components/kubernetes/children";

export default {
  // Stores run on the nodes that are kept for them.
  store: {
    statefulSet: {
      spec: {
        template: {
          metadata: { annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } },
          spec: {
            nodeSelector: { "example.com/pool": "stores" },
            tolerations: [
              { key: "example.com/pool", operator: "Equal", value: "stores", effect: "NoSchedule" },
            ],
          },
        },
      },
    },
  },
} satisfies KubernetesTransforms;
