"""A login that costs no real time, for servers of tests that log in hundreds of times.

The hash of a new password costs some tenths of a second on purpose
(impl/service/accounts/password.hpp). It says itself what it cost: one that cost nothing is put in
its place, as the server would have stored it. Tests of `curia init` and of new passwords have the
real one.
"""

import base64
import contextlib
import hashlib
import os
import re
import sqlite3

LOG2_N, R, P = 4, 8, 1  # quick_cost in impl/service/accounts/password.hpp
SALT_BYTES, KEY_BYTES = 16, 32  # impl/service/accounts/password.cpp
CASTAGNOLI = 0x82F63B78  # the polynomial of CRC-32C (RFC 3720 appendix B.4), its bits reversed


def _crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (CASTAGNOLI if byte & 1 else 0)
        table.append(byte)
    return table


def crc32c(data, table=tuple(_crc_table())):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def row_checksum(ordinal, kind, value):
    """As in impl/store/crc32c.cpp."""
    return crc32c(ordinal.to_bytes(8, "little") + len(kind).to_bytes(8, "little") + kind + value)


def quick_hash(password):
    salt = os.urandom(SALT_BYTES)
    key = hashlib.scrypt(password.encode(), salt=salt, n=1 << LOG2_N, r=R, p=P, dklen=KEY_BYTES)
    texts = (base64.b64encode(part).decode() for part in (salt, key))
    return "$".join(("scrypt", str(LOG2_N), str(R), str(P), *texts))


def make_login_quick(database, password):
    """Of the only account of a server that does not run; its password stays the same."""
    with contextlib.closing(sqlite3.connect(database)) as rows, rows:
        (ordinal, value), = rows.execute("SELECT ordinal, value FROM object WHERE kind='account'")
        quick = b"hash=" + quick_hash(password).encode()
        value, count = re.subn(rb"(?m)^hash=.*$", quick, value)
        if count != 1:
            raise AssertionError(f"an account in another form: {value!r}")
        rows.execute("UPDATE object SET value=?, checksum=? WHERE ordinal=?",
                     (value, row_checksum(ordinal, b"account", value), ordinal))
