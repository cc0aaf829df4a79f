"""The people of a chaos run: they file, acknowledge, work, write and resolve, over HTTP.

A request that gets no answer is sent again under the same Idempotency-Key until it does, so that
what was answered is known, however often the web process died meanwhile.
"""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.chaos.crew import Crew
from tests.factories.tickets import HARDWARE_WORDS, SOFTWARE_WORDS

_PATIENCE = 120.0
_SOFTWARE_SHARE = 0.85
_LEFT_ALONE = 3  # every third is left alone, so that its levels climb


@dataclass
class Stream:
    """What was asked of the portal, and what it answered."""

    crew: Crew
    said: Mapping[str, Any]
    chance: Random
    pace: float
    filed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    given_up: int = 0
    repeated: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> list[threading.Thread]:
        """Start the people; each is a thread."""
        people = [threading.Thread(target=each) for each in (self._file, self._act, self._act)]
        for person in people:
            person.start()
        return people

    def end(self, people: list[threading.Thread]) -> None:
        self._over.set()
        for person in people:
            person.join()

    def answers_at_all(self) -> bool:
        """Whether the portal takes requests yet."""
        try:
            return self._once("GET", "client", "/incidents/", None, "")[0] == 200
        except (OSError, http.client.HTTPException, ValueError):
            return False

    def _file(self) -> None:
        while not self._over.wait(self.chance.expovariate(1 / self.pace)):
            is_software = self.chance.random() < _SOFTWARE_SHARE
            body: dict[str, Any] = {
                "configuration": self.said["configuration"],
                "impact": self.chance.choice(("degraded", "outage", "question")),
                "description": SOFTWARE_WORDS if is_software else HARDWARE_WORDS,
            }
            if body["impact"] == "outage":
                body["down_since"] = (datetime.now(UTC) - timedelta(hours=3)).isoformat()
                body["contact"] = {"name": "Clara Morel", "phone": "0102030405"}
            answer = self._say("client", "/incidents/", body)
            if answer is not None:
                self.filed.append(answer["reference"])

    def _act(self) -> None:
        while not self._over.wait(self.chance.expovariate(1 / self.pace)):
            worked = [each for at, each in enumerate(self.filed) if at % _LEFT_ALONE]
            if worked:
                self._act_on(self.chance.choice(worked))

    def _act_on(self, reference: str) -> None:
        seen = self._read("manufacturer", f"/incidents/{reference}/")
        if seen is None:
            return
        leg = seen.get("escalation")
        if leg is None or self.chance.random() < 0.3:
            self._write(reference)
        elif self.chance.random() < 0.7:
            self._work_on_leg(leg["id"])
        else:
            self._move(reference)

    def _write(self, reference: str) -> None:
        words = f"note {self._key()}"
        who = self.chance.choice(("client", "manufacturer"))
        said = {"audience": "client", "body": words}
        if self._say(who, f"/incidents/{reference}/comments/", said) is not None:
            self.notes.append(words)

    def _work_on_leg(self, leg: int) -> None:
        moves: list[tuple[str, dict[str, str]]] = [
            *[("acknowledge", {"case_number": f"C{leg}"})] * 4,
            *[("start", {})] * 2,
            ("raise", {"reason": "it gets worse"}),
            ("return", {"reason": "the disk is broken"}),
            ("resolve", {"cause": "a patch"}),
        ]
        move, body = self.chance.choice(moves)
        self._say("publisher", f"/escalations/{leg}/{move}/", body)

    def _move(self, reference: str) -> None:
        now = datetime.now(UTC) + timedelta(seconds=self.crew.ahead - 1)
        moves: list[tuple[str, str, dict[str, Any]]] = [
            ("manufacturer", "restore", {"at": now.isoformat()}),
            ("manufacturer", "wait", {"reason": "please restart it"}),
            ("client", "answer", {}),
            ("client", "not-restored", {"reason": "it is down again"}),
            ("manufacturer", "resolve", {"cause": "a patch"}),
        ]
        who, move, body = self.chance.choice(moves)
        self._say(who, f"/incidents/{reference}/{move}/", body)

    def _key(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128)))

    # --- HTTP -------------------------------------------------------------------------------------

    def _read(self, who: str, path: str) -> Any:
        status, body = self._ask("GET", who, path, None, "")
        return body if status == 200 else None

    def _say(self, who: str, path: str, body: Mapping[str, Any]) -> Any:
        """Post until it is answered; None when it was refused, or never answered."""
        status, answer = self._ask("POST", who, path, body, self._key())
        kind = path.strip("/").split("/")[-1]
        if 200 <= status < 300:
            self.answers[f"{kind} done"] += 1
            return answer
        self.answers[f"{kind} refused {status}"] += 1
        return None

    def _ask(self, method: str, who: str, path: str, body: Any, key: str) -> tuple[int, Any]:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                status, answer = self._once(method, who, path, body, key)
            except (OSError, http.client.HTTPException, ValueError):
                status, answer = 599, None
            if status < 500:
                return status, answer
            self.repeated += 1
            time.sleep(0.5)
        self.given_up += 1
        return 599, None

    def _once(self, method: str, who: str, path: str, body: Any, key: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.crew.web_port, timeout=20)
        headers = {
            "Authorization": f"Bearer {self.said['tokens'][who]}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            content = None if body is None else json.dumps(body)
            connection.request(method, f"/api/v1{path}", content, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        finally:
            connection.close()
