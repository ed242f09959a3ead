#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draw the figures of docs/ANALYSIS.md. From the root of the project, after make: docs/figures/draw.py

Figure 4 shows sessions that virtual-roller simulates, figures 5 and 6 two of samples/, as `roller-analyzer export` prints
them. Figures 1, 3 and 7 are computed here by the formulas of ANALYSIS.md; figure 2 is a diagram. Standard library only.
"""
import csv
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile

BLUE, RED, GREEN, GREY, LIGHT, INK = "#0072B2", "#D55E00", "#009E73", "#707070", "#E4E4E4", "#1A1A1A"
FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))


class Picture:
    """An SVG that grows line by line. The white background makes it readable in dark mode too."""

    def __init__(self, name, title, width, height):
        self.name, self.size, self.lines = name, (width, height), []
        self.lines.append(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
                          f'font-family="DejaVu Sans, Verdana, Arial, sans-serif" font-size="15">')
        self.lines.append(f"<title>{title}</title>")
        self.lines.append("<!-- SPDX-License-Identifier: MIT. Made by docs/figures/draw.py -->")
        self.lines.append(f'<rect width="{width}" height="{height}" fill="#fff"/>')
        self.lines.append('<defs>' + "".join(
            f'<marker id="{ident}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
            f'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
            for ident, colour in (("ink", INK), ("blue", BLUE), ("red", RED), ("green", GREEN), ("grey", GREY))) +
            '</defs>')

    def text(self, x, y, text, colour=INK, anchor="start", size=15, bold=False, turn=None):
        weight = ' font-weight="bold"' if bold else ""
        turned = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn is not None else ""
        text = text.replace("&", "&amp;").replace("<", "&lt;")
        self.lines.append(f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" '
                          f'font-size="{size}"{weight}{turned}>{text}</text>')

    def path(self, points, colour=INK, width=1.5, dash="", start="", end="", opacity=1):
        data = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.raw(data, colour, width, dash, start, end, opacity)

    def raw(self, data, colour=INK, width=1.5, dash="", start="", end="", opacity=1, fill="none"):
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        extra += f' marker-start="url(#{start})"' if start else ""
        extra += f' marker-end="url(#{end})"' if end else ""
        extra += f' opacity="{opacity}"' if opacity != 1 else ""
        self.lines.append(f'<path d="{data}" fill="{fill}" stroke="{colour}" stroke-width="{width}"{extra}/>')

    def box(self, x, y, width, height, fill="none", stroke="none", line=1.5, round_=0, opacity=1):
        self.lines.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{round_}" '
                          f'fill="{fill}" stroke="{stroke}" stroke-width="{line}" opacity="{opacity}"/>')

    def dot(self, x, y, radius=3.0, fill=INK, stroke="none"):
        self.lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{stroke}"/>')

    def write(self):
        with open(os.path.join(FOLDER, self.name), "w", encoding="utf-8") as file:
            file.write("\n".join(self.lines + ["</svg>"]) + "\n")


class Axes:
    """A plot within a picture: data to points, frame, tics and labels."""

    def __init__(self, picture, left, top, width, height, x_range, y_range):
        self.picture, self.left, self.top, self.width, self.height = picture, left, top, width, height
        self.x_range, self.y_range = x_range, y_range

    def x(self, value):
        return self.left + (value - self.x_range[0]) / (self.x_range[1] - self.x_range[0]) * self.width

    def y(self, value):
        return self.top + self.height - (value - self.y_range[0]) / (self.y_range[1] - self.y_range[0]) * self.height

    def frame(self, x_tics, y_tics, x_label, y_label):
        picture = self.picture
        for tic in x_tics:
            picture.path([(self.x(tic), self.top), (self.x(tic), self.top + self.height)], LIGHT, 1)
            picture.text(self.x(tic), self.top + self.height + 20, f"{tic:g}".replace("-", "−"), GREY, "middle", 13)
        for tic in y_tics:
            picture.path([(self.left, self.y(tic)), (self.left + self.width, self.y(tic))], LIGHT, 1)
            picture.text(self.left - 8, self.y(tic) + 5, f"{tic:g}".replace("-", "−"), GREY, "end", 13)
        picture.text(self.left + self.width / 2, self.top + self.height + 42, x_label, INK, "middle")
        picture.text(self.left - 48, self.top + self.height / 2, y_label, INK, "middle", turn=-90)

    def line(self, points, colour=BLUE, width=1.8, dash=""):
        self.picture.path([(self.x(x), self.y(y)) for x, y in points], colour, width, dash)


def core():
    """Figure 1: angles on the core."""
    picture = Picture("core-angles.svg", "Angles on the core: strips, up, theta, contact and floor", 900, 560)
    cx, cy, radius, up_deg = 330, 280, 150, 60
    claims = [math.exp(1.5 * math.cos(2 * math.radians(45 * k - up_deg))) for k in range(8)]

    def at(world_deg, length):
        return cx + length * math.cos(math.radians(world_deg)), cy - length * math.sin(math.radians(world_deg))

    def arc(from_deg, to_deg, length, colour, end):
        points = [at(from_deg + (to_deg - from_deg) * n / 40, length) for n in range(41)]
        picture.path(points, colour, 2, end=end)

    picture.box(60, 42, 540, 62, "#F3DCCB")
    picture.text(76, 66, "thigh", INK, size=16, bold=True)
    picture.box(60, 456, 540, 26, "#D8D8D8")
    picture.text(76, 475, "floor", INK, size=16, bold=True)
    picture.raw(f"M{cx - 176} {cy}a176 176 0 1 0 352 0a176 176 0 1 0 -352 0", "#C9B98F", 1.5, fill="#F3EAD8")
    picture.raw(f"M{cx - 118} {cy}a118 118 0 1 0 236 0a118 118 0 1 0 -236 0", GREY, 1.5, fill="#FFFFFF")
    x_deg = 90 - up_deg
    for k in range(8):
        world = x_deg + 45 * k
        share = claims[k] / sum(claims)
        picture.path([at(world, 124), at(world, 124 + 190 * share)], RED, 9)
        px, py = at(world, 104)
        picture.text(px, py + 5, str(k), INK, "middle", 15, True)
    for world, colour, length in ((x_deg, INK, 250), (90, GREEN, 235)):
        picture.path([(cx, cy), at(world, length)], colour, 2, end="ink" if colour == INK else "green")
    picture.path([(cx, cy), at(270, 168)], GREEN, 2, "5 4")
    picture.text(*at(x_deg - 3, 258), "x axis of the body,", INK)
    picture.text(at(x_deg - 3, 258)[0], at(x_deg - 3, 258)[1] + 19, "strip 0 at α₀ = 0°", INK)
    picture.text(cx + 8, 38, "up", GREEN, size=16, bold=True)
    arc(x_deg, 90, 62, BLUE, "blue")
    px, py = at((x_deg + 90) / 2 - 6, 74)
    picture.text(px - 2, py - 2, "u", BLUE, size=17, bold=True)
    arc(90, x_deg, 206, RED, "red")
    px, py = at(62, 218)
    picture.text(px, py - 6, "θ = −u", RED, size=17, bold=True)
    picture.dot(cx, cy, 8, "#FFFFFF", INK)
    picture.dot(cx, cy, 3)
    picture.text(cx - 30, cy + 6, "z", INK, size=16, bold=True)
    left = 632
    for n, (text, colour, bold) in enumerate((
            ("Seen from the cable end", INK, True),
            ("z: the axle, towards you", INK, False),
            ("αₖ: angle of strip k in the body", INK, False),
            ("u: where up is in the body", BLUE, False),
            ("θ: rotation, −u unwrapped", RED, False),
            ("here: u = 60°, θ = −60°", INK, False),
            ("", INK, False),
            ("Contact: the strip at α = u", GREEN, False),
            ("Floor: the strip at α = u + 180°", GREEN, False),
            ("", INK, False),
            ("Red bars: load fraction of", INK, False),
            ("each strip by the starting H,", INK, False),
            ("exp(1.5 cos 2(αₖ − u))", INK, False),
            ("over its sum. Thigh and floor", INK, False),
            ("press half a revolution apart,", INK, False),
            ("so the ring measures 2u.", INK, False))):
        picture.text(left, 222 + 20 * n, text, colour, size=14, bold=bold)
    picture.write()


def output_of(program, *arguments):
    return subprocess.run([os.path.join(ROOT, "build", program), *arguments], check=True, capture_output=True, text=True).stdout


def exported(session):
    """The rows of a session by `roller-analyzer export`, as dictionaries."""
    text = output_of("roller-analyzer", "export", session)
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def sample_rows(name):
    return exported(os.path.join(ROOT, "samples", name))


def visit():
    """Figure 6: window to visit."""
    rows = [row for row in sample_rows("one-spot.csv") if row["position_mm"]]
    time, place = [float(row["time_s"]) for row in rows], [float(row["position_mm"]) for row in rows]
    inside = [i for i, row in enumerate(rows) if row["visit"] == "2"]
    first, last = inside[0], inside[-1]
    width = 1.08 * 50
    best = (0, 0)
    start = next(i for i in range(len(rows)) if time[i] > time[first] - 6)
    for i in range(start, first + 1):  # the longest window that contains the visit
        low = high = place[i]
        end = i
        while end < len(rows) and max(high, place[end]) - min(low, place[end]) <= width:
            low, high = min(low, place[end]), max(high, place[end])
            end += 1
        if time[end - 1] - time[i] > time[best[1]] - time[best[0]]:
            best = (i, end - 1)
    low = min(place[best[0]:best[1] + 1])
    picture = Picture("window-to-visit.svg", "From window to visit", 900, 470)
    span = (time[best[0]] - 5, time[best[1]] + 5)
    axes = Axes(picture, 80, 76, 780, 320, span, (0, 350))
    axes.frame(range(math.ceil(span[0] / 2) * 2, int(span[1]) + 1, 2), range(0, 351, 50), "time, s", "position, mm")
    picture.box(axes.x(time[best[0]]), axes.y(low + width), axes.x(time[best[1]]) - axes.x(time[best[0]]),
                axes.y(low) - axes.y(low + width), "#CFE3F1")
    picture.box(axes.x(time[first]), axes.y(low + width), axes.x(time[last]) - axes.x(time[first]),
                axes.y(low) - axes.y(low + width), "#F6D2BC")
    shown = [i for i in range(0, len(rows), 4) if span[0] <= time[i] <= span[1]]
    axes.line([(time[i], place[i]) for i in shown], INK, 1.6)
    axes.line([(time[i], place[i]) for i in range(first, last + 1, 4)], RED, 2.4)
    for row in (first, last):
        picture.path([(axes.x(time[row]), axes.y(low) + 4), (axes.x(time[row]), axes.top + 4)], RED, 1.2, "4 3")
    for row in best:
        picture.path([(axes.x(time[row]), axes.y(low) + 4), (axes.x(time[row]), axes.y(low) + 46)], BLUE, 1.2, "4 3")
    y = axes.top + 16
    picture.path([(axes.x(time[first]), y), (axes.x(time[last]), y)], RED, 1.8, start="red", end="red")
    picture.text((axes.x(time[first]) + axes.x(time[last])) / 2, y - 22,
                 f"visit: {time[last] - time[first]:.1f} s of dwell, oscillating", RED, "middle", 15, True)
    y = axes.y(low) + 40
    picture.path([(axes.x(time[best[0]]), y), (axes.x(time[best[1]]), y)], BLUE, 1.8, start="blue", end="blue")
    middle = (axes.x(time[best[0]]) + axes.x(time[best[1]])) / 2
    picture.text(middle, y + 22, f"window: {time[best[1]] - time[best[0]]:.1f} s,", BLUE, "middle", 15, True)
    picture.text(middle, y + 42, "the longest time within 50 mm (+ 8 %)", BLUE, "middle")
    picture.text(axes.x(time[best[0]]) - 6, axes.y(low + width / 2) + 5, "in", BLUE, "end", 15, True)
    picture.text(axes.x(time[best[1]]) + 8, axes.y(low + width / 2) + 5, "out", BLUE, "start", 15, True)
    picture.text(80, 28, "Data: samples/one-spot.csv (simulated), positions by roller-analyzer export", GREY, size=13)
    picture.write()


def strokes_of(rows):
    """Rows of each stroke: lists of (time, position)."""
    strokes = {}
    for row in rows:
        if row["stroke"] and row["position_mm"]:
            strokes.setdefault(int(row["stroke"]), []).append((float(row["time_s"]), float(row["position_mm"])))
    return [strokes[k] for k in sorted(strokes)]


def pace_of(stroke):
    """Median time per mm of new ground, over steps of 5 mm."""
    sense = 1 if stroke[-1][1] > stroke[0][1] else -1
    steps, front, since = [], 0.0, 0.0
    for before, here in zip(stroke, stroke[1:]):
        since += here[0] - before[0]
        ahead = sense * (here[1] - stroke[0][1]) - front
        if ahead >= 5:
            steps.append(since / ahead)
            front += ahead
            since = 0.0
    return statistics.median(steps)


def leave_time(walk, depth):
    """Seconds from the reversal, which `walk` begins with, until the roller is `depth` away from it."""
    last = walk[0]
    for here in walk[1:]:
        off, before = abs(here[1] - walk[0][1]), abs(last[1] - walk[0][1])
        if off > depth:
            return abs(last[0] + (depth - before) / (off - before) * (here[0] - last[0]) - walk[0][0])
        last = here
    return math.nan


def reversal():
    """Figure 5: reversal length."""
    strokes = strokes_of(sample_rows("no-spots.csv"))
    pace = [pace_of(stroke) for stroke in strokes]
    depths = [0, 1] + list(range(5, 81, 5))
    lengths = [0.0]
    for low, high in zip(depths, depths[1:]):
        steps = []
        for k in range(len(strokes) - 1):
            back, on = strokes[k][::-1], strokes[k + 1][:]
            on.insert(0, back[0])
            seconds = [leave_time(walk, high) - leave_time(walk, low) for walk in (back, on)]
            steps.append(sum(seconds) / (0.5 * (pace[k] + pace[k + 1])))
        lengths.append(lengths[-1] + statistics.median(step for step in steps if math.isfinite(step)))
    places = sorted(point[1] for stroke in strokes for point in stroke)
    reach = places[int(0.98 * len(places))] - places[int(0.02 * len(places))]
    picture = Picture("reversal-length.svg", "Reversal length: how long a reversal takes near the end of a stroke",
                      900, 470)
    k = 4
    turn = strokes[k][-1]
    near = [p for p in strokes[k] + strokes[k + 1] if abs(p[1] - turn[1]) <= 80]
    span = (-1.5, 1.5)
    sense = 1 if strokes[k][-1][1] > strokes[k][0][1] else -1
    axes = Axes(picture, 80, 66, 330, 330, span, (80, -4))
    axes.frame((-1, 0, 1), range(0, 81, 10), "time from the reversal, s", "depth below the reversal, mm")
    depth = 10
    walk = [p for p in strokes[k]][::-1], [turn] + strokes[k + 1]
    times = -leave_time(walk[0], depth), leave_time(walk[1], depth)
    picture.box(axes.x(times[0]), axes.y(0), axes.x(times[1]) - axes.x(times[0]), axes.y(depth) - axes.y(0), "#F6D2BC")
    axes.line([(p[0] - turn[0], sense * (turn[1] - p[1])) for p in near], INK, 2)
    y = axes.y(depth) + 12
    picture.path([(axes.x(times[0]), y), (axes.x(times[1]), y)], RED, 1.8, start="red", end="red")
    seconds = times[1] - times[0]
    length = seconds / (0.5 * (pace[k] + pace[k + 1]))
    picture.text(axes.x(0), y + 156, f"{seconds:.2f} s within 10 mm", RED, "middle", 13)
    picture.text(axes.x(0), y + 176, f"÷ pace: {length:.0f} mm", RED, "middle", 13)
    picture.text(80, 46, "One reversal", INK, size=15, bold=True)
    right = Axes(picture, 520, 66, 340, 330, (0, 80), (0, 400))
    right.frame(range(0, 81, 20), range(0, 401, 100), "depth d below the reversal, mm", "length N(d), mm")
    right.line([(0, 0), (80, 160)], GREY, 1.5, "6 4")
    right.line([(d, 2 * reach / math.pi * math.acos(1 - 2 * d / reach)) for d in [n * 80 / 200 for n in range(201)]],
               GREEN, 1.8)
    right.line(list(zip(depths, lengths)), RED, 2.2)
    for d, n in zip(depths, lengths):
        picture.dot(right.x(d), right.y(n), 3, RED)
    picture.text(520, 46, "The model of the session", INK, size=15, bold=True)
    picture.text(right.x(48), right.y(62), "2 d: at full speed", GREY)
    picture.text(right.x(3), right.y(378), "● this session's reversals: median", RED)
    picture.text(right.x(3), right.y(350), "— a sine over the range L", GREEN)
    picture.text(80, 22, "Data: samples/no-spots.csv (simulated), positions and strokes by roller-analyzer export",
                 GREY, size=13)
    picture.write()


def gyro():
    """Figure 2: gyro and gravity as a block diagram."""
    picture = Picture("gyro-and-gravity.svg", "Gyro and gravity: how the rotation is estimated", 900, 500)

    def block(x, y, width, lines, fill="#EAF2F8", stroke=BLUE):
        height = 22 + 19 * len(lines)
        picture.box(x, y, width, height, fill, stroke, 1.6, 6)
        for n, line in enumerate(lines):
            picture.text(x + width / 2, y + 25 + 19 * n, line, INK, "middle", 14, n == 0)
        return height

    def arrow(*points, colour=INK, ident="ink"):
        picture.path(points, colour, 1.8, end=ident)

    block(20, 40, 120, ["gyro z", "rad/s"], "#FFFFFF", INK)
    block(190, 40, 160, ["bias, scale", "s (ω − b)"])
    block(400, 40, 150, ["integrate", "θg"])
    block(650, 40, 100, ["subtract", "θg − e"])
    block(796, 40, 92, ["rotation", "θ"], "#FFFFFF", INK)
    block(20, 210, 120, ["accel x, y", "g"], "#FFFFFF", INK)
    block(190, 200, 160, ["sensor model", "solved for up", "m ≈ e^(−iθ)"])
    block(400, 200, 150, ["demodulate", "× e^(iθg)", "× trust"])
    block(590, 200, 120, ["low-pass", "both ways", "1.5 s"])
    block(752, 200, 130, ["phase", "e = gyro's", "slow error"])
    arrow((140, 70), (190, 70))
    arrow((350, 70), (400, 70))
    arrow((550, 70), (650, 70))
    arrow((750, 70), (796, 70))
    arrow((140, 240), (190, 240))
    arrow((350, 240), (400, 240))
    arrow((550, 240), (590, 240))
    arrow((710, 240), (752, 240))
    arrow((475, 101), (475, 200))
    picture.text(484, 154, "θg", INK, size=15)
    arrow((270, 101), (270, 200))
    picture.text(279, 146, "ω and ω′: remove", INK, size=13)
    picture.text(279, 164, "R ω′, r ω², r ω′", INK, size=13)
    arrow((817, 200), (817, 150), (700, 150), (700, 101))
    picture.text(708, 143, "e", INK, size=15)
    block(400, 350, 310, ["fit: four rounds, then extrapolate", "slope of e → bias b",
                          "A, C, b, r, R and scale s: least squares"], "#FBEAE0", RED)
    arrow((817, 279), (817, 390), (710, 390), colour=RED, ident="red")
    arrow((400, 390), (270, 390), (270, 279), colour=RED, ident="red")
    arrow((270, 390), (168, 390), (168, 84), (190, 84), colour=RED, ident="red")
    picture.text(176, 412, "model, b, s: next round", RED, size=14)
    picture.text(20, 468, "Trust falls to a half where rolling accelerates the roller by 0.1 g, and to a twentieth while "
                 "it is unloaded.", GREY, size=14)
    picture.text(20, 488, "All of it works on blocks of 0.16 s; only the last pass walks every row.", GREY, size=14)
    picture.write()


def ambiguity():
    """Figure 3: ambiguity after a gap."""
    radius, before, after, restart = 72.5, (0, 330), (40, 300), 1
    period = 2 * math.pi * radius
    after = tuple(x + restart * period for x in after)  # the smallest rotation puts it one revolution too far
    picture = Picture("gap-ambiguity.svg", "Ambiguity after a gap: k periods, the smallest range wins", 900, 500)
    axes = Axes(picture, 90, 56, 330, 380, (0, 40), (-450, 850))
    axes.frame((0, 10, 20, 30, 40), range(-400, 801, 200), "time, s", "position, mm")

    def strokes(first_s, last_s, low, high):
        points, n = [], 160
        for i in range(n + 1):
            t = first_s + (last_s - first_s) * i / n
            points.append((t, low + (high - low) * (0.5 - 0.5 * math.cos(2 * math.pi * (t - first_s) / 5))))
        return points

    picture.box(axes.x(17), axes.top, axes.x(20.5) - axes.x(17), axes.height, "#EFEFEF")
    picture.text(axes.x(18.75), axes.top + 18, "gap", GREY, "middle")
    axes.line(strokes(0, 17, *before), INK, 2)
    costs = {}
    for k in range(-2, 3):
        shifted = tuple(x + k * period for x in after)
        costs[k] = max(before[1], shifted[1]) - min(before[0], shifted[0]) + 10 * abs(k)
    chosen = min(costs, key=costs.get)
    for k in (0, -1, -2):
        shifted = tuple(x + k * period for x in after)
        axes.line(strokes(20.5, 40, *shifted), RED if k == chosen else GREY, 2.2 if k == chosen else 1.2,
                  "" if k == chosen else "4 3")
        picture.text(axes.x(40) + 6, axes.y(sum(shifted) / 2) + 5, f"k = {k}".replace("-", "−"),
                     RED if k == chosen else GREY, bold=k == chosen)
    bars = Axes(picture, 570, 56, 290, 380, (0, 2000), (2.6, -2.6))
    bars.frame(range(0, 2001, 500), (), "range covered + 10 mm |k|, mm", "")
    for k in range(-2, 3):
        colour = RED if k == chosen else "#A9A9A9"
        picture.box(bars.left, bars.y(k) - 17, bars.x(costs[k]) - bars.left, 34, colour)
        picture.text(bars.left - 8, bars.y(k) + 5, f"k = {k}".replace("-", "−"), INK, "end", bold=k == chosen)
        picture.text(bars.x(costs[k]) + 6, bars.y(k) + 5, f"{costs[k]:.0f}", RED if k == chosen else INK, bold=True)
    picture.text(90, 28, f"Computed: R = {radius} mm, period 2πR = {period:.0f} mm by gravity (πR by the ring alone)", GREY,
                 size=13)
    picture.text(90, 46, "The thigh is about a period long, so only one k keeps the range small (k = 1, 2: off the plot).", GREY, size=13)
    picture.write()


def offset_session(behaviour):
    """Simulate a session: its thigh length, uncertainty and, each 0.2 s, (time, position by the rotation alone, as
    reported, true)."""
    with tempfile.TemporaryDirectory() as folder:
        session, truth_path = os.path.join(folder, "session.csv"), os.path.join(folder, "truth.json")
        output_of("virtual-roller", "--session", session, "--truth", truth_path, "--behaviour", behaviour, "--seed", "4")
        with open(truth_path, encoding="utf-8") as file:
            truth = json.load(file)
        rows = {round(float(row["time_s"]), 1): row for row in exported(session) if row["position_mm"]}
        uncertainty_mm = json.loads(output_of("roller-analyzer", "report", "--json", session))["position"]["uncertainty_mm"]
    scale = truth["roll_direction"] * truth["rolling_radius_mm"] * math.pi / 180
    points = [(t, scale * float(rows[t]["angle_deg"]), float(rows[t]["position_mm"]), true_mm)
              for t, true_mm in truth["position"][::2] if t in rows]
    return truth["thigh_length_mm"], uncertainty_mm, points


def offset():
    """Figure 4: offsets by the ends of the strokes."""
    picture = Picture("offsets.svg", "Offsets: what the ends of the strokes show, and what is corrected", 900, 580)
    for n, (behaviour, title) in enumerate((("creep-slip", "slips slowly"), ("slide", "slides once"),
                                            ("sections", "rolls in sections"))):
        thigh_mm, uncertainty_mm, points = offset_session(behaviour)
        left = 78 + 282 * n
        axes = Axes(picture, left, 66, 240, 250, (0, 130), (-100, 500))
        axes.frame(range(0, 121, 40), range(0, 401, 100), "", "position, mm" if n == 0 else "")
        for end_mm in (0, thigh_mm):
            axes.line([(0, end_mm), (130, end_mm)], INK, 1.2, "6 4")
        axes.line([(t, rolled) for t, rolled, _, _ in points], "#A9A9A9", 1.4)
        axes.line([(t, position) for t, _, position, _ in points], BLUE, 1.2)
        below = Axes(picture, left, 356, 240, 140, (0, 130), (-80, 80))
        below.frame(range(0, 121, 40), range(-80, 81, 40), "time, s", "offset, mm" if n == 0 else "")
        found = [(t, rolled - position) for t, rolled, position, _ in points]
        band = [(t, o + uncertainty_mm) for t, o in found] + [(t, o - uncertainty_mm) for t, o in reversed(found)]
        outline = "L".join(f"{below.x(t):.1f} {below.y(o):.1f}" for t, o in band)
        picture.raw(f"M{outline}z", "none", 0, fill="#CFE3F0")
        below.line([(t, rolled - true_mm) for t, rolled, _, true_mm in points], RED, 2.2)
        below.line(found, BLUE, 1.8, "7 4")
        picture.text(left + 120, 58, title, INK, "middle", bold=True)
        picture.text(left + 236, 372, f"± {uncertainty_mm:.0f} mm", BLUE, "end", 14)
    picture.path([(78, 22), (104, 22)], "#A9A9A9", 2.4)
    picture.text(110, 27, "radius × rotation", GREY, size=14)
    picture.path([(262, 22), (288, 22)], BLUE, 2.4)
    picture.text(294, 27, "reported (dashed: its offset, with the 95 % interval)", BLUE, size=14)
    picture.path([(690, 22), (716, 22)], RED, 2.4)
    picture.text(722, 27, "true offset", RED, size=14)
    picture.text(78, 570, "Data: virtual-roller --behaviour creep-slip, slide and sections, --seed 4. Dashed: the ends of the thigh.", GREY,
                 size=13)
    picture.write()


def clock():
    """Figure 7: the lower envelope of the clock skew."""
    random.seed(6)
    ppm, window_s, total_s = 55.0, 2.5, 60.0
    offset = []
    for i in range(int(total_s * 100)):
        t = i * 0.00998
        batch = (t / 0.016 % 1) * 16e-3  # USB delivers bytes every 16 ms
        late = batch + random.expovariate(1 / 1.2e-3) + (random.expovariate(1 / 25e-3) if random.random() < 0.02 else 0)
        offset.append((t, 1e3 * (ppm * 1e-6 * t + late)))
    lowest = []
    for n in range(int(total_s / window_s)):
        lowest.append(min((o for o in offset if n * window_s <= o[0] < (n + 1) * window_s), key=lambda o: o[1]))
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for i, a in enumerate(lowest) for b in lowest[i + 1:]]
    slope = statistics.median(slopes)
    base = statistics.median(o[1] - slope * o[0] for o in lowest)
    picture = Picture("clock-skew.svg", "Clock skew: the line through the lower envelope", 900, 470)
    axes = Axes(picture, 80, 60, 780, 336, (0, 60), (0, 40))
    axes.frame(range(0, 61, 10), range(0, 41, 10), "session time, s (the roller's clock)",
               "host time − session time, ms")
    dots = [(axes.x(t), axes.y(late)) for t, late in offset[::5] if late < 40]
    picture.raw("".join(f"M{x:.0f} {y:.0f}h2" for x, y in dots), "#8FB0C6", 2)
    axes.line([(0, base), (60, base + slope * 60)], RED, 2.4)
    for t, late in lowest:
        picture.dot(axes.x(t), axes.y(late), 4.5, "#FFFFFF", RED)
    picture.box(axes.x(1.5), axes.y(39), 400, 84, "#FFFFFF", LIGHT)
    picture.box(axes.x(3) - 2, axes.y(37) - 1, 4, 3, "#6D93AC")
    picture.text(axes.x(5), axes.y(37) + 5, "frames: never early, only late", "#47718C", size=14)
    picture.dot(axes.x(3), axes.y(34), 4.5, "#FFFFFF", RED)
    picture.text(axes.x(5), axes.y(34) + 5, "the least delayed frame of each 2.5 s", RED, size=14)
    picture.path([(axes.x(2.2), axes.y(31)), (axes.x(3.9), axes.y(31))], RED, 2.4)
    picture.text(axes.x(5), axes.y(31) + 5, f"median of all pairs' slopes: {1000 * slope:.0f} ppm (true: {ppm:.0f})", RED,
                 size=14)
    picture.text(80, 34, "Computed: batches of 16 ms, random delays, 2 % of frames much later; seed 6", GREY, size=13)
    picture.write()


def main():
    for figure in (core, gyro, ambiguity, offset, reversal, visit, clock):
        if len(sys.argv) == 1 or figure.__name__ in sys.argv[1:]:
            figure()


main()
