/* SPDX-License-Identifier: MIT */
/* The stretch timer: each side in turn, counted and heard. It needs no roller. */
import {$, put, set} from './dom.js';
import {app, dose} from './app.js';
import {legName} from './words.js';
import {bothLegs} from './leg.js';
import * as sounds from './sounds.js';

export const STRETCH_STEP_S = 5;
const STORED = 'foam-roller-stretch';
const PAUSE_S = 5; /* to change sides */

let begun = 0, drawn = '';

export const stretchSeconds = () => {
  const stored = Number(localStorage.getItem(STORED)), {stretch_min_s, stretch_max_s} = dose();
  return stored >= stretch_min_s && stored <= stretch_max_s ? stored : stretch_min_s;
};
export const stepStretch = step => localStorage.setItem(STORED,
  String(Math.min(dose().stretch_max_s, Math.max(dose().stretch_min_s, stretchSeconds() + step))));

export function stretchLegs() {
  const legs = app.state?.session?.legs;
  return legs === 'left' || legs === 'right' ? [legs] : ['right', 'left'];
}

function draw() {
  const legs = stretchLegs(), each = stretchSeconds();
  const passed = (performance.now() - begun) / 1000, turn = Math.floor(passed / (each + PAUSE_S));
  const within = passed - turn * (each + PAUSE_S), over = turn >= legs.length;
  const pause = !over && within >= each, left = over ? 0 : pause ? each + PAUSE_S - within : each - within;
  const now = legs[Math.min(turn, legs.length - 1)], next = legs[turn + 1];
  const end = over || pause && !next;
  const shape = [turn, pause, end].join();
  if (shape !== drawn) {
    if (drawn)
      sounds.play('turn');
    drawn = shape;
    put($('st-of'), end ? '' : `${Math.min(turn + 1, legs.length)} of ${legs.length}`);
    put($('st-where'), end ? 'Done' : pause ? 'Change sides' : `${legName(now)} leg`);
    put($('st-unit'), end ? '' : 'seconds left');
    put($('st-next'), end ? 'Both can rest now' : next ? `Then the ${next} leg` : 'Then you are done');
    bothLegs($('st-legs'), {next: pause ? next : now, done: legs.slice(0, turn)});
  }
  put($('st-big'), end ? '✓' : Math.ceil(left));
  set($('st-fill'), 'stroke-dasharray', `${(end ? 100 : Math.max(0, left / (pause ? PAUSE_S : each) * 100)).toFixed(1)} 100`);
}

export const screen = {
  id: 'stretch',
  title: 'Stretch',
  far: true,
  show() {
    begun = performance.now();
    drawn = '';
    draw();
  },
  frame: draw,
  key(name) {
    if (name !== 'Escape')
      return false;
    location.hash = '#roll';
    return true;
  },
};
