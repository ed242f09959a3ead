/* SPDX-License-Identifier: MIT */
/* Rolling, read from two metres: the seconds on this place, the leg, force and strokes. */
import {$, s, h, icon, put, set} from './dom.js';
import {app, attempt, doseAim, strokesAim, sessionPerson, thighLength, settings, units} from './app.js';
import {session, post} from './server.js';
import {clock, ordinal, weight, legName, isNumber} from './words.js';
import {makeLeg} from './leg.js';
import {choice as viewChoice} from './look.js';
import {ask, isOpen} from './dialog.js';
import * as sounds from './sounds.js';

const FORCE_TEXT_MS = 200;      /* digits that change more often cannot be read */
const MOVING_TEXT_MS = 400;
const FORCE_SMOOTHING = .25;
const FORCE_STEP_N = 5;
const GAUGE_FULL_N = 500;
const IDLE_MS = 100;            /* how often it is drawn while nothing comes: the clock of what is lost */
const LOST_SOUND_MS = 4000;
const FLASH = [{opacity: 1}, {opacity: 1, offset: .25}, {opacity: 0}];
const FLASH_MS = 1400;

let leg = null, legShape = '';
let force = null, forceWritten = -Infinity, secondsWritten = -Infinity, lostSound = -Infinity;
let changed = true, drawnAt = 0;
let last = '', strokesDone = false, tickWritten = -1;

const time = () => performance.now();
/* Of both legs, the left one is the second. */
const isLastLeg = () => app.state.session.legs !== 'both' || app.state.session.leg === 'left';
const nextName = () => isLastLeg() ? 'Finish' : 'Next leg';
const hear = text => put($('r-heard'), text);

function makeLegOnce() {
  const side = app.state.session?.leg, length_mm = thighLength(sessionPerson());
  const shape = side + length_mm;
  if (shape === legShape)
    return;
  legShape = shape;
  leg = makeLeg($('r-leg'), {side, length_mm, withBand: true});
  set($('r-leg'), 'viewBox', side === 'left' ? '-232 -74 366 545' : '-134 -74 366 545');
  set($('r-leg'), 'aria-label', `Your ${side || ''} leg from behind, with the places where you stayed`);
  put($('roll-h'), side ? `${legName(side)} leg` : 'Rolling');
}

function drawTicks(strokes) {
  const aim = strokesAim(), shown = Math.min(strokes, aim);
  if (shown === tickWritten && $('r-ticks').childElementCount === aim)
    return;
  tickWritten = shown;
  const wide = 200 / aim;
  set($('r-ticks'), 'viewBox', '0 0 200 22');
  $('r-ticks').replaceChildren(...Array.from({length: aim}, (_, i) =>
    s('rect', {class: i < shown ? 'g3' : 'g0', x: (i * wide).toFixed(2), y: 4, width: (wide * .8).toFixed(2), height: 14, rx: 1.5})));
}

/* The big number and what is said above and below it. */
function drawCount(state, aim) {
  const {numbers} = app.live, seconds = Math.floor(state.seconds);
  const place = app.live.places, visit = place.here >= 0 ? place.list[place.here].visits : 0;
  let where = '', big = String(seconds), unit = ['of ', h('b', null, String(aim)), ' seconds'];
  if (state.name === 'moving') {
    if (time() - secondsWritten < MOVING_TEXT_MS)
      big = $('r-big').textContent;
    unit = ['seconds here'];
  } else if (state.name === 'stay')
    where = visit > 1 ? `${ordinal(visit)} visit here` : 'First visit here';
  else if (state.name === 'dose')
    where = 'Aim reached';
  else if (state.name === 'mark')
    where = 'Marked';
  else if (state.name === 'lifted') {
    where = 'Lifted off';
    big = isNumber(state.left_s) ? String(Math.ceil(state.left_s)) : String(seconds);
    unit = [isNumber(state.left_s) ? 'seconds left' : 'seconds'];
  } else if (state.name === 'lost') {
    where = app.connected ? 'No contact with the roller' : 'The page has lost Foam roller';
    big = `${seconds} s`;
    unit = [app.connected ? 'Check the cable' : 'Trying again'];
  }
  if (big !== $('r-big').textContent) {
    secondsWritten = time();
    put($('r-big'), big);
    set($('r-big'), 'class', big.length > 2 && state.name !== 'lost' ? 'big three' : 'big');
  }
  if (`${where}|${unit.map(part => part.textContent ?? part).join('')}` !== drawCount.last) {
    drawCount.last = `${where}|${unit.map(part => part.textContent ?? part).join('')}`;
    $('r-where').replaceChildren(...(state.name === 'dose' ? [icon('ok'), ' '] : []), where);
    $('r-unit').replaceChildren(...unit);
  }
  const part = state.name === 'lifted' ? (isNumber(state.left_s) ? state.left_s * 10 : 100) : Math.min(100, state.seconds / aim * 100);
  set($('r-fill'), 'stroke-dasharray', `${part.toFixed(1)} 100`);
  set($('r-fill'), 'visibility', part < .5 ? 'hidden' : 'visible');
  put($('r-time'), clock(numbers?.time_s));
}

