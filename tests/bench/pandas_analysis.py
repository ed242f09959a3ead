#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The analyzer's analysis as one would write it with pandas and numpy: what `make bench` measures roller-analyzer beside.

Every step works on whole columns; there is no loop over rows. The steps are those of the analyzer (forces, contact, angle
by gyro and gravity, strokes, visits, spots, evidence by shifting strokes, profile) in simple forms, so it does rather less.
usage: pandas_analysis.py SESSION.csv
"""
import json
import sys

import numpy as np
import pandas as pd

BIN_MM, WIDTH_MM, DWELL_S, MERGE_MM, SHIFTS = 5.0, 50.0, 5.0, 30.0, 999


def read(path):
    header = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                break
            key, _, value = line[1:].partition(":")
            header[key.strip()] = value.strip()
    return header, pd.read_csv(path, comment="#", dtype={"event": str})


def numbers(header, key):
    return np.array([float(word) for word in header[key].split()])


def smooth(values, rate_hz, tau_s):
    """A low-pass of first order, forwards and backwards."""
    alpha = 1 - np.exp(-1 / (rate_hz * tau_s))
    forwards = pd.Series(values).ewm(alpha=alpha, adjust=False).mean()
    return forwards[::-1].ewm(alpha=alpha, adjust=False).mean()[::-1].to_numpy()


def forces(header, rows):
    strips = [name for name in rows.columns if name.startswith("strip")]
    full = float(header["adc_full_scale"])
    counts = np.minimum(rows[strips].to_numpy(float), full - 0.5)
    each = numbers(header, "calibration_k_n") * (counts / (full - counts)) ** numbers(header, "calibration_p")
    total = each.sum(axis=1)
    light = total[total < 0.08 * np.percentile(total, 95)]
    force = np.maximum(total - (np.median(light) if len(light) else 0), 0) / 2
    usual = np.percentile(force[force > 4], 95)
    contact = pd.Series(np.where(force > 0.15 * usual, 1.0, np.where(force < 0.10 * usual, 0.0, np.nan)))
    return force, contact.ffill().fillna(0).to_numpy() > 0


def angle(header, rows, time_s, rate_hz, radius_mm):
    gyro = np.radians(rows["gyro_z"].to_numpy(float) / float(header["gyro_lsb_per_dps"]))
    accel = (rows["accel_x"].to_numpy(float) + 1j * rows["accel_y"].to_numpy(float)) / float(header["accel_lsb_per_g"])
    bias = gyro.mean()
    for _ in range(6):
        rate = gyro - bias
        theta_g = np.concatenate([[0], np.cumsum((rate[1:] + rate[:-1]) / 2 * np.diff(time_s))])
        push = 1 + 1j * radius_mm * np.gradient(smooth(rate, rate_hz, 0.01), time_s) / 9806.65
        slow = accel / push * np.exp(1j * theta_g)
        phase = np.unwrap(np.angle(smooth(slow.real, rate_hz, 1.5) + 1j * smooth(slow.imag, rate_hz, 1.5)))
        bias += np.polyfit(time_s, phase, 1)[0]
    return theta_g - phase


def positions(header, rows, theta, loaded, radius_mm):
    step = np.concatenate([[0], np.diff(theta)]) * (loaded & np.roll(loaded, 1))
    place = radius_mm * np.cumsum(step)
    zero = np.flatnonzero(rows["event"].fillna("").astype(str).str.contains("zero"))
    place -= place[zero[0]] if len(zero) else place[np.argmax(loaded)]
    return place if np.percentile(place, 98) >= -np.percentile(place, 2) else -place


def find_strokes(place):
    """First and last row of each stroke: from the extreme in one outer third to that in the other."""
    low, high = np.percentile(place, [1, 99])
    third = (high - low) / 3
    zone = np.where(place > high - third, 1, np.where(place < low + third, -1, 0))
    rows = np.flatnonzero(zone)
    group = np.cumsum(np.concatenate([[0], np.diff(zone[rows]) != 0]))
    height = pd.Series(place[rows] * zone[rows], index=rows)
    turns = height.groupby(group).idxmax().to_numpy()
    return list(zip(turns[:-1], turns[1:]))


def find_visits(time_s, place, loaded, rate_hz, turns):
    window = int(DWELL_S * rate_hz)
    rolling = pd.Series(np.where(loaded, place, np.nan)).rolling(window)
    still = ((rolling.max() - rolling.min()) <= WIDTH_MM).to_numpy()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], still.astype(int), [0]])))
    visits = []
    for first, last in zip(edges[::2] - window + 1, edges[1::2] - 1):
        seconds, centre = time_s[last] - time_s[first], np.median(place[first:last + 1])
        at_turn = turns[(turns >= first) & (turns <= last)]
        if len(at_turn):  # what a turnaround of this session takes in that width is none of the stay
            near = np.abs(place - place[at_turn[0]]) <= WIDTH_MM / 2
            seconds -= near.sum() / rate_hz / max(len(turns) / 2, 1) if len(turns) > 4 else 0
        if seconds >= DWELL_S:
            visits.append((centre, seconds, first, last))
    return sorted(visits)


def merge(visits):
    spots = []
    for visit in visits:
        if spots and visit[0] - spots[-1][-1][0] <= MERGE_MM:
            spots[-1].append(visit)
        else:
            spots.append([visit])
    return spots


def evidence(place, strokes, rate_hz, seed=1):
    """p of each bin: how often even rolling, each stroke shifted at random, shows as much in any bin."""
    low = place.min()
    bins = int((place.max() - low) / BIN_MM) + 1
    spent = np.array([np.bincount(((place[a:b] - low) / BIN_MM).astype(int), minlength=bins) for a, b in strokes]) / rate_hz
    residual = spent - np.median(spent, axis=1, keepdims=True)
    shown = residual.sum(axis=0)
    random, columns, rows = np.random.default_rng(seed), np.arange(bins), np.arange(len(strokes))[:, None]
    highest = np.array([residual[rows, (columns + random.integers(0, bins, (len(strokes), 1))) % bins].sum(axis=0).max()
                        for _ in range(SHIFTS)])
    return low, (1 + (highest[:, None] >= shown).sum(axis=0)) / (SHIFTS + 1)


def main():
    header, rows = read(sys.argv[1])
    time_s = rows["time_s"].to_numpy()
    rate_hz = 1 / np.median(np.diff(time_s[:1024]))
    radius_mm = float(header.get("rolling_radius_mm") or 72.5)
    force, loaded = forces(header, rows)
    place = positions(header, rows, angle(header, rows, time_s, rate_hz, radius_mm), loaded, radius_mm)
    strokes = find_strokes(place)
    turns = np.array([first for first, _ in strokes] + [strokes[-1][1]]) if strokes else np.array([])
    spots = merge(find_visits(time_s, place, loaded, rate_hz, turns))
    low, p = evidence(place, strokes, rate_hz) if len(strokes) >= 12 else (0, None)
    report = []
    for visits in spots:
        dwell = sum(seconds for _, seconds, _, _ in visits)
        centre = sum(centre * seconds for centre, seconds, _, _ in visits) / dwell
        inside = np.concatenate([force[first:last + 1] for _, _, first, last in visits])
        report.append({"center_mm": round(centre, 1), "dwell_s": round(dwell, 2), "visits": len(visits),
                       "mean_force_n": round(inside.mean(), 1), "peak_force_n": round(inside.max(), 1),
                       "impulse_ns": round(inside.mean() * dwell, 1),
                       "p_value": None if p is None else round(p[int((centre - low) / BIN_MM)], 3)})
    report.sort(key=lambda spot: -spot["dwell_s"])
    table = pd.DataFrame({"bin": ((place - place.min()) / BIN_MM).astype(int), "force": force})[loaded]
    profile = table.groupby("bin")["force"].agg(["size", "mean", "max"])
    json.dump({"rows": len(rows), "strokes": len(strokes), "distance_mm": round(np.abs(np.diff(place)).sum(), 1),
               "tender_spots": report, "profile": {"dwell_s": (profile["size"] / rate_hz).round(3).tolist(),
                                                   "mean_force_n": profile["mean"].round(1).tolist(),
                                                   "peak_force_n": profile["max"].round(1).tolist()}}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
