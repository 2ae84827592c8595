"""A login that costs no real time, for servers of tests that log in hundreds of times.

The hash of a new password costs a third of a second of work on purpose. It says itself what it
cost: one that cost nothing is put in its place, as the server would have stored it. Tests of
`curia init` and of new passwords have the real one.
"""

import base64
import hashlib
import os
import re
import sqlite3

LOG2_N, R, P = 4, 8, 1
SALT_BYTES, KEY_BYTES = 16, 32


def _crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


def crc32c(data, table=tuple(_crc_table())):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def quick_hash(password):
    salt = os.urandom(SALT_BYTES)
    key = hashlib.scrypt(password.encode(), salt=salt, n=1 << LOG2_N, r=R, p=P, dklen=KEY_BYTES)
    texts = (base64.b64encode(part).decode() for part in (salt, key))
    return "$".join(("scrypt", str(LOG2_N), str(R), str(P), *texts))


def make_login_quick(database, password):
    """Of the only account of a server that does not run; its password stays the same."""
    with sqlite3.connect(database) as rows:
        (ordinal, value), = rows.execute("SELECT ordinal, value FROM object WHERE kind='account'")
        value = re.sub(rb"(?m)^hash=.*$", b"hash=" + quick_hash(password).encode(), value)
        kind = b"account"
        place = ordinal.to_bytes(8, "little") + len(kind).to_bytes(8, "little")
        rows.execute("UPDATE object SET value=?, checksum=? WHERE ordinal=?",
                     (value, crc32c(place + kind + value), ordinal))
    rows.close()
