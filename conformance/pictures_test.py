"""The pictures of docs/layouts.md are what `curia layout` draws today from fixtures/layouts.

Each NAME.sheet there, with NAME.json as its layout template where there is one, is
docs/pictures/layouts/NAME.svg. Films of scenarios (docs/pictures/films) are what `curia sim --film`
draws of them. Also looks at the commands themselves from outside.

  python3 conformance/pictures_test.py          checks
  python3 conformance/pictures_test.py --fix    draws them anew
"""

import os
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

from real_server import ROOT, curia

SHEETS = ROOT / "fixtures" / "layouts"
PICTURES = ROOT / "docs" / "pictures" / "layouts"
PAGE = ROOT / "docs" / "layouts.md"
FILMS = ROOT / "docs" / "pictures" / "films"
# The scenario of each film, and whose eyes it is seen with.
FILMED = {"active_speaker": ("layouts/active_speaker.sim", "eve")}


def arguments(sheet):
    template = sheet.with_suffix(".json")
    return [str(sheet)] + (["--template", str(template)] if template.exists() else [])


def drawn(sheet):
    done = curia("layout", *arguments(sheet))
    assert done.returncode == 0, f"{sheet.name}: {done.stderr}"
    return done.stdout


def filmed(name):
    scenario, viewer = FILMED[name]
    with tempfile.TemporaryDirectory() as folder:
        done = curia("sim", str(ROOT / "fixtures" / "conformance" / scenario), "--film", viewer,
                     "--output", f"{folder}/film.svg")
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
        with open(f"{folder}/film.svg") as file:
            return file.read()


class Pictures(unittest.TestCase):
    def test_films_are_current(self):
        for name in FILMED:
            with self.subTest(film=name):
                picture = FILMS / f"{name}.svg"
                self.assertTrue(picture.exists() and picture.read_text() == filmed(name),
                                "python3 conformance/pictures_test.py --fix draws it anew")
                self.assertIn(f"pictures/films/{name}.svg", PAGE.read_text())
        self.assertEqual(sorted(p.stem for p in FILMS.glob("*")), sorted(FILMED))

    def test_films_need_a_viewer_and_a_file(self):
        for wrong in (["--film", "eve"], ["--output", "x.svg"],
                      ["--film", "eve", "--output", "x.gif"]):
            self.assertEqual(curia("sim", "x.sim", *wrong).returncode, 2)

    def test_film_of_nobody_is_none(self):
        scenario = str(ROOT / "fixtures" / "conformance" / FILMED["active_speaker"][0])
        with tempfile.TemporaryDirectory() as folder:
            done = curia("sim", scenario, "--film", "nobody", "--output", f"{folder}/film.svg")
            self.assertEqual(done.returncode, 1)
            self.assertIn("nobody of that name sees anything: 'nobody'", done.stdout)
            self.assertEqual(os.listdir(folder), [])

    def test_film_as_png(self):
        scenario = str(ROOT / "fixtures" / "conformance" / FILMED["active_speaker"][0])
        with tempfile.TemporaryDirectory() as folder:
            done = curia("sim", scenario, "--film", "eve", "--output", f"{folder}/film.png")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            with open(f"{folder}/film.png", "rb") as file:
                self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n")
            done = curia("sim", scenario, "--film", "eve", "--output", "/nonexistent/film.svg")
            self.assertEqual(done.returncode, 1)
            self.assertIn("cannot be written", done.stderr)

    def test_pictures_are_current(self):
        sheets = sorted(SHEETS.glob("*.sheet"))
        self.assertGreater(len(sheets), 5)
        for sheet in sheets:
            with self.subTest(sheet=sheet.name):
                picture = PICTURES / f"{sheet.stem}.svg"
                self.assertTrue(picture.exists() and picture.read_text() == drawn(sheet),
                                "python3 conformance/pictures_test.py --fix draws it anew")
                self.assertIn(f"pictures/layouts/{sheet.stem}.svg", PAGE.read_text())
        self.assertEqual(sorted(p.stem for p in PICTURES.glob("*")), [s.stem for s in sheets])

    def test_pictures_are_xml(self):
        for picture in [*PICTURES.glob("*.svg"), *FILMS.glob("*.svg")]:
            root = ElementTree.parse(picture).getroot()
            self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")

    def test_names_are_escaped(self):
        svg = curia("layout", "--people", '<b>&"x"').stdout
        self.assertEqual(svg, "")  # a quote cannot be in a name of the command line
        svg = curia("layout", "--people", "<b>&,Ann", "--title", "a<b").stdout
        texts = [text.text for text in
                 ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("<b>&", texts)
        self.assertIn("a<b", texts)


class CommandLine(unittest.TestCase):
    def test_options_describe_a_moment(self):
        svg = curia("layout", "--people", "Bob:2,Sally:1,Eve", "--speaks", "Sally,Bob",
                    "--layout", "allEqualQuarters", "--highest", "2", "--active-speaker",
                    "suppressself", "--viewer", "Bob", "--width", "200").stdout
        texts = [text.text for text in
                 ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
        self.assertEqual([text for text in texts if text in ("Bob", "Sally", "Eve")],
                         ["Sally", "Bob", "Sally", "Eve"])

    def test_mistakes(self):
        for wrong, why in ((["--layout", "round"], "'round' is none of allEqual"),
                           (["--people", "A:x"], "--people: 'x' is not a number"),
                           (["--people", "A,B,A"], "--people: 'A' is there twice"),
                           (["--people", "A", "--viewer", "B"], "--viewer: there is nobody"),
                           (["--output", "x.gif"], "'x.gif' ends neither in .svg nor in .png"),
                           (["--speaks", "A"], "there is nobody called 'A'"),
                           (["--width", "5"], "--width takes 100 to 4000 pixels"),
                           (["--template", "/nonexistent"], "cannot be read"),
                           (["/nonexistent"], "cannot be read"),
                           (["--output", "/nonexistent/x.svg"], "cannot be written")):
            done = curia("layout", *wrong)
            with self.subTest(options=wrong):
                self.assertEqual(done.returncode, 1)
                self.assertIn(why, done.stderr)
        self.assertEqual(curia("layout", "--round").returncode, 2)

    def test_png(self):
        with tempfile.TemporaryDirectory() as folder:
            done = curia("layout", "--people", "Ann,Ben", "--output", f"{folder}/x.png")
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(f"{folder}/x.png", "rb") as file:
                self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n")
            self.assertEqual(curia("layout", "--output", "/nonexistent/x.png").returncode, 1)


def fix():
    PICTURES.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS.glob("*.sheet"):
        (PICTURES / f"{sheet.stem}.svg").write_text(drawn(sheet))
    FILMS.mkdir(parents=True, exist_ok=True)
    for name in FILMED:
        (FILMS / f"{name}.svg").write_text(filmed(name))


if __name__ == "__main__":
    if sys.argv[1:] == ["--fix"]:
        fix()
    else:
        unittest.main()
