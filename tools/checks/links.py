"""Links in the pages: every relative link leads to a file, and every #anchor to a heading."""

import posixpath
import re

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_HTML = re.compile(r"<(?:img|a)\s[^>]*?(?:src|href)=\"([^\"]+)\"")
_CODE = re.compile(r"^```.*?^```\s*$|`[^`\n]*`", re.M | re.S)


def anchor_of(heading):
    """The name that a heading gets on the web: lower case, blanks as dashes, no punctuation."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", ""))
    return kept.replace(" ", "-")


def anchors(text):
    prose = re.sub(r"^```.*?^```\s*$", "", text, flags=re.M | re.S)
    return {anchor_of(h) for h in re.findall(r"^#{1,6}\s+(.*)$", prose, re.M)}


def check(tree):
    """Sentences, one for each link that leads nowhere."""
    pages = {p: t for p, t in tree.files.items() if p.endswith(".md")}
    folders = {posixpath.dirname(p) for p in tree.names}
    folders |= {d[:i] for d in folders for i, c in enumerate(d) if c == "/"}
    problems = []
    for path, text in pages.items():
        prose = _CODE.sub("", text)
        for target in _LINK.findall(prose) + _HTML.findall(prose):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue  # another site: whether it answers is not for a check to find out
            name, _, anchor = target.partition("#")
            full = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            full = full if name else path
            if full not in tree.names and full.rstrip("/") not in folders:
                problems.append(f"{path}: the link to {target} leads nowhere")
            elif anchor and full in pages and anchor not in anchors(pages[full]):
                problems.append(f"{path}: {full} has no heading #{anchor}")
    return problems
