/* SPDX-License-Identifier: MIT */
/* Settings: people, aims, sounds, look, folder. */
import {$, h, icon, put, button, choices} from './dom.js';
import {app, attempt, settings, units} from './app.js';
import {post} from './server.js';
import {length} from './words.js';
import {editPerson, forgetPerson} from './people.js';
import * as look from './look.js';
import * as sounds from './sounds.js';

const LEGS = {left: 'usually the left leg', right: 'usually the right leg', both: 'usually both legs'};
const AIMS = [
  {name: 'dose_place_s', title: 'Seconds on one place', says: 'The ring is full after this time.', min: 10, max: 120, step: 5, unit: ' s'},
  {name: 'strokes_aim', title: 'Strokes for each leg', says: 'Once from the upper thigh to the knee, or back, is one stroke.', min: 5, max: 60, step: 5, unit: ''},
  {name: 'end_on_lift_s', title: 'Lift off to end a leg', says: 'How long the roller must be free before the leg ends. The last ten seconds tick.', min: 0, max: 60, step: 5, unit: ' s'},
];

let drawn = '';

const change = more => attempt(() => post('/api/settings', more));
const row = (title, says, control, kind = '') => h('div', {class: `row ${kind}`.trim()}, h('div', null, h('b', null, title), says ? h('p', null, says) : null), control);
const seg = (name, legend, list, chosen, pick) => h('fieldset', {class: 'seg'}, h('legend', {class: 'vh'}, legend), h('div', null, choices(name, list, chosen, pick)));
const toggle = (label, on, turn) => h('label', {class: 'sw'}, h('input', {type: 'checkbox', role: 'switch', 'aria-label': label, checked: on, on: {change: event => turn(event.target.checked)}}), h('span'));

function people() {
  return app.state.people.map(person => row(person.name,
    [person.thigh_length_mm ? `${length(person.thigh_length_mm, units())} from the fold to the knee` : 'Length of the thigh not known', LEGS[person.usual_leg]].filter(Boolean).join('; '),
    h('div', {class: 'two'}, button('Change', 'small', () => editPerson(person), {'aria-label': `Change ${person.name}`}),
      button('Forget', 'small quiet', () => forgetPerson(person), {'aria-label': `Forget ${person.name}`}))));
}

function aim({name, title, says, min, max, step, unit}) {
  const value = settings()[name];
  const move = by => change({[name]: Math.min(max, Math.max(min, value + by))});
  return row(title, says, h('div', {class: 'stepper'},
    button('−', 'step', () => move(-step), {'aria-label': `Less: ${title}`, disabled: value <= min}),
    h('output', null, value === 0 ? 'Off' : `${value}${unit}`),
    button('+', 'step', () => move(step), {'aria-label': `More: ${title}`, disabled: value >= max})));
}

function soundRows() {
  const on = settings().sound !== false;
  return [row('All sounds', on ? 'They are on.' : 'They are off.', toggle('All sounds', on, sound => change({sound})), 'swrow'),
    ...sounds.names.map(({id, name, says}) => row(name, says, h('span', {class: 'sound'},
      button([icon('sound'), 'Play'], 'quiet small', () => sounds.play(id, true), {'aria-label': `Play: ${name}`}),
      toggle(name, sounds.isOn(id), value => sounds.turn(id, value))), 'swrow'))];
}

const redraw = () => { drawn = ''; draw(); };

function lookRows() {
  return [row('Colours', '', seg('theme', 'Colours', [['auto', 'As the computer'], ['light', 'Light'], ['dark', 'Dark']], look.choice('theme'), value => look.choose('theme', value))),
    row('Lengths and weights', '', seg('units', 'Lengths and weights', [['metric', 'mm and kg'], ['us', 'inches and pounds']], units(), value => change({units: value}))),
    units() === 'us' ? null
      : row('Force', '10 N is about the weight of 1 kg.', seg('force', 'Force', [['both', 'Both'], ['n', 'N only'], ['kg', 'kg only']], look.choice('force'), value => look.choose('force', value)))].filter(Boolean);
}

/* Replace a part without losing the keyboard's place in it. */
function fill(id, children) {
  const box = $(id), at = [...box.querySelectorAll('button, input')].indexOf(document.activeElement);
  box.replaceChildren(...children);
  if (at >= 0)
    [...box.querySelectorAll('button, input')][at]?.focus();
}

function draw() {
  const shape = JSON.stringify([app.state.people, settings(), app.state.version]);
  if (shape === drawn)
    return;
  drawn = shape;
  fill('set-people', people());
  fill('set-aims', AIMS.map(aim));
  fill('set-sounds', soundRows());
  fill('set-look', lookRows());
  put($('set-folder-path'), settings().folder || '');
  put($('set-version'), `Foam roller ${app.state.version || ''}. This page comes from this computer; nothing is sent anywhere.`);
}

export const screen = {
  id: 'settings',
  title: 'Settings',
  make: () => $('set-add').addEventListener('click', () => editPerson(null)),
  show: redraw,
  update: draw,
};
