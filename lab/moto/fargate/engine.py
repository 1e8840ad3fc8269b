"""The Docker engine that runs tasks: its networks, volumes and images, and the removal of all that was made on it."""

import fnmatch
import json
import os
import threading
from collections.abc import Callable
from typing import Any

import docker
from docker.errors import APIError, ImageNotFound, NotFound

LABEL = "dev.trireme.mock"
PROCESS = f"{LABEL}.process"
TASK = f"{LABEL}.task"
CONTAINER = f"{LABEL}.container"


class Unavailable(Exception):
    """What ECS says of a task that could not be started."""


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


class Engine:
    """One engine, and what this process has on it.

    `images` leads a reference of a task definition, or a pattern of such (`*/backend:*`; the first that matches counts), to an image that
    the engine has; a reference that none leads on is taken as it stands. `pause` is an image with a shell's usual programs (busybox).
    """

    def __init__(self, images: dict[str, str], pause: str) -> None:
        self.images = images
        self.pause = pause
        self.names: dict[str, str] = {}
        self.closed = False
        self.api = docker.APIClient(version="auto", timeout=60, **_connection())
        self.cpus = int(self.api.info()["NCPU"])
        self.id = str(os.getpid())
        self.labels = {LABEL: self.id, PROCESS: self.id}
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._heard: dict[str, Callable[[], None]] = {}
        self._remove_leftovers()
        threading.Thread(target=self._listen, daemon=True).start()

    def prefixed(self, *parts: str) -> str:
        return "-".join(("trireme-mock", self.id, *parts))

    def image(self, reference: str) -> str:
        matching = (local for pattern, local in self.images.items() if fnmatch.fnmatchcase(reference, pattern))
        local = self.images.get(reference) or next(matching, reference)
        try:
            self.api.inspect_image(local)
        except ImageNotFound:
            self._pull(local, reference)
        return local

    def _pull(self, local: str, reference: str) -> None:
        name, tag = docker.utils.parse_repository_tag(local)
        try:
            self.api.pull(name, tag or "latest")
        except APIError as error:
            raise Unavailable(
                f"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {reference}: "
                f"{error.explanation}"
            ) from None

    def network(self, vpc: str) -> str:
        """The network that stands for a VPC."""
        if self.closed:
            raise Unavailable("the mock ends")
        name = self.prefixed(vpc)
        with self._lock:
            if not self.api.networks(names=[name]):
                self.api.create_network(name, driver="bridge", labels=self.labels)
        return name

    def gateway(self, network: str) -> str:
        """The address by which containers of a network reach this process."""
        return str(self.api.inspect_network(network)["IPAM"]["Config"][0]["Gateway"])

    def create(self, image: str, **properties: Any) -> dict[str, Any]:
        """Makes a container; none any more once the mock ends."""
        with self._making:
            if self.closed:
                raise Unavailable("the mock ends")
            return dict(self.api.create_container(image, **properties))

    def close(self) -> None:
        """Returns when no container is being made, and none will be."""
        self.closed = True
        with self._making:
            pass

    def helper(self, network: str, aliases: list[str], command: list[str]) -> None:
        """Starts a container that has names in a network and belongs to no task."""
        made = self.create(
            self.pause,
            name=self.prefixed("helper", *aliases),
            entrypoint=command[:1],
            command=command[1:],
            labels=self.labels,
            user="0:0",
            host_config=self.api.create_host_config(network_mode=network, init=True),
            networking_config=self.api.create_networking_config({network: self.api.create_endpoint_config(aliases=aliases)}),
        )
        self.api.start(made)

    def address_in(self, network: str, container: str) -> str:
        """A container's address in a network, to which it is connected at need."""
        with self._lock:
            found = self.api.inspect_container(container)["NetworkSettings"]["Networks"]
            if network not in found:
                self.api.connect_container_to_network(container, network)
                found = self.api.inspect_container(container)["NetworkSettings"]["Networks"]
        return str(found[network]["IPAddress"])

    def hosts(self, network: str, texts: list[str]) -> dict[str, str]:
        """Addresses of the names within these texts that a test leads to a container of its own."""
        with self._lock:
            names = dict(self.names)
        found = {}
        for word in {word for text in texts for word in _names_in(text)}:
            for pattern, container in names.items():
                if fnmatch.fnmatchcase(word, pattern):
                    found[word] = self.address_in(network, container)
                    break
        return found

    def volume(self, name: str, owner: tuple[str, str] | None) -> str:
        """A volume by its name; a new one is given to its owner, `(uid:gid, mode)`."""
        with self._lock:
            try:
                self.api.inspect_volume(name)
                return name
            except NotFound:
                self.api.create_volume(name, labels=self.labels)
        if owner is not None:
            self.once(["sh", "-c", f"chown {owner[0]} /volume && chmod {owner[1]} /volume"], {name: "/volume"})
        return name

    def once(self, command: list[str], volumes: dict[str, str]) -> None:
        binds = [f"{volume}:{path}" for volume, path in volumes.items()]
        made = self.create(
            self.pause,
            entrypoint=command[:1],
            command=command[1:],
            labels=self.labels,
            user="0:0",
            host_config=self.api.create_host_config(binds=binds, network_mode="none"),
        )
        try:
            self.api.start(made)
            code = self.api.wait(made)["StatusCode"]
        finally:
            self.remove(made["Id"])
        if code != 0:
            raise Unavailable(f"ResourceInitializationError: {' '.join(command)} ended with exit code {code}")

    def remove(self, container: str) -> None:
        try:
            self.api.remove_container(container, force=True, v=True)
        except APIError as error:
            # It is gone, or going.
            if error.status_code not in (404, 409):
                raise

    def remove_volume(self, name: str) -> None:
        try:
            self.api.remove_volume(name, force=True)
        except APIError as error:
            if error.status_code not in (404, 409):
                raise

    def hear(self, task: str, heard: Callable[[], None]) -> None:
        """Calls when something happens to a container of a task."""
        self._heard[task] = heard

    def unhear(self, task: str) -> None:
        self._heard.pop(task, None)

    def _listen(self) -> None:
        filters = {"label": [f"{LABEL}={self.id}"], "type": "container"}
        for event in docker.APIClient(version="auto", timeout=None, **_connection()).events(decode=True, filters=filters):
            if not event.get("Action", "").startswith("exec_"):
                heard = self._heard.get(event["Actor"]["Attributes"].get(TASK, ""))
                if heard is not None:
                    heard()

    def _remove_leftovers(self) -> None:
        """What servers left that were killed."""
        gone = {
            labels[PROCESS]
            for labels in (one.get("Labels") or {} for one in self.api.containers(all=True, filters={"label": PROCESS}))
            if not _alive(labels[PROCESS])
        }
        networks = {network["Labels"][PROCESS] for network in self.api.networks(filters={"label": PROCESS})}
        for process in gone | {process for process in networks if not _alive(process)}:
            self.remove_all(process)

    def left(self) -> bool:
        """Whether anything of this process is on the engine."""
        filters = {"label": f"{LABEL}={self.id}"}
        return bool(self.api.containers(all=True, filters=filters) or self.api.networks(filters=filters))

    def remove_all(self, process: str | None = None) -> None:
        """Removes containers, networks and volumes of this process, or of another."""
        filters = {"label": f"{LABEL}={process or self.id}"}
        for container in self.api.containers(all=True, filters=filters):
            self.remove(container["Id"])
        for network in self.api.networks(filters=filters):
            # A test's own containers may be in it.
            for member in self.api.inspect_network(network["Id"]).get("Containers") or {}:
                self.api.disconnect_container_from_network(member, network["Id"], force=True)
            self.api.remove_network(network["Id"])
        for volume in self.api.volumes(filters=filters)["Volumes"] or []:
            self.remove_volume(volume["Name"])


def _connection() -> dict[str, Any]:
    return dict(docker.utils.kwargs_from_env())


def _names_in(text: str) -> list[str]:
    cleaned = "".join(char if char.isalnum() or char in ".-" else " " for char in text)
    return [word.strip(".-").lower() for word in cleaned.split() if "." in word]


def configured() -> Engine | None:
    """The engine that `TRIREME_TASKS_ENGINE` asks for: JSON with `images` (references or patterns → local images) and `pause`."""
    given = os.environ.get("TRIREME_TASKS_ENGINE")
    if not given:
        return None
    settings = json.loads(given)
    return Engine(settings["images"], settings["pause"])


ENGINE = configured()
