#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What python3-pyasn says: pyasn_lookup.py TABLE ADDRESSES prints "as prefix", or "none", for each address.

Exits 77 where pyasn is not installed.
"""
import sys

try:
    import pyasn
except ImportError:
    sys.exit(77)

table = pyasn.pyasn(sys.argv[1])
with open(sys.argv[2], encoding="ascii") as addresses:
    for line in addresses:
        number, prefix = table.lookup(line.strip())
        print("none" if number is None else f"{number} {prefix}")
