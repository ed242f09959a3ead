/* SPDX-License-Identifier: MIT */
/* History: days and weeks, the places over the weeks, and the list of sessions. */
import {$, h, s, icon, put, choices} from './dom.js';
import {app, personOf, units, thighLength} from './app.js';
import {get} from './server.js';
import {clock, count, dayOfSession, isNumber, legName, length, sessionName} from './words.js';
import {calendar, dayKey} from './calendar.js';
import {placesOverWeeks} from './weeks.js';
import {makeLongList} from './long-list.js';
import {moreOf} from './session-menu.js';

const COMPARED_MAX = 2;
const SOON_MS = 700;
const PAIN_ARROW = ' → ';

let all = null, failure = null, list = null;
let chosen = [], soon = 0;
const filter = {person: 'all', leg: 'both', kind: 'real'};

/* The program lists them by file. One without a date is being read, or cannot be: it comes first, to be seen. */
const newestFirst = sessions => sessions.map(one => [Date.parse(one.start) || Infinity, one])
  .sort(([a], [b]) => a === b ? 0 : b - a).map(([, one]) => one);

async function load() {
  try {
    all = newestFirst((await get('/api/sessions')).sessions);
    failure = null;
  } catch (error) {
    failure = error;
  }
  draw();
}

export const sessionOf = id => (all || []).find(one => one.id === id) || null;

/* For the report's page, which may be opened without the history. */
export async function findSession(id) {
  if (!all)
    await load();
  return sessionOf(id);
}

export const forget = () => { all = null; };

const kindOf = ({simulated}) => simulated ? 'simulated' : 'real';
const kinds = () => [...new Set((all || []).map(kindOf))];

/* Real sessions and simulated ones are never mixed: minutes and places of the one say nothing about the other. */
const kindShown = () => kinds().length === 1 ? kinds()[0] : filter.kind;

/* Show the kind of a session that was just recorded. */
export function showKindOf(session) {
  filter.kind = kindOf(session);
}

/* Of the kind that is not shown, there are some, too. */
function apartText() {
  const apart = (all || []).filter(one => kindOf(one) !== kindShown()).length;
  return apart ? ` ${apart} ${kindShown() === 'real' ? 'simulated' : 'real'} ${apart > 1 ? 'ones are' : 'one is'} kept apart.` : '';
}

const shown = () => (all || []).filter(one => kindOf(one) === kindShown() && (filter.person === 'all' || one.person === filter.person) &&
  (filter.leg === 'both' || one.leg === filter.leg));

function pick(id, on) {
  chosen = on ? [...chosen, id].slice(-COMPARED_MAX) : chosen.filter(one => one !== id);
  for (const box of document.querySelectorAll('#hist-list input[type=checkbox]'))
    box.checked = chosen.includes(box.value);
  drawTray();
}

function drawTray() {
  $('tray').hidden = !chosen.length;
  const [text, link] = $('tray').children;
  put(text, chosen.length < COMPARED_MAX ? 'One chosen. Choose one more to compare.' : 'Two chosen.');
  link.hidden = chosen.length < COMPARED_MAX;
  const order = chosen.map(sessionOf).filter(Boolean).sort((a, b) => (a.start || '').localeCompare(b.start || ''));
  link.href = `#compare/${order.map(({id}) => encodeURIComponent(id)).join('/')}`;
}

function longest(session) {
  if (session.state === 'unreadable')
    return session.text || 'This file cannot be read.';
  if (session.state === 'pending')
    return 'being read';
  const spot = [...(session.spots || [])].sort((a, b) => b.dwell_s - a.dwell_s)[0];
  const text = spot ? `longest at ${length(spot.position_mm, units())}, ${Math.round(spot.dwell_s)} s` : 'no place stands out';
  return session.state === 'unfinished' ? `not closed; ${text}` : text;
}

const painText = ({pain_before, pain_after}) => isNumber(pain_before) || isNumber(pain_after)
  ? `pain ${isNumber(pain_before) ? pain_before : '–'}${PAIN_ARROW}${isNumber(pain_after) ? pain_after : '–'}` : '';

/* The note that the program itself writes into a simulated session; the mark beside it says the same. */
const isMadeUp = ({simulated, note}) => simulated && note.startsWith('simulated, no person');

function row(session, previous) {
  const name = sessionName(session), when = dayOfSession(session), same = previous && session.start && dayOfSession(previous) === when;
  const href = `#report/${encodeURIComponent(session.id)}`;
  return h('li', {class: same ? 'same' : ''},
    h('label', {class: 'cb'}, h('input', {type: 'checkbox', value: session.id, checked: chosen.includes(session.id), 'aria-label': `Compare: ${name}`,
      on: {change: event => pick(session.id, event.target.checked)}}), h('span', null, icon('ok'))),
    h('time', {datetime: session.start || null}, when, filter.person === 'all' && app.state.people.length > 1
      ? h('span', null, personOf(session.person)?.name || session.person_name || '') : null),
    h('span', {class: 'leg'}, legName(session.leg)),
    h('span', {class: 'dur'}, isNumber(session.duration_s) ? `${clock(session.duration_s)} min` : ''),
    h('span', {class: 'mut'}, session.simulated ? h('em', {class: 'sim'}, 'simulated') : null, longest(session),
      session.note && !isMadeUp(session) ? h('q', null, session.note) : null),
    h('span', {class: 'pn'}, painText(session)),
    h('span', {class: 'act'}, session.state === 'unreadable' ? null : h('a', {class: 'btn small', href, 'aria-label': `Open: ${name}`}, 'Open'),
      h('button', {type: 'button', class: 'btn quiet', 'aria-label': `More: ${name}`, on: {click: () => moreOf(session, load)}}, icon('more'))));
}

