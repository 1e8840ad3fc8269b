"""RunTask, DescribeTasks, ListTasks and StopTask of tasks that really run, and what a test tells the engine."""

import atexit
import json
import os
import time
import traceback
from typing import Any

from docker.errors import APIError
from memory import Parameters, Request, addition
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.moto_api._internal.models import MotoAPIBackend
from moto.moto_api._internal import urls as mock_urls

from .entry import Entry
from .engine import ENGINE, Engine
from .tasks import Tasks, listed

# How often, a second apart, what is left on the engine is removed at the end.
TRIES = 20


def install(engine: Engine) -> Tasks:
    """Puts the operations in the place of those that play."""
    tasks = Tasks(engine)

    @addition(EC2ContainerServiceResponse)
    def RunTask(request: Request) -> Parameters:
        backend = request.response.ecs_backend
        backend._get_cluster(request.get("cluster", "default"))
        definition = backend.describe_task_definition(request["taskDefinition"])
        started = [tasks.run(backend, definition, request.parameters) for _ in range(request.get("count", 1))]
        return {"tasks": [task.described() for task in started], "failures": []}

    @addition(EC2ContainerServiceResponse)
    def DescribeTasks(request: Request) -> Parameters:
        backend = request.response.ecs_backend
        found = [(wanted, tasks.find(backend, request.get("cluster"), wanted)) for wanted in request["tasks"]]
        return {
            "tasks": [task.described() for _, task in found if task is not None],
            "failures": [{"arn": wanted, "reason": "MISSING"} for wanted, task in found if task is None],
        }

    @addition(EC2ContainerServiceResponse)
    def ListTasks(request: Request) -> Parameters:
        of = tasks.of(request.response.ecs_backend, request.get("cluster"))
        return {"taskArns": listed(of, request.parameters)}

    @addition(EC2ContainerServiceResponse)
    def StopTask(request: Request) -> Parameters:
        backend = request.response.ecs_backend
        task = tasks.stop(backend, request.get("cluster"), request["task"], request.get("reason", ""))
        return {"task": task.described()}

    def names(request: Any, url: str, headers: Any) -> tuple[int, dict[str, str], str]:
        """Leads names of stores, or patterns of such, to containers: a JSON object, added to what is there."""
        engine.names.update(json.loads(request.data))
        return 200, {}, json.dumps(engine.names)

    mock_urls.url_paths["{0}/moto-api/tasks/names"] = names

    def entry(request: Any, url: str, headers: Any) -> tuple[int, dict[str, str], str]:
        """Opens a way in for people: a JSON object with `certificate` and `key` (PEM) is answered with the ports of `http` and `https`."""
        asked = json.loads(request.data)
        made = Entry(DEFAULT_ACCOUNT_ID, asked["certificate"], asked["key"])
        return 200, {}, json.dumps({"http": made.http, "https": made.https})

    mock_urls.url_paths["{0}/moto-api/tasks/entry"] = entry

    reset = MotoAPIBackend.reset

    def forget(self: MotoAPIBackend) -> None:
        tasks.forget()
        engine.names.clear()
        engine.remove_all()
        reset(self)

    MotoAPIBackend.reset = forget  # type: ignore[method-assign]

    def leave() -> None:
        engine.close()
        # Tasks that end beside this remove what is theirs, and a network goes with its last container.
        for _ in range(TRIES):
            try:
                engine.remove_all()
                if not engine.left():
                    break
            except APIError:
                traceback.print_exc()
            time.sleep(1)
        os._exit(0)

    # Moto ends so when it is told to, by handlers of its own.
    atexit.register(leave)
    return tasks


TASKS = None if ENGINE is None else install(ENGINE)
