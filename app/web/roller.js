/* SPDX-License-Identifier: MIT */
/* The roller: which one, whether it is healthy, and the virtual one to try without hardware. */
import {$, h, put, button} from './dom.js';
import {app, attempt, virtualFailed} from './app.js';
import {post} from './server.js';
import {day, isNumber, time} from './words.js';
import {makeStrips} from './strips.js';
import {findingList, summaryOf} from './findings.js';
import * as led from './guide.js';

const STRIPS = 8;

let drawn = '', asked, typed = '';

const command = (name, more = {}) => () => attempt(() => post('/api/roller', {command: name, ...more}));

function checkCard(check) {
  if (!check)
    return h('div', {class: 'card'}, h('h2', null, 'Check'), h('p', {class: 'sub'}, 'Ten seconds: lie still, then a slow turn under load. Strips, motion sensor, readings and clock.'));
  const items = Array.isArray(check.items) ? check.items : [], worst = {};
  for (const {strip, severity} of items)
    if (isNumber(strip))
      worst[strip] = severity;
  const bad = Object.keys(worst).filter(strip => worst[strip] === 'fault');
  const drawing = Object.keys(worst).length ? makeStrips({count: Object.keys(worst).length, mark: strip => ({ok: 'strip-ok', fault: 'strip-no'}[worst[strip]] || ''),
    label: bad.length ? `The strips of the roller; ${bad.join(', ')} need a look` : 'The strips of the roller; none has a fault'}).svg : null;
  return h('div', {class: 'card'}, h('h2', null, 'Check'), h('p', {class: 'sub'}, items.length ? summaryOf(items) : check.summary),
    items.length ? h('div', {class: drawing ? 'check' : ''}, drawing, findingList(items)) : null);
}

const isBusy = () => ['rolling', 'change'].includes(app.state.phase);

function device(roller) {
  const busy = isBusy();
  return h('div', {class: 'card devrow'}, h('div', null, h('h2', null, roller.simulated ? 'Virtual roller' : roller.name || 'Roller'),
    h('p', {class: 'sub'}, roller.simulated ? 'Simulated: a program plays a person who rolls.' : [roller.port, roller.text].filter(Boolean).join('. '))),
  button(roller.check ? 'Check again' : 'Check it', 'main', command('check'), {disabled: busy}));
}

const virtualCard = roller => h('div', {class: 'card devrow'}, h('div', null, h('h2', null, 'Without a roller'),
  h('p', {class: 'sub'}, roller.simulated ? 'You use the virtual roller. Its sessions are kept apart from yours.'
    : 'The virtual roller plays a person who rolls. Its sessions are kept apart from yours.')),
roller.simulated ? button('Use a real roller', '', command('real')) : button('Try the virtual roller', '', command('virtual')));

function calibrationCard() {
  const disabled = isBusy(), strips = more => command('calibrate', {what: 'strips', ...more});
  return h('div', {class: 'card'}, h('h2', null, 'Calibrate'), h('p', {class: 'sub'}, 'The page leads you step by step. Nothing in the roller changes before you store it.'),
    h('div', {class: 'calibrations'},
      h('div', null, h('h3', null, 'Strips'), h('p', {class: 'sub'}, 'Six to eight known weights on each, on a bathroom scale: about five minutes a strip.'),
        h('div', {class: 'actions'}, button('All strips', 'main', strips({}), {disabled}), h('div', {class: 'strip-choice', role: 'group', 'aria-label': 'One strip'}, h('span', {class: 'sub'}, 'or one:'),
          Array.from({length: STRIPS}, (_, strip) => button(String(strip), 'small', strips({strip}), {disabled, 'aria-label': `Strip ${strip}`}))))),
      h('div', null, h('h3', null, 'Rolling radius'), h('p', {class: 'sub'}, 'Six passes between two lines of tape on the floor, loaded: about three minutes.'),
        h('div', {class: 'actions'}, button('Measure the radius', 'main', command('calibrate', {what: 'radius'}), {disabled})))));
}

function lead(roller) {
  const {check} = roller;
  if (virtualFailed())
    return ['The virtual roller has stopped', 'A check or a calibration starts it again.'];
  if (roller.status === 'found' || roller.status === 'busy') {
    if (!check)
      return ['Roller', roller.simulated ? 'The virtual roller is ready.' : 'It is plugged in, and it answers.'];
    const at = check.at ? `Checked: ${day(new Date(check.at))}, ${time(new Date(check.at))}.` : 'Checked.';
    return [check.ok ? 'The roller is healthy' : 'The roller needs a look', at];
  }
  if (roller.status === 'two')
    return ['Two rollers found', 'Choose the one that you want.'];
  if (roller.status === 'permission')
    return ['The roller may not be opened', roller.text || ''];
  return ['No roller found', 'Plug its cable into this computer. It is found by itself within five seconds.'];
}

/* Draw the step; the field of a new question gets the focus. */
function drawTask(roller) {
  const {ask} = roller.task, isNew = ask?.ask !== asked;
  asked = ask?.ask;
  if (!isNew && ask)
    typed = document.getElementById('guide-number')?.value || '';
  $('rol-body').replaceChildren(led.guide(roller));
  const field = document.getElementById('guide-number');
  if (field && !isNew && typed)
    field.value = typed;
  field?.focus({preventScroll: true});
}

function draw() {
  const {roller = {status: 'searching'}} = app.state, shape = JSON.stringify([roller, app.state.phase, virtualFailed()]);
  if (shape === drawn)
    return;
  drawn = shape;
  const task = roller.task;
  const [title, text] = task ? ['Roller', roller.name || ''] : lead(roller);
  put($('rol-h'), title);
  put($('rol-lead'), text);
  if (task) {
    drawTask(roller);
    return;
  }
  const found = roller.status === 'found' || roller.status === 'busy';
  $('rol-body').replaceChildren(...(found ? [device(roller), checkCard(roller.check)]
    : roller.status === 'two' ? [h('div', {class: 'card'}, h('div', {class: 'actions'}, (roller.choices || []).map(({id, name}) =>
      button(name, '', command('choose', {id})))))]
      : [h('div', {class: 'card'}, h('h2', null, 'If it stays so'), h('ol', {class: 'steps'},
        ['Try another socket, without a hub between.', 'Try another cable: some carry power only.',
          'The light on the roller should blink. If it does not, see the building guide.'].map(step => h('li', null, h('span', null, step)))))]),
  ...(found ? [calibrationCard()] : []), virtualCard(roller));
}

export const screen = {
  id: 'roller',
  title: 'Roller',
  show() {
    drawn = '';
    draw();
  },
  update: draw,
  event: led.event,
  key: name => Boolean(app.state.roller?.task) && led.key(name),
};
