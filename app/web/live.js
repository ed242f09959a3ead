/* SPDX-License-Identifier: MIT */
/* What is known of the recording that runs: the newest numbers, the places, the marks, and in which state it is:
 * moving, here, dose, mark, lifted, lost, stale. One home for it; the screens only draw it. */
import {isNumber} from './words.js';

const HERE_AFTER_S = 3;        /* so long within 50 mm is staying */
const MOVING_BELOW_S = 1;      /* a shorter stay is moving ... */
const MOVING_AFTER_MS = 400;   /* ... if it has been so for that long: a single number never makes the screen change */
const MARK_SHOWN_MS = 1600;
const LIFTED_AFTER_MS = 1200;  /* a hop is not lifting off */
const STALE_AFTER_MS = 1500;
const COUNTDOWN_SHOWN_MS = 1500;
const SAME_PLACE_MM = 30;
const USUAL_AFTER_S = 15;      /* of rolling, before a force is called usual */
const FORCE_BIN_N = 10, FORCE_BINS = 120;
const BIN_MM = 10, BINS = 60;
const STEP_S_MAX = .2;         /* a longer step is a gap, and no dwell */

export function makeLive(now = () => performance.now()) {
  let numbers, arrived, places, marks, dwell_s, here, here_mm, low_since, marked, lost, lifted_since, countdown, forces, loaded_s;

  function clear() {
    numbers = null;
    arrived = 0;
    places = [];
    marks = [];
    dwell_s = new Array(BINS).fill(0);
    here = false;
    here_mm = 0;
    low_since = 0;
    marked = -Infinity;
    lost = null;
    lifted_since = 0;
    countdown = null;
    forces = new Array(FORCE_BINS).fill(0);
    loaded_s = 0;
  }
  clear();

  function live(data) {
    if (numbers && data.time_s < numbers.time_s - 1)
      clear(); /* another phase or leg */
    const step_s = numbers ? Math.min(STEP_S_MAX, Math.max(0, data.time_s - numbers.time_s)) : 0;
    numbers = data;
    arrived = now();
    lost = null;
    if (data.loaded) {
      lifted_since = 0;
      countdown = null;
      loaded_s += step_s;
      forces[Math.min(FORCE_BINS - 1, Math.max(0, Math.floor(data.force_n / FORCE_BIN_N)))] += step_s;
      const bin = isNumber(data.position_mm) ? Math.floor(data.position_mm / BIN_MM) : -1;
      if (bin >= 0 && bin < BINS)
        dwell_s[bin] += step_s;
    } else if (!lifted_since)
      lifted_since = arrived;
    const stays = isNumber(data.here_s) ? data.here_s : 0;
    if (data.loaded && stays >= HERE_AFTER_S) {
      if (isNumber(data.position_mm) && (!here || Math.abs(here_mm - data.position_mm) > SAME_PLACE_MM))
        here_mm = data.position_mm;
      here = true;
      low_since = 0;
    } else if (here && stays < MOVING_BELOW_S) {
      low_since ||= arrived;
      if (arrived - low_since >= MOVING_AFTER_MS)
        here = false;
    } else
      low_since = 0;
  }

  /* The share of rolled time below which the force is `share` of the time. */
  function forceAt(share) {
    let sum = 0;
    const all = forces.reduce((total, time) => total + time, 0);
    const bin = forces.findIndex(time => (sum += time) >= share * all);
    return (bin + .5) * FORCE_BIN_N;
  }

  return {
    clear,
    event(name, data) {
      if (name === 'live' && data && isNumber(data.time_s))
        live(data);
      else if (name === 'places') {
        places = (data.places || []).filter(place => isNumber(place.position_mm));
        marks = (data.marks_mm || []).filter(isNumber);
      } else if (name === 'mark') {
        marked = now();
        if (isNumber(data.position_mm) && !marks.some(mark => Math.abs(mark - data.position_mm) < 1))
          marks = [...marks, data.position_mm];
      } else if (name === 'lost_link')
        lost = {since: now()};
      else if (name === 'back')
        lost = null;
      else if (name === 'countdown')
        countdown = data.left_s > 0 ? {left_s: data.left_s, at: now()} : null;
    },
    get numbers() { return numbers; },
    get marks() { return marks; },

    /* Seconds per bin of 10 mm: as seen by this page, and, for what was before it was opened, as the places say. */
    get dwell_s() {
      return dwell_s.map((seen, bin) => places.reduce((most, {position_mm, dwell_s: stayed}) =>
        Math.max(most, stayed / 2.2 * Math.exp(-(((bin + .5) * BIN_MM - position_mm) ** 2) / 300)), seen));
    },

    /* The places with the one under the roller, which grows while it stays there. */
    get places() {
      if (!numbers || !here)
        return {list: places, here: -1};
      const index = places.findIndex(place => Math.abs(place.position_mm - here_mm) <= SAME_PLACE_MM);
      const grown = {position_mm: index < 0 ? here_mm : places[index].position_mm, dwell_s: numbers.here_total_s || 0,
        visits: (index < 0 ? 0 : places[index].visits) + 1};
      return index < 0 ? {list: [...places, grown], here: places.length}
        : {list: places.map((place, i) => i === index ? grown : place), here: index};
    },

    /* What the rolling screen shows; `age_s` is how old the newest numbers are. */
    state(dose_s) {
      const time = now(), age_ms = numbers ? time - arrived : 0;
      if (lost)
        return {name: 'lost', seconds: (time - lost.since) / 1000};
      if (!numbers)
        return {name: 'moving', seconds: 0, stale: false};
      if (age_ms > STALE_AFTER_MS)
        return {name: 'lost', seconds: age_ms / 1000};
      if (time - marked < MARK_SHOWN_MS)
        return {name: 'mark', seconds: numbers.here_total_s || 0};
      if (lifted_since && time - lifted_since >= LIFTED_AFTER_MS)
        return {name: 'lifted', seconds: (time - lifted_since) / 1000,
          left_s: countdown && time - countdown.at < COUNTDOWN_SHOWN_MS ? countdown.left_s : null};
      if (!here)
        return {name: 'moving', seconds: numbers.here_total_s || 0};
      return {name: numbers.here_total_s >= dose_s ? 'dose' : 'stay', seconds: numbers.here_total_s || 0};
    },

    /* The middle half of the forces of this recording, once there are enough; null before. */
    get usual() {
      return loaded_s < USUAL_AFTER_S ? null : {low: forceAt(.25) * .93, high: forceAt(.75) * 1.07};
    },
  };
}
