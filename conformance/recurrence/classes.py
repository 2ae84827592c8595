"""Why a peer and we differ: the classes of docs/decisions/0051-recurrence-peers.md.

A class is recognised by the parts of a rule that it is about, and, where that can be done, by
asking the peer again in a way that leaves the reason out. A difference from libical counts as
explained by parts only when dateutil does not take libical's side.
"""

import re

UNEXPLAINED = "unexplained"
GIVEN_UP = "we give up where the peer finds nothing"
MAKES_NOTHING = "refuses a rule that makes nothing"
SHORT = ("SECONDLY", "MINUTELY", "HOURLY")
DAY_PARTS = ("BYMONTH", "BYYEARDAY", "BYMONTHDAY", "BYDAY")
# Weeks that may have days in the year before or after.
TURN_OF_YEAR = {"1", "52", "53", "-1", "-52", "-53"}


def parts_of(rule):
    return dict(part.strip().split("=") for part in rule.split(";"))


def numbers(parts, name):
    return set(parts.get(name, "").split(","))


def made_by_rule(case, ours):
    return [local for local, _ in ours if local not in case.added]


def is_given_up(case, ours, expected):
    """Ours says that it ended its search, and the peer has nothing to show for its own."""
    return isinstance(ours, str) and not isinstance(expected, str) and not made_by_rule(
        case, [(local, instant) for instant, found in expected.items() for local in found])


def week_alone(parts):
    return "BYWEEKNO" in parts and not set(parts) & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}


def of_dateutil(case, ours, expected, agrees_on):
    """`agrees_on` tells whether the peer agrees when it is asked for another rule."""
    parts = parts_of(case.rule)
    if expected == "too slow":
        return "not compared: too slow"
    if is_given_up(case, ours, expected):
        return GIVEN_UP
    if isinstance(expected, str):
        empty = not isinstance(ours, str) and not made_by_rule(case, ours)
        return MAKES_NOTHING if empty else UNEXPLAINED
    if week_alone(parts):
        weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[case.start.weekday()]
        if agrees_on(f"{case.rule};BYDAY={weekday}"):
            return "BYWEEKNO alone means whole weeks"
    if numbers(parts, "BYWEEKNO") & TURN_OF_YEAR:
        return "weeks at the turn of the year"
    if parts["FREQ"] == "WEEKLY" and "BYSETPOS" in parts:
        return "BYSETPOS counts the first week from the start on"
    return UNEXPLAINED


def of_libical_text(case, ours, parts, why):
    if why == "error too slow":
        return "not compared: too slow"
    combined = parts["FREQ"] == "YEARLY" or "BYSETPOS" in parts
    if why == "error libical refuses the rule" and combined:
        return "refuses parts that the RFC lets go together"
    if why == "error libical refuses the rule" and not isinstance(ours, str) and \
            not made_by_rule(case, ours):
        return MAKES_NOTHING
    if why == "error libical crashes" and "BYWEEKNO" in parts:
        return "crashes on BYWEEKNO"
    return UNEXPLAINED


# In this order; the first that fits.
LIBICAL_PARTS = (
    ("BYSETPOS", lambda parts, _: "BYSETPOS" in parts),
    ("BYWEEKNO", lambda parts, _: "BYWEEKNO" in parts),
    ("negative days of a month as a limit",
     lambda parts, frequency: frequency in ("DAILY", *SHORT) and
     "-" in parts.get("BYMONTHDAY", "")),
    ("BYMONTHDAY of a year stays in the month of the start",
     lambda parts, frequency: frequency == "YEARLY" and "BYMONTHDAY" in parts and
     "BYMONTH" not in parts),
    ("weeks that are left out are counted from another week",
     lambda parts, frequency: frequency == "WEEKLY" and "INTERVAL" in parts and "BYDAY" in parts),
    ("limits of short periods",
     lambda parts, frequency: frequency in SHORT and
     any(name in parts for name in (*DAY_PARTS, "BYHOUR", "BYMINUTE", "BYSECOND"))),
)


def of_libical(case, ours, expected, agrees_without_zone, dateutil_agrees_with_it):
    parts = parts_of(case.rule)
    if isinstance(expected, str):
        return of_libical_text(case, ours, parts, expected)
    if is_given_up(case, ours, expected):
        return GIVEN_UP
    if agrees_without_zone():
        return "a change of clocks moves what the rule makes"
    if dateutil_agrees_with_it:
        return UNEXPLAINED
    for name, fits in LIBICAL_PARTS:
        if fits(parts, parts["FREQ"]):
            return name
    return UNEXPLAINED


def of_zone(instant, right, change):
    """libical's conversion of a local time to UTC against Python's; `change` is by how many seconds
    the clocks are set at this local time, mostly 0."""
    off = abs((instant - right).total_seconds())
    return "one change of clocks off" if off <= max(3 * 3600, change) else UNEXPLAINED


def without_until(rule):
    return re.sub(r"; ?UNTIL=[^;]*", "", rule)
