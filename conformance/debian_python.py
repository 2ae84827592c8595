"""Modules that Debian packages are there for Debian's own Python only, and another Python may come
first on the path. A test says what it needs before it imports it:

    import debian_python
    debian_python.needs("websockets")
    import websockets
"""

import importlib
import os
import sys

DEBIAN_PYTHON = "/usr/bin/python3"


def needs(*modules):
    """Starts the program again in Debian's Python if this one lacks a module; ImportError there."""
    try:
        for module in modules:
            importlib.import_module(module)
    except ImportError:
        if os.path.realpath(sys.executable) == os.path.realpath(DEBIAN_PYTHON):
            raise
        os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON, *sys.argv])
