"""What containers write, in the mock's CloudWatch Logs, as the driver `awslogs` puts it there."""

import threading
from datetime import datetime
from typing import Any

from moto.logs.models import LogGroup, logs_backends

from .containers import Container, Parameters
from .engine import Engine, Unavailable

# Lines that are put at once.
BATCH = 100


def _options(container: Container) -> Parameters | None:
    log = container.definition.get("logConfiguration") or {}
    if not log:
        return None
    if log["logDriver"] != "awslogs":
        raise Unavailable(
            f"ResourceInitializationError: failed to initialize logging driver: {log['logDriver']}; the mock has awslogs alone"
        )
    return dict(log["options"])


def _group(account: str, options: Parameters) -> LogGroup:
    name = options["awslogs-group"]
    groups = logs_backends[account][options["awslogs-region"]].groups
    if name not in groups:
        raise Unavailable(
            "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create "
            f"Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist: {name} : exit status 1"
        )
    return groups[name]


def validate(account: str, container: Container) -> None:
    """Refuses a container whose log has nowhere to go, as Fargate does before it starts it."""
    options = _options(container)
    if options is not None:
        _group(account, options)


def _event(line: bytes) -> Parameters:
    moment, _, text = line.decode(errors="replace").rstrip("\r").partition(" ")
    # The engine writes nanoseconds.
    at = datetime.fromisoformat(moment[:26].rstrip("Z") + "+00:00")
    return {"timestamp": int(at.timestamp() * 1000), "message": text}


def _follow(engine: Engine, container: Container, group: LogGroup, stream: str) -> None:
    rest = b""
    for chunk in engine.api.logs(container.id, stream=True, follow=True, timestamps=True):
        *lines, rest = (rest + chunk).split(b"\n")
        events: list[Any] = [_event(line) for line in lines if line]
        for start in range(0, len(events), BATCH):
            group.put_log_events(stream, events[start : start + BATCH])
    if rest:
        group.put_log_events(stream, [_event(rest)])


def collect(engine: Engine, account: str, container: Container, task: str) -> None:
    """Puts what a started container writes into the stream `<prefix>/<container>/<task>`, until it ends."""
    options = _options(container)
    if options is None:
        return
    group = _group(account, options)
    stream = f"{options['awslogs-stream-prefix']}/{container.name}/{task}"
    if stream not in group.streams:
        group.create_log_stream(stream)
    thread = threading.Thread(target=_follow, args=(engine, container, group, stream), daemon=True)
    container.logged.append(thread)
    thread.start()


def finish(container: Container) -> None:
    """Waits until all that an ended container wrote is there."""
    for thread in container.logged:
        thread.join(timeout=10)
