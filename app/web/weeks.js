/* SPDX-License-Identifier: MIT */
/* Where somebody stayed over the weeks, one drawing for each leg: a dot is a place of a session, larger for longer. It
 * claims nothing: whether a place is gone or shorter is for the trend page, which has the rules for it. */
import {h, s} from './dom.js';
import {dose} from './app.js';
import {dayOf, DAY_MS, isNumber} from './words.js';

const DAYS = 182;
const WIDTH = 400, HEIGHT = 210;

/* Sizes of a dot: up to half of the dose of a place, up to the dose, and more. */
function makeSizes({place_s}) {
  const half_s = place_s / 2;
  return [{from_s: 0, kind: 'z1', says: `under ${half_s} s`}, {from_s: half_s, kind: 'z2', says: `${half_s} to ${place_s} s`}, {from_s: place_s, kind: 'z3', says: 'more'}];
}

function chart(sessions, leg, length_mm, now, sizes) {
  const end = dayOf(now).getTime() + DAY_MS, from = end - DAYS * DAY_MS;
  const paths = new Map(sizes.map(({kind}) => [kind, '']));
  let dots = 0;
  for (const {start, leg: side, spots} of sessions) {
    const date = new Date(start).getTime();
    if (side !== leg || !(date >= from))
      continue;
    for (const {position_mm, dwell_s} of spots || []) {
      if (!isNumber(position_mm) || !isNumber(dwell_s))
        continue;
      const size = sizes.findLast(({from_s}) => dwell_s >= from_s) || sizes[0];
      const x = (date - from) / (end - from) * WIDTH, y = Math.min(1, Math.max(0, position_mm / length_mm)) * HEIGHT;
      paths.set(size.kind, `${paths.get(size.kind)}M${x.toFixed(1)} ${y.toFixed(1)}h0`);
      dots++;
    }
  }
  if (!dots)
    return null;
  const name = leg === 'left' ? 'Left' : 'Right';
  return h('figure', {class: 'weeks'}, h('h3', null, `${name} thigh`),
    s('svg', {viewBox: `0 -8 ${WIDTH} ${HEIGHT + 16}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${name} thigh: ${dots} places over 26 weeks, from the buttock, at the top, to the knee`},
      s('path', {class: 'sp-g', d: [0, .25, .5, .75, 1].map(part => `M0 ${part * HEIGHT}H${WIDTH}`).join('')}),
      sizes.map(({kind}) => s('path', {class: `sp-p ${kind}`, d: paths.get(kind)}))),
    h('p', {class: 'ends'}, h('span', null, '26 weeks ago'), h('span', null, 'today')));
}

export function placesOverWeeks(sessions, length_mm, filter, canChoose, now = new Date()) {
  const legs = ['left', 'right'].filter(leg => filter.leg === 'both' || filter.leg === leg);
  const sizes = makeSizes(dose());
  const charts = legs.map(leg => chart(sessions, leg, length_mm, now, sizes)).filter(Boolean);
  const person = filter.person !== 'all' ? filter.person : new Set(sessions.map(one => one.person)).size === 1 ? sessions[0].person : null;
  const link = leg => h('a', {class: 'btn', href: `#trend/${encodeURIComponent(person)}/${leg}`}, `What has changed, ${leg}`);
  return [h('h2', null, 'Each place over weeks'),
    h('p', {class: 'sub'}, charts.length ? 'A dot is a place where you stayed in one session. Top: buttock. Bottom: knee.' : 'No place stands out in the last 26 weeks.'),
    charts.length ? h('div', {class: 'pair weeks2'}, charts) : '',
    charts.length ? h('p', {class: 'key'}, h('span', null, sizes.map(({kind, says}) => h('span', null, h('i', {class: `dot-k ${kind}`}), says)))) : '',
    person ? h('div', {class: 'actions'}, legs.map(link)) : canChoose ? h('p', {class: 'sub'}, 'Choose one person above to see what has changed.') : ''].filter(Boolean);
}
