/* SPDX-License-Identifier: MIT */
/* Minutes of each week as bars, left and right, and below each bar its days. */
import {h} from './dom.js';
import {dose} from './app.js';
import {dayOf, month, longDay, clock} from './words.js';

const WEEKS = 26;
const OLD_WEEKS = 13;  /* not shown on a narrow screen */
const BAR_FULL = 74;   /* percent of the row */

const monday = date => new Date(date.getFullYear(), date.getMonth(), date.getDate() - (date.getDay() + 6) % 7);
const plus = (date, days) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
/* A day of the calendar, as a text. */
export const dayKey = date => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

/* Limits of the shades of a day: the least for both legs, the middle, and the most. */
const dayMinutes = ({leg_min_minutes: least, leg_max_minutes: most}) => [2 * least, least + most, 2 * most];

/* Seconds on each day, by leg. */
function byDay(sessions, first) {
  const days = new Map();
  for (const {start, leg, duration_s} of sessions) {
    const date = new Date(start);
    if (isNaN(date) || date < first)
      continue;
    const key = dayKey(date), sum = days.get(key) || {left: 0, right: 0, all: 0};
    const seconds = duration_s || 0;
    if (leg === 'left' || leg === 'right')
      sum[leg] += seconds;
    sum.all += seconds;
    days.set(key, sum);
  }
  return days;
}

const at = (element, column, row) => {
  element.style.setProperty('--c', column);
  if (row)
    element.style.gridRow = row;
  return element;
};

export function calendar(sessions, now = new Date()) {
  const today = dayOf(now), first = plus(monday(today), -7 * (WEEKS - 1)), days = byDay(sessions, first);
  const limits = dayMinutes(dose());
  const sumOf = (week, leg) => Array.from({length: 7}, (_, k) => days.get(dayKey(plus(first, week * 7 + k)))?.[leg] || 0)
    .reduce((sum, seconds) => sum + seconds, 0) / 60;
  const weeks = Array.from({length: WEEKS}, (_, week) => ({left: sumOf(week, 'left'), right: sumOf(week, 'right'), all: sumOf(week, 'all')}));
  const most = Math.max(1, ...weeks.map(({all}) => all));
  const cells = [at(h('span', {class: 'd low'}, 'min'), 1, 1)];
  let lastMonth = -1;
  weeks.forEach((week, index) => {
    const start = plus(first, index * 7), old = index < WEEKS - OLD_WEEKS ? 'old' : '';
    if (start.getMonth() !== lastMonth && start.getDate() < 15 && index < WEEKS - 1) {
      lastMonth = start.getMonth();
      cells.push(at(h('span', {class: old}, month(start)), index + 2, 2));
    }
    const bar = (kind, minutes) => {
      const element = h('b', {class: kind});
      element.style.height = `${(minutes / most * BAR_FULL).toFixed(1)}%`;
      return element;
    };
    const rest = Math.max(0, week.all - week.left - week.right);
    cells.push(at(h('div', {class: `wk ${old}`}, week.all && (week.all === most || index === WEEKS - 1) ? String(Math.round(week.all)) : '',
      rest > .05 ? bar('u', rest) : null, bar('l', week.left), bar('r', week.right)), index + 2));
    for (let k = 0; k < 7; k++) {
      const date = plus(start, k);
      if (date > today)
        continue;
      const seconds = days.get(dayKey(date))?.all || 0;
      const strength = seconds ? `c${1 + limits.filter(limit => seconds / 60 >= limit).length}` : '';
      const length = seconds ? `${clock(seconds)} min` : 'no session';
      cells.push(at(h('i', {class: [strength, old, +date === +today ? 'today' : ''].filter(Boolean).join(' '),
        'data-day': seconds ? dayKey(date) : null, title: `${longDay(date)}: ${length}`}), index + 2, k + 3));
    }
  });
  ['Mon', 'Wed', 'Fri', 'Sun'].forEach((name, i) => cells.push(at(h('span', {class: 'd'}, name), 1, i * 2 + 3)));
  const count = weeks.filter(({all}) => all).length;
  const mark = (kind, text) => h('span', null, h('i', {class: kind}), text);
  return [h('div', {class: 'heat', role: 'img', 'aria-label': `The last ${WEEKS} weeks: sessions in ${count} of them, at most ${Math.round(most)} minutes in a week`}, cells),
    h('p', {class: 'key'}, h('span', null, h('em', null, 'A week'), mark('l', 'left'), mark('r', 'right')),
      h('span', null, h('em', null, 'A day'), mark('c1', `under ${limits[0]} min`), mark('c2', `${limits[0]} to ${limits[1]}`), mark('c3', `${limits[1]} to ${limits[2]}`), mark('c4', 'more')))];
}
