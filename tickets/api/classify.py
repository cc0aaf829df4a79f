"""Try the router on a text; nothing is written."""

from dataclasses import asdict

from rest_framework.request import Request
from rest_framework.response import Response

from tickets.api import bodies, shapes
from tickets.api.frame import Operation
from tickets.choices import Queue
from tickets.rules.classification import classify, detect_language
from tickets.selectors.routing import classifier_in_force


class Classify(Operation):
    """The router, to be tried out."""

    body = bodies.Text
    document = shapes.Classification
    only_reads = True

    def post(self, request: Request) -> Response:
        """Say what the router makes of a text, and why."""
        said = self.read(bodies.Text)
        classifier = classifier_in_force()
        if classifier is not None:
            found = classify(said["text"], classifier=classifier, lang=said.get("lang"))
            return Response(asdict(found))
        # As when an incident is opened: without a classifier everything is sorted by hand.
        even = {"label": Queue.SOFTWARE, "confidence": 0.5, "queue": Queue.TRIAGE}
        lang = said.get("lang") or detect_language(said["text"])
        return Response({**even, "lang": lang, "model": "", "reasons": []})
