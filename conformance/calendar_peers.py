"""Others read our mails: python-icalendar and libical are shown every mail that tests send.

    told = calendar_peers.complaints(mail)   # the bytes of a mail; [] when nobody complains

Needs the modules of Debian's own Python, and libical.so.3.
"""

import ctypes
import email
import email.policy
import functools

import debian_python

debian_python.needs("icalendar")

import icalendar  # noqa: E402


@functools.cache
def _libical():
    library = ctypes.CDLL("libical.so.3")
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    for name in ("icalrestriction_check", "icalcomponent_count_errors", "icalcomponent_free"):
        getattr(library, name).argtypes = [ctypes.c_void_p]
    library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    library.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    return library


def of_libical(text):
    """What libical says of a calendar: its errors, and what RFC 5546 forbids for its METHOD."""
    library = _libical()
    calendar = library.icalparser_parse_string(text)
    if not calendar:
        return ["libical reads nothing"]
    try:
        # The check writes what it finds into the calendar.
        is_allowed = library.icalrestriction_check(calendar)
        if is_allowed and library.icalcomponent_count_errors(calendar) == 0:
            return []
        shown = library.icalcomponent_as_ical_string(calendar).decode()
        return ["libical: " + line for line in shown.replace("\r\n ", "").splitlines()
                if "X-LIC-ERROR" in line] or ["libical: not allowed"]
    finally:
        library.icalcomponent_free(calendar)


def of_icalendar(text, method):
    try:
        calendar = icalendar.Calendar.from_ical(text)
        for zone in calendar.walk("VTIMEZONE"):
            zone.to_tz()
    except (ValueError, KeyError, AssertionError) as error:
        return [f"icalendar: {error!r}"]
    told = [f"icalendar: {error}" for part in calendar.walk() for error in part.errors]
    if calendar.get("METHOD") != method:
        told.append(f"METHOD is {calendar.get('METHOD')}, of the MIME part {method}")
    if not calendar.walk("VEVENT"):
        told.append("icalendar: no VEVENT")
    return told


def complaints(mail):
    message = email.message_from_bytes(mail, policy=email.policy.SMTP)
    told = [f"email: {defect!r}" for part in message.walk() for defect in part.defects]
    parts = {part.get_content_type(): part for part in message.walk()}
    if not {"text/plain", "text/calendar", "application/ics"} <= parts.keys():
        return [*told, f"parts: {sorted(parts)}"]
    part = parts["text/calendar"]
    text = part.get_payload(decode=True)
    if parts["application/ics"].get_payload(decode=True) != text:
        told.append("the file is another calendar")
    return [*told, *of_icalendar(text, part.get_param("method")), *of_libical(text)]
