"""Signed images for upgrades, and the key that an installation believes, for tests."""

import pathlib
import subprocess

from real_server import CURIA, curia

OURS, NEXT = "3.3.1 (Curia)", "3.3.2 (Curia)"
KEY = "private.pem"  # in the folder of the server, which is beside its data


def make_key(server):
    """What signs images, and its public half where the server looks for it."""
    (server.data / "program").mkdir()
    for words in (["genpkey", "-algorithm", "ed25519", "-out", server.folder / KEY],
                  ["pkey", "-in", server.folder / KEY, "-pubout", "-out",
                   server.data / "program" / "key.pem"]):
        subprocess.run(["openssl", *words], check=True, capture_output=True)


def ours(version):
    """Our program, saying another version of itself."""
    return pathlib.Path(CURIA).read_bytes().replace(OURS.encode(), version.encode())


def make_image(server, target, program, version, *more, key=KEY):
    """The SHA-256 of an image of these bytes."""
    source = server.folder / "program"
    source.write_bytes(program)
    source.chmod(0o755)
    made = curia("image", "--program", source, "--version", version, "--key", server.folder / key,
                 "--out", target, *more)
    if made.returncode:
        raise AssertionError(made.stderr)
    return subprocess.run(["sha256sum", target], capture_output=True, text=True,
                          check=True).stdout.split()[0]