function drawForce(state) {
  const {numbers, usual} = app.live, look = viewChoice('force');
  const live = numbers && state.name !== 'lost' && state.name !== 'lifted';
  if (live)
    force = force === null ? numbers.force_n : force + (numbers.force_n - force) * FORCE_SMOOTHING;
  else
    force = null;
  set($('g-now'), 'visibility', live ? 'visible' : 'hidden');
  if (live)
    set($('g-now'), 'x', (Math.min(GAUGE_FULL_N, force) / GAUGE_FULL_N * 200 - 2.5).toFixed(1));
  set($('g-usual'), 'visibility', usual ? 'visible' : 'hidden');
  if (usual) {
    set($('g-usual'), 'x', (Math.min(GAUGE_FULL_N, usual.low) / GAUGE_FULL_N * 200).toFixed(1));
    set($('g-usual'), 'width', ((Math.min(GAUGE_FULL_N, usual.high) - Math.min(GAUGE_FULL_N, usual.low)) / GAUGE_FULL_N * 200).toFixed(1));
  }
  if (time() - forceWritten < FORCE_TEXT_MS && last === state.name)
    return;
  forceWritten = time();
  const us = units() === 'us', kg = us || look === 'kg';
  const newton = String(Math.round((force || 0) / FORCE_STEP_N) * FORCE_STEP_N), mass = weight(force || 0, units()).split(' ');
  put($('r-force-h'), `Force, ${kg ? mass[1] : 'N'}`);
  put($('r-force'), state.name === 'lost' || !numbers ? '–' : state.name === 'lifted' ? '0' : kg ? mass[0] : newton);
  put($('r-kg'), state.name === 'lost' ? 'unknown' : state.name === 'lifted' ? 'no load' : us || look !== 'both' ? '' : mass.join(' '));
  put($('r-usual'), !live || !usual ? '' : force > usual.high ? 'above usual' : force < usual.low ? 'below usual' : 'as usual');
}

function drawLine(state) {
  const end_s = settings().end_on_lift_s, simulated = Boolean(app.state.roller?.simulated);
  const shape = [simulated, state.name === 'lost' || state.name === 'lifted' ? state.name : '', end_s, app.connected, nextName()].join();
  if (shape === drawLine.last)
    return;
  drawLine.last = shape;
  put($('r-next').lastElementChild, nextName());
  const dot = () => h('span', {'aria-hidden': 'true'}, '·');
  const pair = (bold, rest, kind) => h('span', {class: kind}, h('b', null, bold), ` ${rest}`);
  if (state.name === 'lost')
    $('r-line').replaceChildren(app.connected ? `All is saved until ${$('r-time').textContent}. It continues by itself.`
      : 'Everything until here is in the file. Start Foam roller again if this stays.');
  else if (state.name === 'lifted')
    $('r-line').replaceChildren(simulated ? `The simulated person rests.${end_s ? ' If it does not roll on, this leg ends.' : ''}` : end_s ? 'Roll back on to go on. If not, this leg ends.' : `Roll back on to go on, or press ${nextName()}.`);
  else
    $('r-line').replaceChildren(simulated ? pair('A program', 'rolls and marks') : pair('Roller’s button', 'marks this place'), dot(),
      end_s && !simulated ? pair(`Lift off for ${end_s} s`, 'ends this leg') : pair(nextName(), 'ends this leg'),
      h('span', {'aria-hidden': 'true', class: 'keys'}, '·'),
      h('span', {class: 'keys'}, h('b', null, 'Space'), ' marks, ', h('b', null, 'Enter'), isLastLeg() ? ' finishes, ' : ' ends this leg, ', h('b', null, 'Esc'), ' stops'));
}