function drawFilters() {
  const ids = new Map(app.state.people.map(({id, name}) => [id, name]));
  for (const {person, person_name} of all || [])
    if (person && !ids.has(person))
      ids.set(person, person_name || 'Person not known');
  if (filter.person !== 'all' && !ids.has(filter.person))
    filter.person = 'all';
  const choose = (name, value) => {
    filter[name] = value;
    draw();
    scrollTo({top: 0});
  };
  const shape = JSON.stringify([[...ids], kinds(), kindShown()]);
  if (shape === drawFilters.last)
    return;
  drawFilters.last = shape;
  $('f-who').replaceChildren(...choices('f-who', [['all', 'Everyone'], ...ids], filter.person, value => choose('person', value)));
  $('f-who').closest('fieldset').hidden = ids.size < 2;
  $('f-leg').replaceChildren(...choices('f-leg', [['both', 'Both legs'], ['left', 'Left'], ['right', 'Right']], filter.leg, value => choose('leg', value)));
  $('f-kind').replaceChildren(...choices('f-kind', [['real', 'Real'], ['simulated', 'Simulated']], kindShown(), value => choose('kind', value)));
  $('f-kind').closest('fieldset').hidden = kinds().length < 2;
}

function drawEmpty(name) {
  const say = failure ? failure.message : !all ? 'Reading the recordings.'
    : name ? `After ${name}’s first session you see the places here. After a few weeks you see what changed.`
      : 'After the first session you see the places here. After a few weeks you see what changed.';
  $('hist-empty').replaceChildren(h('div', {class: 'card empty'},
    s('svg', {class: 'side', viewBox: '-640 -970 1590 1000', 'aria-hidden': 'true'}, s('use', {href: '#runner', x: -640, y: -960, width: 1600, height: 1000})),
    h('div', null, h('h2', null, failure ? 'The history could not be read' : !all ? 'One moment' : name ? `${name}’s sessions will be here` : 'Your sessions will be here'),
      h('p', {class: 'lead'}, say), h('div', {class: 'actions'}, failure ? h('button', {type: 'button', class: 'btn main', on: {click: load}}, 'Try again')
        : all ? h('a', {class: 'btn main', href: '#roll'}, 'Roll now') : null))));
}

function draw() {
  if (!app.state)
    return;
  drawFilters();
  const sessions = shown(), person = personOf(filter.person);
  $('hist-full').hidden = $('hist-to-list').hidden = !sessions.length;
  $('hist-empty').hidden = Boolean(sessions.length);
  put($('hist-lead'), all ? sessions.length ? `${count(sessions.length, 'session', 'sessions')}. Last: ${dayOfSession(sessions[0]).replace(/^[TYN]/, first => first.toLowerCase())}.${apartText()}` : '' : '');
  if (!sessions.length)
    drawEmpty(person?.name);
  else {
    $('calendar').replaceChildren(...calendar(sessions));
    $('hist-places').replaceChildren(...placesOverWeeks(sessions, thighLength(person), filter, !$('f-who').closest('fieldset').hidden));
    put($('hist-say'), 'Choose two to compare them.');
    list ||= makeLongList($('hist-list'), row);
    list.show(sessions);
  }
  drawTray();
}

/* A day of the calendar leads to its sessions in the list. */
function goToDay(clicked) {
  const key = clicked.target.closest('[data-day]')?.dataset.day;
  const isOfDay = ({start}) => start && dayKey(new Date(start)) === key, sessions = key ? shown() : [];
  const index = sessions.findIndex(isOfDay);
  if (index >= 0)
    list.goTo(index, sessions.filter(isOfDay).length);
}

/* The program says when the list has changed; while it reads many files for the first time, that is each second. */
function loadSoon() {
  clearTimeout(soon);
  soon = setTimeout(load, SOON_MS);
}

export const screen = {
  id: 'history',
  title: 'History',
  make() {
    $('calendar').addEventListener('click', goToDay);
    $('hist-to-list').addEventListener('click', () => list.goTo(0, 0));
  },
  show() {
    chosen = [];
    draw();
    load();
  },
  event: name => name === 'sessions' && loadSoon(),
  hide() {
    clearTimeout(soon);
    list?.pause();
  },
  update: () => drawFilters(),
  frame: () => list?.frame(),
};
