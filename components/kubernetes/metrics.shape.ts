/** Where Prometheus reads the metrics of what has no port of its own. */
export const exporterPort = 9100;
