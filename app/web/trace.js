/* SPDX-License-Identifier: MIT */
/* The signal of the last ten seconds: the force, as a line. It shows before the recording that the roller is heard. */
import {s, h, put} from './dom.js';
import {force, isNumber, weight} from './words.js';
import {units} from './app.js';

const SECONDS = 10;
const WIDTH = 300, HEIGHT = 46;
const FULL_N_MIN = 60;

export function makeTrace() {
  const line = s('polyline', {class: 'trace-l'}), text = h('span', {class: 'trace-t'});
  const svg = s('svg', {class: 'trace-s', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true'},
    s('path', {class: 'trace-g', d: `M0 ${HEIGHT - 2}H${WIDTH}`}), line);
  const box = h('div', {class: 'trace', hidden: true}, svg, text);
  let points = [], changed = false;
  return {
    element: box,
    clear() {
      points = [];
      box.hidden = true;
    },
    add({time_s, force_n}) {
      if (!isNumber(time_s) || !isNumber(force_n))
        return;
      if (points.length && time_s < points.at(-1).time_s)
        points = [];
      points.push({time_s, force_n});
      while (points[0].time_s < time_s - SECONDS)
        points.shift();
      changed = true;
    },
    draw() {
      if (!changed)
        return;
      changed = false;
      box.hidden = false;
      const last = points.at(-1), full = Math.max(FULL_N_MIN, ...points.map(point => point.force_n));
      line.setAttribute('points', points.map(({time_s, force_n}) =>
        `${(WIDTH + (time_s - last.time_s) * WIDTH / SECONDS).toFixed(1)},${(HEIGHT - 4 - force_n / full * (HEIGHT - 10)).toFixed(1)}`).join(' '));
      put(text, `Signal: ${force(last.force_n, units(), 5)}${units() === 'us' ? '' : `, ${weight(last.force_n, units())}`}`);
    },
  };
}
