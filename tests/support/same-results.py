#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""same-results.py REFERENCE_BUILD BUILD FOLDER [--charts] [--quick]: the same sessions and the same reports from two builds.

Makes 200 sessions with each build's virtual-roller (the same bytes are expected) and damages some, then compares
`report --json` and `export` of both builds over these and the samples: counts must be equal, and numbers within 1e-6 absolute or
1e-7 relative; warnings are not compared. --charts compares the drawings of a few sessions, without their text; --quick takes every
fifth session and omits virtual-roller. Temporary:
to be deleted when the refactoring that it guards is done.
"""
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile

reference, build, folder = sys.argv[1:4]
charts = "--charts" in sys.argv[4:]
quick = "--quick" in sys.argv[4:]
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
problems = []
cells = {"all": 0, "rounded": 0}
KINDS = [([], 120), (["--hard"], 30), (["--no-imu"], 30), (["--hard", "--no-imu"], 10), (["--bias-resistors"], 10)]


def run(*argv, stdin=None):
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, input=stdin)
    return done.returncode, done.stdout, done.stderr


def make_sessions():
    os.makedirs(folder, exist_ok=True)
    made, seed = [], 500
    for options, count in KINDS:
        for _ in range(count):
            seed += 1
            path = os.path.join(folder, "s%d.csv" % seed)
            argv = ["--session", path, "--seed", str(seed), "--random-spots", str(seed % 4), *options]
            argv += ["--strokes", str(8 + seed % 20)]
            if not os.path.exists(path):
                assert run(reference + "/virtual-roller", *argv)[0] == 0
            made.append(path)
            if quick:
                continue
            with tempfile.TemporaryDirectory() as scratch:
                argv[1] = again = scratch + "/again.csv"
                assert run(build + "/virtual-roller", *argv)[0] == 0
                if open(path, "rb").read() != open(again, "rb").read():
                    problems.append("%s: the session files differ" % path)
    return made


def damage(path, kind):
    """Apply one of six kinds of damage, at random positions seeded with the file's name."""
    out = path[:-4] + ".damaged.csv"
    if os.path.exists(out):
        return out
    rng = random.Random(path)
    data = open(path, "rb").read()
    lines = data.split(b"\n")
    start = next(i for i, line in enumerate(lines) if line.startswith(b"time_s")) + 1
    if kind == 0:
        data = data[: rng.randrange(len(data) // 2, len(data))]
    elif kind == 1:
        data = bytearray(data)
        for _ in range(40):
            data[rng.randrange(len(data) // 20, len(data))] ^= 1 << rng.randrange(8)
    elif kind == 2:
        first = rng.randrange(start, len(lines) - 700)
        del lines[first : first + rng.randrange(100, 600)]
        data = b"\n".join(lines)
    elif kind == 3:
        strip = 3 + rng.randrange(8)
        for i in range(start + 2000, len(lines)):
            cells = lines[i].split(b",")
            if len(cells) > 10:
                cells[strip] = b"0"
                lines[i] = b",".join(cells)
        data = b"\n".join(lines)
    elif kind == 4:
        first = rng.randrange(start, len(lines) - 300)
        for i in range(first, first + 300):
            cells = lines[i].split(b",")
            if len(cells) > 15:
                cells[-7:-1] = [b""] * 6
                lines[i] = b",".join(cells)
        data = b"\n".join(lines)
    else:
        first = rng.randrange(start, len(lines) - 300)
        for i in (first, first + 150):
            cells = lines[i].split(b",")
            cells[-1] = b"zero" if i == first else b"mark"
            lines[i] = b",".join(cells)
        data = b"\n".join(lines)
    open(out, "wb").write(data)
    return out


def is_near(a, b):
    return abs(a - b) <= max(1e-6, 1e-7 * max(abs(a), abs(b)))


def compare(path, where, a, b):
    if where.startswith((".warnings", ".session.file")):
        return
    if isinstance(a, dict) and isinstance(b, dict):
        if list(a) != list(b):
            problems.append("%s%s: names %s and %s" % (path, where, list(a), list(b)))
        for name in a:
            compare(path, where + "." + name, a[name], b.get(name))
    elif isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            problems.append("%s%s: %d and %d items" % (path, where, len(a), len(b)))
        for i, (x, y) in enumerate(zip(a, b)):
            compare(path, "%s[%d]" % (where, i), x, y)
    elif isinstance(a, float) and isinstance(b, (int, float)) or isinstance(a, int) and isinstance(b, float):
        if not is_near(a, b):
            problems.append("%s%s: %r and %r" % (path, where, a, b))
    elif a != b:
        problems.append("%s%s: %r and %r" % (path, where, a, b))


def compare_export(path, a, b):
    """Cells may differ by one unit of their last digit (a half rounded up or down); those are counted."""
    a, b = a.decode().split("\n"), b.decode().split("\n")
    if len(a) != len(b):
        problems.append("%s: export has %d and %d lines" % (path, len(a), len(b)))
    for number, (x, y) in enumerate(zip(a, b), 1):
        cells["all"] += x.count(",") + 1
        if x == y:
            continue
        for left, right in zip(x.split(","), y.split(",")):
            try:
                last_digit = 10 ** -len(left.partition(".")[2])
                distance = abs(float(left) - float(right)) if left != right else 0
                same = distance < 1.001 * last_digit and "." in left or is_near(float(left), float(right))
                cells["rounded"] += distance > 1e-6
            except ValueError:
                same = left == right
            if not same:
                problems.append("%s: export line %d: %r and %r" % (path, number, x, y))
                return


def compare_charts(path):
    drawings = []
    for name in (reference, build):
        scratch = tempfile.TemporaryDirectory()
        out = scratch.name
        status = run(name + "/roller-analyzer", "report", "--charts", out, "--overwrite", "-o", out + "/page.html", path)[0]
        page = open(out + "/page.html", encoding="utf-8").read()
        # Compare the page's drawings: they contain no legend, whose entries would move with the length of their text.
        svgs = re.findall(r"<svg .*?</svg>", page, flags=re.S)
        drawings.append((status, sorted(os.listdir(out)), [re.sub(r"<text.*?</text>", "", svg, flags=re.S) for svg in svgs]))
    if drawings[0] != drawings[1]:
        differing = [i for i, (a, b) in enumerate(zip(drawings[0][2], drawings[1][2])) if a != b]
        problems.append("%s: the charts differ: %s" % (path, differing or "in status, names or number"))


sessions = make_sessions()
sessions += [damage(path, i % 6) for i, path in enumerate(sessions[::5])]
sessions += sorted(glob.glob(root + "/samples/*.csv"))
if quick:
    sessions = sessions[::5]
for session in sessions:
    left, right = (run(name + "/roller-analyzer", "report", "--json", session) for name in (reference, build))
    if left[0] != right[0]:
        problems.append("%s: status %d and %d: %s" % (session, left[0], right[0], right[2].decode(errors="replace")))
    elif left[0] == 0:
        compare(session, "", json.loads(left[1]), json.loads(right[1]))
    left, right = (run(name + "/roller-analyzer", "export", session) for name in (reference, build))
    if left[0] == right[0]:
        compare_export(session, left[1], right[1])
if charts:
    for session in sessions[::12] + sessions[-5:]:
        compare_charts(session)
for problem in problems[:40]:
    print(problem)
print("%(rounded)d of %(all)d cells of exports differ by one unit of their last digit" % cells)
print("%d sessions compared, %d differences" % (len(sessions), len(problems)))
sys.exit(bool(problems))
