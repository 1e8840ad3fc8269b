#!/usr/bin/python3
"""As far as systems use it, kafka_exporter: brokers, offsets and the lag of consumer groups, asked for at each scrape."""

import argparse
import http.server

from confluent_kafka import ConsumerGroupTopicPartitions, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec

PATIENCE = 10


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def offsets(admin, partitions, at):
    asked = admin.list_offsets({partition: at for partition in partitions}, request_timeout=PATIENCE)
    return {(of.topic, of.partition): future.result().offset for of, future in asked.items()}


def consumed(admin):
    """(group, topic, partition) -> the next offset that the group reads."""
    groups = [group.group_id for group in admin.list_consumer_groups(request_timeout=PATIENCE).result().valid]
    found = {}
    for group in groups:
        asked = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)], request_timeout=PATIENCE)
        for of in asked[group].result().topic_partitions:
            if of.offset >= 0:
                found[(group, of.topic, of.partition)] = of.offset
    return found


def measured(admin):
    """Name and help -> values by labels."""
    cluster = admin.list_topics(timeout=PATIENCE)
    topics = {name: topic.partitions for name, topic in cluster.topics.items() if not name.startswith("__")}
    partitions = [TopicPartition(name, number) for name, numbers in topics.items() for number in numbers]
    newest = offsets(admin, partitions, OffsetSpec.latest()) if partitions else {}
    oldest = offsets(admin, partitions, OffsetSpec.earliest()) if partitions else {}
    groups = consumed(admin)
    one = lambda topic, number: {"partition": str(number), "topic": topic}
    of_group = lambda group, topic, number: {"consumergroup": group, **one(topic, number)}
    return {
        ("kafka_brokers", "Number of Brokers in the Kafka Cluster."): [({}, len(cluster.brokers))],
        ("kafka_topic_partitions", "Number of partitions for this Topic"): [
            ({"topic": name}, len(numbers)) for name, numbers in topics.items()
        ],
        ("kafka_topic_partition_current_offset", "Current Offset of a Broker at Topic/Partition"): [
            (one(*key), value) for key, value in newest.items()
        ],
        ("kafka_topic_partition_oldest_offset", "Oldest Offset of a Broker at Topic/Partition"): [
            (one(*key), value) for key, value in oldest.items()
        ],
        ("kafka_topic_partition_under_replicated_partition", "1 if Topic/Partition is under Replicated"): [
            (one(name, number), int(len(of.isrs) < len(of.replicas)))
            for name, numbers in topics.items()
            for number, of in numbers.items()
        ],
        ("kafka_consumergroup_current_offset", "Current Offset of a ConsumerGroup at Topic/Partition"): [
            (of_group(*key), value) for key, value in groups.items()
        ],
        ("kafka_consumergroup_lag", "Current Approximate Lag of a ConsumerGroup at Topic/Partition"): [
            (of_group(*key), newest[key[1:]] - value) for key, value in groups.items() if key[1:] in newest
        ],
    }


def exposition(metrics):
    for (name, says), values in metrics.items():
        yield f"# HELP {name} {says}\n# TYPE {name} gauge\n"
        for labels, value in values:
            inside = ",".join(f"{label}={quoted(text)}" for label, text in labels.items())
            yield f"{name}{{{inside}}} {value}\n" if inside else f"{name} {value}\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kafka.server", dest="servers", action="append", required=True)
    servers = ",".join(parser.parse_args().servers)
    admin = AdminClient({"bootstrap.servers": servers, "log_level": 3})

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/healthz":
                self.answer(200, "ok")
                return
            if self.path != "/metrics":
                self.answer(404, "not found")
                return
            try:
                self.answer(200, "".join(exposition(measured(admin))))
            except Exception as error:  # A broker that does not answer is told at each scrape.
                self.answer(503, str(error))

        def answer(self, status, text):
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    http.server.ThreadingHTTPServer(("", 9308), Answers).serve_forever()


main()
