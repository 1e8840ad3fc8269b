/** The official images that monitoring runs. */
export const images = {
  prometheus: "prom/prometheus:v3.5.3",
  alertmanager: "prom/alertmanager:v0.33.1",
  grafana: "grafana/grafana:12.3.0",
  loki: "grafana/loki:3.6.0",
  "victoria-logs": "victoriametrics/victoria-logs:v1.52.1",
  jaeger: "jaegertracing/jaeger:2.13.0",
  "otel-collector": "otel/opentelemetry-collector-contrib:0.165.0",
  "postgres-exporter": "prometheuscommunity/postgres-exporter:v0.19.1",
  "mysqld-exporter": "prom/mysqld-exporter:v0.19.0",
  "redis-exporter": "oliver006/redis_exporter:v1.86.0",
  "kafka-exporter": "danielqsj/kafka-exporter:v1.9.0",
  "node-exporter": "prom/node-exporter:v1.9.1",
  "kube-state-metrics": "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.15.0",
  cadvisor: "gcr.io/cadvisor/cadvisor:v0.52.1",
} as const;
