/* SPDX-License-Identifier: MIT */
/* The strips, seen from the end of the roller, with what each carries now. */
import {h, s, put, set} from './dom.js';
import {isNumber, NEWTON_PER_KG} from './words.js';

const FULL_N = 300; /* a bar of full length */

const place = (index, count, up) => (index - up) * 360 / count;

/* `mark(strip)` gives the class of a strip: strip-ok, strip-no, strip-at, or ''. */
export function makeStrips({count = 8, mark = () => '', label}) {
  const bars = [], spokes = [];
  const svg = s('svg', {viewBox: '-180 -180 360 360', role: 'img', 'aria-label': label}, s('circle', {class: 'core-s', r: 126}));
  for (let strip = 0; strip < count; strip++) {
    const bar = s('line', {class: 'strip-f', x1: 0, x2: 0, y1: -132, y2: -132}), name = s('text', {class: 'strip-t', y: 6.5, 'text-anchor': 'middle'}, String(strip));
    const spoke = s('g', null, bar, s('rect', {class: mark(strip) || 'strip-plain', x: -27, y: -106, width: 54, height: 36, rx: 8}), s('g', {class: 'strip-n'}, name));
    bars.push(bar);
    spokes.push(spoke);
    svg.append(spoke);
  }
  svg.append(s('circle', {class: 'core-s hole', r: 46}));
  let turned = null;
  const turn = up => {
    if (up === turned)
      return;
    turned = up;
    spokes.forEach((spoke, strip) => {
      const degrees = place(strip, count, up);
      set(spoke, 'transform', `rotate(${degrees})`);
      set(spoke.querySelector('.strip-n'), 'transform', `translate(0 -88) rotate(${-degrees})`);
    });
  };
  turn(0);
  return {svg, show(signal) {
    turn(isNumber(signal.up_strip) ? signal.up_strip : turned);
    bars.forEach((bar, strip) => set(bar, 'y2', (-132 - 44 * Math.min(1, Math.max(0, signal.forces_n[strip] || 0) / FULL_N)).toFixed(1)));
  }};
}

/* What a strip carries, or all of them: each newton goes through two strips. */
export function makeLoad(strip) {
  const number = h('b', null, '–'), text = h('span', null, ''), top = h('small', null, '');
  return {line: h('p', {class: 'carries'}, number, text, top), show({forces_n: forces, up_strip: up}) {
    const force = isNumber(strip) ? forces[strip] || 0 : forces.reduce((sum, one) => sum + (one || 0), 0) / 2;
    put(number, `${Math.round(force)} N`);
    put(text, ` ${isNumber(strip) ? `on strip ${strip}` : 'on the roller'}, about ${(force / NEWTON_PER_KG).toFixed(1)} kg`);
    put(top, isNumber(up) ? `Strip ${up} is on top.` : '');
  }};
}
