"""Random recurrences: rules, zones, starts and windows, the same ones for the same seed."""

import dataclasses
import datetime
import random
import zoneinfo

UTC = datetime.timezone.utc
FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Seconds of a period; windows are some dozens of periods long.
PERIODS = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": 86400, "WEEKLY": 7 * 86400,
           "MONTHLY": 30 * 86400, "YEARLY": 365 * 86400}
MOST = 40  # occurrences that are compared
# Zones with much history, and those with changes at midnight, of half an hour, or of a whole day.
SPECIAL_ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia",
                 "America/Sao_Paulo", "Asia/Beirut", "Africa/Casablanca", "Europe/Dublin",
                 "America/St_Johns", "Asia/Kolkata", "Antarctica/Troll", "America/Havana")
ZONES = sorted(name for name in zoneinfo.available_timezones()
               if "/" in name and not name.startswith(("posix/", "right/", "SystemV/")))


@dataclasses.dataclass(frozen=True)
class Case:
    start: datetime.datetime  # naive, on the clock of the zone
    all_day: bool
    zone: str
    rule: str
    excluded: tuple  # naive
    added: tuple     # naive
    window: tuple    # two instants, naive UTC

    def fields(self, rule=None):
        """What recurrence_results reads."""
        moments = [",".join(written(time, self.all_day) for time in times)
                   for times in (self.excluded, self.added)]
        return "\t".join([written(self.start, self.all_day), self.zone, rule or self.rule, *moments,
                          *(written(time) for time in self.window), str(MOST)])


def written(time, date_only=False):
    return f"{time.year:04}" + time.strftime("%m%d" if date_only else "%m%dT%H%M%S")


def some(draw, low, high, most, signed=False):
    values = {draw.randint(low, high) * (draw.choice((1, -1)) if signed else 1)
              for _ in range(draw.randint(1, most))}
    return ",".join(map(str, sorted(values)))


def day_parts(draw, frequency, start):
    """The BY parts that choose days; those of short periods hold near the start."""
    parts = {}
    near = frequency in ("SECONDLY", "MINUTELY", "HOURLY")
    if draw.random() < (0.15 if near else 0.25):
        parts["BYMONTH"] = str(start.month) if near else some(draw, 1, 12, 4)
    if draw.random() < 0.4:
        days = sorted(set(draw.choices(WEEKDAYS, k=draw.randint(1, 4))), key=WEEKDAYS.index)
        if frequency in ("MONTHLY", "YEARLY") and draw.random() < 0.6:
            most = 5 if frequency == "MONTHLY" or "BYMONTH" in parts else 53
            days = [f"{draw.choice((1, -1)) * draw.randint(1, most)}{day}" for day in days]
        parts["BYDAY"] = ",".join(days)
    if frequency != "WEEKLY" and draw.random() < (0.1 if near else 0.25):
        parts["BYMONTHDAY"] = str(start.day) if near else some(draw, 1, 31, 5, signed=True)
    if frequency == "YEARLY":
        numbered = any(day[0] in "-0123456789" for day in parts.get("BYDAY", "MO").split(","))
        if not numbered and draw.random() < 0.2:
            parts["BYWEEKNO"] = some(draw, 1, 53, 4, signed=True)
        if draw.random() < 0.15:
            parts["BYYEARDAY"] = some(draw, 1, 366, 5, signed=True)
    if near and draw.random() < 0.05:
        parts["BYYEARDAY"] = str(start.timetuple().tm_yday)
    return parts


def time_parts(draw, all_day):
    parts = {}
    if all_day:
        return parts
    for name, high in (("BYHOUR", 23), ("BYMINUTE", 59), ("BYSECOND", 59)):
        if draw.random() < 0.12:
            parts[name] = some(draw, 0, high, 3)
    return parts


def end_parts(draw, start, all_day, length):
    chance = draw.random()
    if chance < 0.25:
        return {"COUNT": str(draw.randint(1, 60))}
    if chance < 0.5:
        until = start + datetime.timedelta(seconds=draw.randrange(0, 2 * length))
        return {"UNTIL": written(until, all_day) + ("" if all_day else "Z")}
    return {}


def make_rule(draw, start, all_day):
    weights = (0, 0, 0, 5, 5, 6, 6) if all_day else (0.5, 1, 2, 5, 5, 6, 6)
    frequency = draw.choices(FREQUENCIES, weights)[0]
    interval = 1 if draw.random() < 0.5 else draw.randint(2, draw.choice((4, 12, 100)))
    parts = {"FREQ": frequency}
    parts |= day_parts(draw, frequency, start) | time_parts(draw, all_day)
    if interval > 1:
        parts["INTERVAL"] = str(interval)
    if len(parts) > 2 and draw.random() < 0.3 and any(name.startswith("BY") for name in parts):
        parts["BYSETPOS"] = some(draw, 1, draw.choice((2, 2, 3, 5, 31, 366)), 3,
                                 signed=True)
    if draw.random() < 0.2:
        parts["WKST"] = draw.choice(WEEKDAYS)
    length = PERIODS[frequency] * interval * 30
    parts |= end_parts(draw, start, all_day, length)
    head = f"FREQ={parts.pop('FREQ')}"
    names = list(parts)
    draw.shuffle(names)
    glue = "; " if draw.random() < 0.05 else ";"
    return glue.join([head, *(f"{name}={parts[name]}" for name in names)]), length


def make_start(draw, zone, all_day):
    """Half of the starts lie near a change of clocks, where rules meet gaps and overlaps."""
    start = datetime.datetime(draw.randint(1975, 2050), draw.randint(1, 12), draw.randint(1, 28),
                              draw.randint(0, 23), draw.choice((0, 0, 15, 30, draw.randint(0, 59))),
                              draw.choice((0, 0, draw.randint(0, 59))))
    if draw.random() < 0.5:
        info = zoneinfo.ZoneInfo(zone)
        before = start.replace(tzinfo=info).utcoffset()
        for _ in range(40):
            later = start + datetime.timedelta(days=7)
            after = later.replace(tzinfo=info).utcoffset()
            start = later
            if after != before:
                start -= datetime.timedelta(days=draw.randint(0, 9))
                break
    if all_day:
        start = start.replace(hour=0, minute=0, second=0)
    return start


def make_case(seed, number):
    draw = random.Random(f"{seed}:{number}")
    zone = draw.choice(SPECIAL_ZONES if draw.random() < 0.4 else ZONES)
    all_day = draw.random() < 0.15
    start = make_start(draw, zone, all_day)
    rule, length = make_rule(draw, start, all_day)
    length = min(length, 40 * 365 * 86400)
    begin = start + datetime.timedelta(seconds=draw.choice((-86400, draw.randrange(0, length))))
    window = (begin, begin + datetime.timedelta(seconds=length))
    unit = datetime.timedelta(days=1)
    near = [start + draw.randint(0, 30) * unit for _ in range(6)] if draw.random() < 0.3 else []
    excluded = tuple(near[:draw.randint(0, 4)])
    added = tuple(near[4:])
    return Case(start, all_day, zone, rule, excluded, added, window)
