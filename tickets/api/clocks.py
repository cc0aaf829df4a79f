"""Read a promise's clock: how it stands, or stood at an instant, and why it ends when it does."""

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.rest import written_duration, wrong
from contracts.selectors.readable import refuse_unreadable
from tickets.api import bodies, shapes
from tickets.api.documents import instant
from tickets.api.frame import Operation
from tickets.choices import Due
from tickets.clock_words import steps_of, why_not_as_of
from tickets.selectors.clocks import lines_heard, replayed


class OneClock(Operation):
    """A promise's clock, replayed from the timeline."""

    filters = bodies.AsOf
    document = shapes.Clock
    kind = Due.RESPOND

    def get(self, request: Request, reference: str) -> Response:
        """Read a clock as it stands, or as it stood at ``as_of``, with what counted and why."""
        incident, at = self.incident(reference), timezone.now()
        refuse_unreadable(incident.terms.coverage, incident.contract.number, at=at)
        as_of = self.filters.of(request.query_params).validated_data.get("as_of", at)
        if sentence := why_not_as_of(incident, as_of, at=at):
            raise wrong("as_of", sentence)
        lines = lines_heard(incident)
        clock = replayed(incident, lines, at=as_of).get(self.kind)
        if clock is None:
            raise Http404
        steps = steps_of(clock, {line.sequence: line for line in lines}, reader=self.user)
        return Response(
            {
                "kind": clock.kind,
                "as_of": instant(as_of),
                "impact": clock.impact,
                "within": written_duration(clock.within),
                "started_at": instant(clock.starts_at),
                "stopped_at": instant(clock.stopped_at),
                "state": clock.state,
                "deadline": instant(clock.due_at),
                "elapsed": written_duration(clock.elapsed),
                "left": written_duration(clock.left),
                "calendar": clock.calendar,
                "explanation": [
                    {
                        "from": instant(each.begins_at),
                        "to": instant(each.ends_at),
                        "counted": each.is_counted,
                        "why": each.why,
                    }
                    for each in steps
                ],
            }
        )
