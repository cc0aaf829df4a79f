"""Write hours as rows; each version of a promise has its own, which never change."""

from contracts.models import Coverage, CoverageException, CoverageWindow
from contracts.rules.coverage import Hours


def write_coverage(name: str, hours: Hours) -> Coverage:
    """Write hours with their windows and the days that have hours of their own."""
    coverage = Coverage.objects.create(
        name=name,
        time_zone=hours.zone,
        always_on=hours.always_on,
        without_holidays_of=hours.without_holidays_of,
    )
    CoverageWindow.objects.bulk_create(
        CoverageWindow(coverage=coverage, **vars(each))
        for each in (() if hours.always_on else hours.windows)
    )
    CoverageException.objects.bulk_create(
        CoverageException.of(coverage, each) for each in hours.exceptions
    )
    return coverage
