# SPDX-License-Identifier: MIT
"""Puts tables that were measured again into a document, in place of those with the same head."""
import itertools
import re
import sys


def blocks_of(lines):
    """Tables, as lists of their lines, and list items that end in figures."""
    for is_table, group in itertools.groupby(lines, lambda line: line.startswith("|")):
        if is_table:
            yield list(group)
        else:
            yield from ([line] for line in group if line.startswith("- "))


def head_of(line):
    """What stays the same: of a table its first row, of a list item what comes before its figures."""
    return line if line.startswith("|") else re.match(r"- [^`]*", line).group()


def renewed(document, measured):
    """document, measured: texts. A table or item whose head the document has just once is replaced there."""
    lines = document.splitlines()
    for block in blocks_of(measured.splitlines()):
        found = [number for number, line in enumerate(lines) if line.startswith(head_of(block[0]))]
        if len(found) != 1:
            print(f"not renewed, {len(found)} places for it: {head_of(block[0])}", file=sys.stderr)
            continue
        begin = end = found[0]
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        lines[begin:max(end, begin + 1)] = block
    return "\n".join(lines) + "\n"
