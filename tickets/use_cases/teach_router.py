"""Keep what people say about where an incident belongs, for the router to learn from."""

from datetime import datetime

from contracts.models import User
from tickets.choices import LessonSource, Queue
from tickets.models import Incident, Lesson


def teach(
    held: Incident, label: str, *, source: LessonSource, by: User | None, at: datetime
) -> None:
    """Write down the truth about a held incident, in its act's transaction; the last word counts.

    What is said again is no new lesson: it keeps its instant, by which the router learns it once.
    What goes back to triage teaches nothing any more; what is said of it then is a new lesson.
    """
    if label == Queue.TRIAGE:
        Lesson.objects.filter(incident=held).delete()
        return
    if Lesson.objects.filter(incident=held, label=label).update(source=source, by=by):
        return
    Lesson.objects.update_or_create(
        incident=held, defaults={"label": label, "source": source, "by": by, "at": at}
    )