/* Each change of the screen is said, once, to those who hear it instead of seeing it. */
function sayChange(state) {
  if (state.name === last)
    return;
  /* Not by the logger's event: the aim of the settings may differ from its own. */
  if (state.name === 'dose' && last === 'stay')
    sounds.play('dose');
  last = state.name;
  set($('rolling'), 'data-state', state.name);
  const said = {dose: 'Aim reached. Roll on.', lifted: 'Lifted off.', lost: $('r-where').textContent, mark: 'Marked.', stay: $('r-where').textContent};
  if (said[state.name])
    hear(said[state.name]);
}

export function draw() {
  if (!app.state?.session)
    return;
  changed = false;
  drawnAt = time();
  makeLegOnce();
  const aim = doseAim(), state = app.connected ? app.live.state(aim) : {name: 'lost', seconds: (time() - app.lostAt) / 1000};
  const {numbers} = app.live;
  drawCount(state, aim);
  drawForce(state);
  sayChange(state);
  drawLine(state);
  const {list, here} = app.live.places;
  leg.dwell(app.live.dwell_s);
  leg.places(list, here);
  leg.marks(app.live.marks);
  leg.band(numbers?.position_mm || 0, isNumber(numbers?.position_mm) && state.name !== 'lost');
  const strokes = numbers?.strokes || 0;
  put($('r-strokes'), strokes);
  put($('r-of'), strokesAim());
  drawTicks(strokes);
  if (!numbers || strokes < strokesAim())
    strokesDone = false;
  else if (!strokesDone) {
    strokesDone = true;
    sounds.play('strokes');
  }
  if (state.name === 'lost' && time() - lostSound > LOST_SOUND_MS) {
    lostSound = time();
    sounds.play('lost');
  }
}

function flash() {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches)
    $('r-flash').animate([{opacity: 1}, {opacity: 1}], FLASH_MS);
  else
    $('r-flash').animate(FLASH, FLASH_MS);
}

const mark = () => attempt(() => session('mark'));
const next = () => attempt(() => session('next'));

async function askStop() {
  if (isOpen())
    return;
  const answer = await ask({title: 'Stop this leg here?', text: 'What is recorded is saved, whatever you choose.',
    actions: [['go', ['Go on rolling'], 'main'], ['stop', ['Stop and finish'], '']]});
  if (answer === 'stop')
    attempt(() => session('stop'));
}

export function drawMute() {
  const on = settings().sound !== false;
  sounds.mute(!on || app.tabs.quiet);
  set($('mute'), 'aria-pressed', String(!on));
  $('mute').replaceChildren(icon(on ? 'sound' : 'mute'), h('span', null, on ? 'Sound on' : 'Sound off'));
}

export const screen = {
  id: 'rolling',
  title: 'Rolling',
  far: true,
  make() {
    $('stop').addEventListener('click', askStop);
    $('r-next').addEventListener('click', next);
    $('r-mark').addEventListener('click', mark);
    $('mute').addEventListener('click', () => attempt(() => post('/api/settings', {sound: settings().sound === false})));
  },
  show() {
    last = '';
    draw();
  },
  update() {
    drawMute();
    draw();
  },
  frame() {
    if (changed || time() - drawnAt > IDLE_MS)
      draw();
  },
  event(name, data) {
    changed = true;
    if (name === 'mark') {
      flash();
      sounds.play('mark');
    } else if (name === 'visit')
      sounds.play('visit');
    else if (name === 'countdown' && data.left_s > 0)
      sounds.play('lifted');
    else if (name === 'back')
      hear('The roller is back.');
  },
  key(name) {
    if (name === ' ')
      mark();
    else if (name === 'Enter')
      next();
    else if (name === 'Escape')
      askStop();
    else
      return false;
    return true;
  },
};
