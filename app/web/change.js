/* SPDX-License-Identifier: MIT */
/* Between the legs: what is saved, and where to put the roller now. */
import {$, icon, put, set, button, key} from './dom.js';
import {app, attempt} from './app.js';
import {session} from './server.js';
import {duration, legName} from './words.js';
import {bothLegs} from './leg.js';
import {beginByRolling, placeIt, signal, HOLD_BUTTON, PRESS_HERE, rollNow, silent} from './begin.js';

let drawn = '';

const setHere = () => attempt(() => session('zero'));
const start = () => attempt(() => session('start'));
const finish = () => attempt(() => session('stop'));

function draw() {
  const {session: now} = app.state;
  if (!now)
    return;
  const next = now.leg, saved = now.saved.at(-1), isSet = Boolean(now.zero_set), heard = signal(true);
  const shape = JSON.stringify([next, saved, isSet, heard]);
  if (shape === drawn)
    return;
  drawn = shape;
  bothLegs($('ch-legs'), {next, done: now.saved.map(({leg}) => leg), withBand: true});
  set($('ch-legs'), 'aria-label', `Both legs from behind: the ${next} leg is next`);
  set($('ch-field'), 'class', `far-say${isSet ? ' set' : ''}`);
  $('ch-done').replaceChildren(...(saved
    ? [icon('ok', 'ok'), `${legName(saved.leg)} leg done: ${duration(saved.duration_s)}, saved`] : ['Saving the first leg']));
  put($('ch-h'), isSet ? 'It is set. Now roll.' : `Now your ${next} leg`);
  put($('ch-say'), isSet ? rollNow(app.state.roller?.simulated)
    : heard === 'no' ? `The roller does not answer. ${silent(app.state.roller?.simulated)}` : `${placeIt(next)} ${app.state.roller?.simulated ? PRESS_HERE : HOLD_BUTTON}`);
  $('ch-actions').replaceChildren(...[heard !== 'yes' ? null : isSet ? button(['Start now', key('Enter')], 'main', start)
    : button(['Set the start here', key('Enter')], 'main', setHere), button('Finish with one leg', '', finish)].filter(Boolean));
}

export const screen = {
  id: 'change',
  title: 'Change legs',
  show() {
    drawn = '';
    draw();
  },
  update: draw,
  frame: draw,
  event: (name, data) => name === 'live' && beginByRolling(data, () => session('start')),
  key(name) {
    if (name !== 'Enter' && name !== ' ')
      return false;
    if (app.state.session?.zero_set)
      start();
    else
      setHere();
    return true;
  },
};
