#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The analysis as one would write it with pandas and numpy; `make bench` compares roller-analyzer with it.

Every step works on complete columns, without loops over rows. With --sampled, fits that do not need all rows use a sample, as
the analyzer does. The steps are simple forms of the analyzer's: strip gains, forces, contact, angle from the ring and from gyro
and gravity with the sensor's errors fitted, slip, strokes, reversals, visits, spots, evidence from shifted strokes, profile.
It does not handle faulty strips, dropouts of a sensor, or resumed or damaged files.
usage: pandas_analysis.py [--sampled] SESSION.csv
"""
import json
import sys

import numpy as np
import pandas as pd

BIN_MM, WIDTH_MM, DWELL_S, MERGE_MM, SHIFTS = 5.0, 50.0, 5.0, 30.0, 999
SAMPLE, FIT_ROWS = (20000, 30000) if "--sampled" in sys.argv else (10**9, 10**9)  # rows for gains; rows for the sensors' errors
GRAVITY_MM_S2 = 9806.65


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
    """Apply a first-order low-pass filter forwards and backwards."""
    alpha = 1 - np.exp(-1 / (rate_hz * tau_s))
    forwards = pd.Series(values).ewm(alpha=alpha, adjust=False).mean()
    return forwards[::-1].ewm(alpha=alpha, adjust=False).mean()[::-1].to_numpy()


def decimate(values):
    return values[:: len(values) // SAMPLE + 1]


def strip_gains(loads, strip_rad):
    """Fit the gain of each strip, assuming that load fractions follow the same curve around the roller for all strips."""
    gain = np.ones(loads.shape[1])
    for _ in range(6):
        corrected = loads / gain
        total = corrected.sum(axis=1, keepdims=True)
        up = np.angle(corrected @ np.exp(2j * strip_rad)) / 2
        angle_bin = ((strip_rad - up[:, None]) % np.pi / np.pi * 64).astype(int) % 64
        flat_bin = angle_bin.ravel()
        curve = np.bincount(flat_bin, (corrected / total).ravel(), 64) / np.maximum(np.bincount(flat_bin, minlength=64), 1)
        expected = curve[angle_bin]
        expected *= total / expected.sum(axis=1, keepdims=True)
        loaded = (corrected > 1) & (expected > 1)
        ratio = np.log(np.where(loaded, corrected, 1) / np.where(loaded, expected, 1))
        weight = np.where(loaded, expected * expected, 0)
        gain *= np.exp((weight * ratio).sum(axis=0) / np.maximum(weight.sum(axis=0), 1))
        gain /= np.median(gain)
    return gain


def forces(header, rows):
    """Compute the force of the thigh, contact, the ring vector, and the number of strips."""
    strips = [name for name in rows.columns if name.startswith("strip")]
    strip_rad = np.radians(numbers(header, "strip_angle_deg"))
    full = float(header["adc_full_scale"])
    counts = np.minimum(rows[strips].to_numpy(float), full - 0.5)
    each = numbers(header, "calibration_k_n") * (counts / (full - counts)) ** numbers(header, "calibration_p")
    total = each.sum(axis=1)
    each /= strip_gains(decimate(each[total > 0.3 * np.percentile(decimate(total), 95)]), strip_rad)
    total = each.sum(axis=1)
    light = total[total < 0.08 * np.percentile(decimate(total), 95)]
    force = np.maximum(total - (np.median(light) if len(light) else 0), 0) / 2
    typical = np.percentile(decimate(force[force > 4]), 95)
    contact = pd.Series(np.where(force > 0.15 * typical, 1.0, np.where(force < 0.10 * typical, 0.0, np.nan)))
    return force, contact.ffill().fillna(0).to_numpy() > 0, each @ np.exp(2j * strip_rad), len(strips)


def ring_angle(ring, strips, rate_hz):
    """Compute the rotation from the ring, without the ripple of the strips, which is faster than changes of speed."""
    theta = np.unwrap(np.angle(ring)) / 2
    part = slice(0, FIT_ROWS)
    harmonics = np.array([2, 4, 6, strips, 2 * strips])
    phase = theta[part, None] * harmonics
    ripples = np.concatenate([np.sin(phase), np.cos(phase)], axis=1)
    fast = [values - smooth(values, rate_hz, 0.3) for values in np.column_stack([theta[part], ripples]).T]
    shape = np.linalg.lstsq(np.column_stack(fast[1:]), fast[0], rcond=None)[0]
    phase = theta[:, None] * harmonics
    return theta - np.sin(phase) @ shape[:5] - np.cos(phase) @ shape[5:]


def imu_angle(header, rows, loaded, time_s, rate_hz, radius_mm):
    """Compute the rotation from the gyro, corrected by gravity; fit bias, scale, gains and position of the sensor."""
    gyro = np.radians(rows["gyro_z"].to_numpy(float) / float(header["gyro_lsb_per_dps"]))
    accel = (rows["accel_x"].to_numpy(float) + 1j * rows["accel_y"].to_numpy(float)) / float(header["accel_lsb_per_g"])
    step_s = np.diff(time_s)
    bias, scale, gain, skew, off, lever = gyro.mean(), 1.0, 1.0, 0j, 0j, 0j
    for iteration in range(6):
        part = slice(0, len(gyro) if iteration == 5 else FIT_ROWS)
        rate = (gyro[part] - bias) * scale
        theta_g = np.concatenate([[0], np.cumsum((rate[1:] + rate[:-1]) / 2 * step_s[: len(rate) - 1])])
        angular_accel = np.gradient(smooth(rate, rate_hz, 0.01), time_s[part])
        measured = accel[part] - off - lever * (1j * angular_accel - rate * rate) / GRAVITY_MM_S2
        measured = (measured - skew * np.conj(measured)) / gain
        push = 1 + 1j * radius_mm * angular_accel / GRAVITY_MM_S2
        trust = np.where(loaded[part], 1, 0.05) / (1 + (np.abs(push - 1) / 0.1) ** 2)
        slow = trust * measured / push * np.exp(1j * theta_g)
        phase = np.unwrap(np.angle(smooth(slow.real, rate_hz, 1.5) + 1j * smooth(slow.imag, rate_hz, 1.5)))
        theta = theta_g - phase
        if iteration == 5:
            return theta
        bias += np.polyfit(time_s[part], phase, 1)[0] / scale
        up = push * np.exp(-1j * theta)
        swing = theta - smooth(theta, rate_hz, 1.5)
        arm = (1j * angular_accel - rate * rate) / GRAVITY_MM_S2
        one = np.ones_like(up)
        terms = [up, np.conj(up), 1j * np.conj(up), one, 1j * one, arm, 1j * arm, -1j * swing * up]
        used = np.flatnonzero(loaded[part])
        table = np.column_stack([np.concatenate([term.real[used], term.imag[used]]) for term in terms])
        fit = np.linalg.lstsq(table, np.concatenate([accel[part].real[used], accel[part].imag[used]]), rcond=None)[0]
        gain, skew, off, lever = fit[0], fit[1] + 1j * fit[2], fit[3] + 1j * fit[4], fit[5] + 1j * fit[6]
        scale *= 1 + fit[7]


def disagreement_mm(a, b, loaded, rate_hz, radius_mm):
    """Compute the RMS difference of two rotations over a second, mm on the thigh."""
    span = int(rate_hz) + 1
    both = loaded[span:] & loaded[:-span]
    off = (a[span:] - a[:-span]) - (b[span:] - b[:-span])
    return radius_mm * np.sqrt(np.mean(off[both] ** 2))


def positions(header, rows, theta, loaded, radius_mm):
    step = np.concatenate([[0], np.diff(theta)]) * (loaded & np.roll(loaded, 1))
    position_mm = radius_mm * np.cumsum(step)
    zero = np.flatnonzero(rows["event"].fillna("").astype(str).str.contains("zero"))
    position_mm -= position_mm[zero[0]] if len(zero) else position_mm[np.argmax(loaded)]
    return position_mm if np.percentile(position_mm, 98) >= -np.percentile(position_mm, 2) else -position_mm


def find_strokes(position_mm):
    """Return first and last row of each stroke: from the extreme in one outer third to the extreme in the other."""
    low, high = np.percentile(position_mm, [1, 99])
    third = (high - low) / 3
    zone = np.where(position_mm > high - third, 1, np.where(position_mm < low + third, -1, 0))
    rows = np.flatnonzero(zone)
    group = np.cumsum(np.concatenate([[0], np.diff(zone[rows]) != 0]))
    height = pd.Series(position_mm[rows] * zone[rows], index=rows)
    turns = height.groupby(group).idxmax().to_numpy()
    return list(zip(turns[:-1], turns[1:]))


def without_slip(position_mm, strokes):
    """Remove slip, which moves the reversals in proportion to the distance rolled: the median slope of pairs at the same end."""
    rolled = np.concatenate([[0], np.cumsum(np.abs(np.diff(position_mm)))])
    ends = np.array([last for _, last in strokes])
    slopes, residuals, kendall_variance = [], [], 0
    for end in (ends[::2], ends[1::2]):
        end = end[:: len(end) // 300 + 1]
        a, b = np.triu_indices(len(end), 1)
        slopes.append((position_mm[end[b]] - position_mm[end[a]]) / (rolled[end[b]] - rolled[end[a]]))
        kendall_variance += len(end) * (len(end) - 1) * (2 * len(end) + 5) / 18
    slope = np.median(np.concatenate(slopes))
    for end in (ends[::2], ends[1::2]):
        line = position_mm[end] - slope * rolled[end]
        residuals.append(line - np.median(line))
    error = 1.25 * 1.4826 * np.median(np.abs(np.concatenate(residuals))) / np.sqrt(len(ends)) / rolled[ends].std()
    rising = np.sign(np.concatenate(slopes)).sum()
    significant = abs(slope) * rolled[-1] > 4 and abs(slope) > 3 * error and abs(rising) > 2 * np.sqrt(kendall_variance)
    return position_mm - slope * rolled if significant else position_mm


def reversal_mm(position_mm, time_s, turns, rate_hz):
    """Return the reversal length (time divided by pace) as a function of the distance from the reversal, in steps of 5 mm."""
    starts, stops = turns[:-2], turns[2:]
    lengths = stops - starts
    row = np.concatenate([np.arange(a, b) for a, b in zip(starts, stops)])
    owner = np.repeat(np.arange(len(starts)), lengths)
    depth = np.abs(position_mm[row] - position_mm[turns[1:-1]][owner])
    bins = np.minimum((depth / BIN_MM).astype(int), 39)
    spent = np.bincount(owner * 40 + bins, minlength=40 * len(starts)).reshape(-1, 40) / rate_hz
    turn = position_mm[turns[1:-1]]
    pace = (time_s[stops] - time_s[starts]) / (np.abs(turn - position_mm[starts]) + np.abs(position_mm[stops] - turn))
    return np.cumsum(np.median(spent / pace[:, None], axis=0)), pace.mean()


def find_visits(time_s, position_mm, loaded, rate_hz, turns):
    window = int(DWELL_S * rate_hz)
    rolling = pd.Series(np.where(loaded, position_mm, np.nan)).rolling(window)
    still = ((rolling.max() - rolling.min()) <= WIDTH_MM).to_numpy()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], still.astype(int), [0]])))
    visits = []
    reversal, pace = reversal_mm(position_mm, time_s, turns, rate_hz) if len(turns) > 4 else (np.zeros(40), 0)
    for first, last in zip(edges[::2] - window + 1, edges[1::2] - 1):
        seconds, centre = time_s[last] - time_s[first], np.median(position_mm[first:last + 1])
        at_turn = turns[(turns >= first) & (turns <= last)]
        if len(at_turn):  # the typical time of a reversal within that width is not dwell
            seconds -= reversal[int(WIDTH_MM / 2 / BIN_MM)] * pace * len(at_turn)
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


def evidence(position_mm, strokes, rate_hz, seed=1):
    """Return p of each bin: how often strokes that are shifted at random have as much excess dwell in any bin."""
    low = position_mm.min()
    bins = int((position_mm.max() - low) / BIN_MM) + 1
    spent = np.array([np.bincount(((position_mm[a:b] - low) / BIN_MM).astype(int), minlength=bins) for a, b in strokes]) / rate_hz
    residual = spent - np.median(spent, axis=1, keepdims=True)
    shown = residual.sum(axis=0)
    random, columns, rows = np.random.default_rng(seed), np.arange(bins), np.arange(len(strokes))[:, None]
    highest = np.array([residual[rows, (columns + random.integers(0, bins, (len(strokes), 1))) % bins].sum(axis=0).max()
                        for _ in range(SHIFTS)])
    return low, (1 + (highest[:, None] >= shown).sum(axis=0)) / (SHIFTS + 1)


def main():
    header, rows = read(sys.argv[-1])
    time_s = rows["time_s"].to_numpy()
    rate_hz = 1 / np.median(np.diff(time_s[:1024]))
    radius_mm = float(header.get("rolling_radius_mm") or 72.5)
    force, loaded, ring, strips = forces(header, rows)
    by_ring = ring_angle(ring, strips, rate_hz)
    theta = imu_angle(header, rows, loaded, time_s, rate_hz, radius_mm)
    position_mm = positions(header, rows, theta, loaded, radius_mm)
    strokes = find_strokes(position_mm)
    if len(strokes) >= 7:
        position_mm = without_slip(position_mm, strokes)
        strokes = find_strokes(position_mm)
    turns = np.array([first for first, _ in strokes] + [strokes[-1][1]]) if strokes else np.array([])
    spots = merge(find_visits(time_s, position_mm, loaded, rate_hz, turns))
    low, p = evidence(position_mm, strokes, rate_hz) if len(strokes) >= 12 else (0, None)
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
    table = pd.DataFrame({"bin": ((position_mm - position_mm.min()) / BIN_MM).astype(int), "force": force})[loaded]
    profile = table.groupby("bin")["force"].agg(["size", "mean", "max"])
    json.dump({"rows": len(rows), "strokes": len(strokes), "distance_mm": round(np.abs(np.diff(position_mm)).sum(), 1),
               "ring_imu_disagreement_mm": round(disagreement_mm(theta, -by_ring, loaded, rate_hz, radius_mm), 2),
               "tender_spots": report, "profile": {"dwell_s": (profile["size"] / rate_hz).round(3).tolist(),
                                                   "mean_force_n": profile["mean"].round(1).tolist(),
                                                   "peak_force_n": profile["max"].round(1).tolist()}}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
