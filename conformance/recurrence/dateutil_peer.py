"""The occurrences of a case by python-dateutil, and by Python's zoneinfo for the instants."""

import datetime
import functools
import signal
import types
import zoneinfo

import dateutil.rrule

from cases import MOST, UTC

SECONDS_PER_CASE = 0.4  # of processor time
WHOLE_DAY_CHANGES = ("Pacific/Apia", "Pacific/Fakaofo", "Pacific/Kwajalein", "Pacific/Enderbury",
                     "Pacific/Kanton", "Pacific/Kiritimati", "Kwajalein")


class TooSlow(Exception):
    pass


def _on_alarm(_number, _frame):
    raise TooSlow


@functools.cache
def zone(name):
    return zoneinfo.ZoneInfo(name)


def instant_of(local, name):
    """Naive UTC. fold=0 is what RFC 5545 section 3.3.5 says: the first of two, and the offset
    before a gap."""
    return local.replace(tzinfo=zone(name)).astimezone(UTC).replace(tzinfo=None)


def change_at(local, name):
    """By how many seconds clocks are set where this local time is there twice, or not at all."""
    first, second = (local.replace(tzinfo=zone(name), fold=fold).utcoffset() for fold in (0, 1))
    return abs((first - second).total_seconds())


def _parts(rule):
    return dict(part.strip().split("=") for part in rule.split(";"))


def _end_of(parts):
    """UNTIL is taken out: dateutil compares local times, the RFC instants."""
    text = parts.pop("UNTIL", None)
    if text is None:
        return None
    form = "%Y%m%dT%H%M%SZ" if text.endswith("Z") else "%Y%m%d"
    return datetime.datetime.strptime(text, form)


def until_of(case):
    return _end_of(_parts(case.rule))


def is_past(case, until, local, instant):
    return until is not None and (local if case.all_day else instant) > until


def local_times(case):
    """Naive local times of the rule from its start on, before UNTIL and dates; endless."""
    parts = _parts(case.rule)
    _end_of(parts)
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    return dateutil.rrule.rrulestr(rule, dtstart=case.start)


def limit_years(year):
    """dateutil looks for the next occurrence up to the last year that dates have."""
    names = {name: getattr(datetime, name) for name in ("date", "time", "timedelta", "datetime")}
    dateutil.rrule.datetime = types.SimpleNamespace(**names, MINYEAR=1, MAXYEAR=min(year, 9999))


def _local_bounds(case):
    """Local times outside these have no instant in the window."""
    short = case.rule.startswith(("FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY"))
    wide = case.zone in WHOLE_DAY_CHANGES or not short
    margin = datetime.timedelta(hours=26 if wide else 3)
    begin, end = (time.replace(tzinfo=UTC).astimezone(zone(case.zone)).replace(tzinfo=None)
                  for time in case.window)
    return begin - margin, end + margin


def _collect(case):
    begin, end = case.window
    first, last = _local_bounds(case)
    limit_years(last.year)
    until = until_of(case)
    found = {}
    for local in local_times(case):
        if local > last or len(found) > 4 * MOST:
            break
        if local < first:
            continue
        instant = instant_of(local, case.zone)
        if not is_past(case, until, local, instant) and begin <= instant < end:
            found.setdefault(instant, []).append(local)
    return found


def occurrences(case):
    """{instant: [local times]} of the window, or the sentence why not."""
    signal.signal(signal.SIGVTALRM, _on_alarm)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_PER_CASE)
    try:
        return _collect(case)
    except TooSlow:
        return "too slow"
    except (ValueError, KeyError, OverflowError) as error:
        return f"refused: {error}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def with_dates(case, found):
    """EXDATE and RDATE; both name instants."""
    begin, end = case.window
    found = dict(found)
    for local in case.added:
        instant = instant_of(local, case.zone)
        if begin <= instant < end:
            found.setdefault(instant, []).append(local)
    for local in case.excluded:
        found.pop(instant_of(local, case.zone), None)
    return found
