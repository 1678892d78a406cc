#!/usr/bin/env python3
"""Fills a database of Journal, which its server has made, with many people: crowd.py DATABASE COUNT.

DATABASE is a file of SQLite, or the address of a PostgreSQL, for which psql is called. Nobody has a password or an
entry; addresses, usernames, ids and times are spread as in life, and some people are locked or have another role.
Directories are filled along, so that everybody is found and nobody is an orphan.
"""

import hashlib
import sqlite3
import subprocess
import sys

FIRST = 1_735_689_600_000  # the beginning of 2025, in milliseconds
NAMES = "ada bea cem dora eli fay gus hana ivo jun kim lea max nia otto pia quinn rosa sam tove".split()
TABLES = {
    "accounts": "id email username roles wrapped_key created_at verified_at disabled_at".split(),
    "account_emails": "folded account_id".split(),
    "account_usernames": "folded account_id".split(),
}


def person(number):
    """One row for each table: ids as bytes, times in microseconds."""
    at = FIRST + number * 600
    chance = hashlib.sha256(str(number).encode()).digest()
    # A UUID of version 7 (RFC 9562, section 5.7).
    account = at.to_bytes(6, "big") + bytes([0x70 | chance[0] & 15, chance[1], 0x80 | chance[2] & 63]) + chance[3:10]
    name = f"{NAMES[chance[10] % len(NAMES)]}{int.from_bytes(chance[11:15], 'big'):010d}"
    email = f"{name}@example.com"
    roles = "user support" if number % 5003 == 7 else "user"
    time = at * 1000
    locked = time if number % 997 == 5 else None
    return {
        "accounts": (account, email, name, roles, bytes(60), time, time, locked),
        "account_emails": (email, account),
        "account_usernames": (name, account),
    }


def into_sqlite(file, count):
    with sqlite3.connect(file) as database:
        rows = [person(number) for number in range(count)]
        for table, columns in TABLES.items():
            marks = ", ".join("?" for _ in columns)
            sql = f"insert into {table} ({', '.join(columns)}) values ({marks})"
            database.executemany(sql, (row[table] for row in rows))
        database.execute("analyze")
    database.close()


def word(column, value):
    """A value as `copy` reads it."""
    if value is None:
        return "\\N"
    if column.endswith("_at"):
        return f"epoch {value // 1_000_000}.{value % 1_000_000:06d}"
    if column == "wrapped_key":
        return "\\\\x" + value.hex()
    return value.hex() if isinstance(value, bytes) else value


def into_postgres(url, count):
    """Times come as text and are turned on the way, since `copy` knows no other form for seconds since 1970."""
    parts = []
    rows = [person(number) for number in range(count)]
    for table, columns in TABLES.items():
        names = ", ".join(columns)
        types = ", ".join(f"{column} text" for column in columns)
        parts.append(f"create temporary table given_{table} ({types});\ncopy given_{table} ({names}) from stdin;\n")
        parts += ["\t".join(word(c, v) for c, v in zip(columns, row[table])) + "\n" for row in rows]
        parts.append("\\.\n")
        parts.append(f"insert into {table} ({names}) select {', '.join(map(cast, columns))} from given_{table};\n")
        parts.append(f"analyze {table};\n")
    command = ["psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", url]
    subprocess.run(command, input="".join(parts), text=True, check=True)


def cast(column):
    if column.endswith("_at"):
        return f"to_timestamp(cast(substr({column}, 7) as double precision))"
    if column in ("id", "account_id"):
        return f"cast({column} as uuid)"
    return f"cast({column} as bytea)" if column == "wrapped_key" else column


def main():
    database, count = sys.argv[1], int(sys.argv[2])
    (into_postgres if "://" in database else into_sqlite)(database, count)


main()
