/* SPDX-License-Identifier: MIT */
/* Ready: who, which leg, pain; where to sit; and the signal before the recording. */
import {$, h, icon, put, button, key, choices, painScale, choose} from './dom.js';
import {app, attempt, personOf, units, virtualFailed} from './app.js';
import {session, post} from './server.js';
import {length} from './words.js';
import {smallLegs} from './leg.js';
import {makeTrace} from './trace.js';
import {editPerson} from './people.js';
import {beginByRolling, placeIt, signal, HOLD_BUTTON, PRESS_HERE, rollNow, silent} from './begin.js';

const STORED = 'foam-roller-choice';
const AGAIN_MS = 4000;
const choice = {person: null, legs: null, pain: null, ...JSON.parse(sessionStorage.getItem(STORED) || '{}')};
let asked = '', askedAt = 0, againTimer = 0; /* what was last asked for with `listen`, and when */
let drawnPeople = '', drawnFound = '', drawnSay = '';
let trace = null;

const roller = () => app.state.roller || {status: 'searching'};
const remember = () => sessionStorage.setItem(STORED, JSON.stringify(choice));

/* Ask for the signal as soon as roller, person and leg are known, and again when one of them changes. */
function listenIfReady() {
  const {phase} = app.state;
  const wanted = JSON.stringify([choice.person, choice.legs, roller().port]);
  if (roller().status !== 'found' || !choice.person || !choice.legs || !['ready', 'listening'].includes(phase))
    return;
  if (asked === wanted && (phase === 'listening' || app.failed || virtualFailed()))
    return;
  /* A logger that ends at once must not be started again and again. */
  const early = askedAt + AGAIN_MS - performance.now();
  if (asked === wanted && early > 0) {
    clearTimeout(againTimer);
    againTimer = setTimeout(update, early);
    return;
  }
  asked = wanted;
  askedAt = performance.now();
  attempt(() => session('listen', {person_id: choice.person, legs: choice.legs, pain_before: choice.pain}));
}

function tryAgain() {
  asked = '';
  app.failed = null;
  app.redraw();
}

function choosePerson(id) {
  choice.person = id;
  choice.legs = personOf(id)?.usual_leg || choice.legs;
  choose('legs', choice.legs);
  remember();
  update();
}

function takePain(pain) {
  choice.pain = pain;
  choose('pain-before', pain ?? '');
  $('pain-skip').hidden = pain === null;
  remember();
}

const add = () => editPerson(null, person => person?.id && choosePerson(person.id));

function drawPeople() {
  const {people} = app.state;
  if (!personOf(choice.person)) {
    const last = localStorage.getItem('foam-roller-last-person');
    choice.person = personOf(last)?.id || people[0]?.id || null;
    choice.legs = personOf(choice.person)?.usual_leg || choice.legs;
    choose('legs', choice.legs);
  }
  const shape = JSON.stringify(people) + choice.person;
  if (shape === drawnPeople)
    return;
  drawnPeople = shape;
  $('people').replaceChildren(...choices('person', people.map(({id, name}) => [id, name]), choice.person, choosePerson),
    people.length ? h('button', {type: 'button', class: 'btn', 'aria-label': 'Add a person', on: {click: add}}, icon('plus'))
      : button('Add yourself', 'main wide', add));
  const person = personOf(choice.person);
  $('person-say').replaceChildren(...(person
    ? [person.thigh_length_mm ? `${length(person.thigh_length_mm, units())} from the fold to the crease of the knee`
      : 'The length of the thigh is not known', h('button', {type: 'button', on: {click: () => editPerson(person)}}, 'Change')]
    : ['A name, and the length of your thigh. It takes a moment, once.']));
  const knee = person?.thigh_length_mm ? `turn before it: ${length(person.thigh_length_mm, units())}` : 'turn before it';
  put($('knee-at'), knee);
  put($('knee-at-l'), `Crease of the knee: ${knee}`);
}

const virtual = () => attempt(() => post('/api/roller', {command: 'virtual'}));

function foundBox() {
  const {status, text, choices: list = [], simulated, name} = roller();
  const real = () => attempt(() => post('/api/roller', {command: 'real'}));
  const box = (mark, title, ...body) => h('div', {class: 'found miss'}, icon(mark), h('div', null, h('b', null, title), ...body));
  if (virtualFailed())
    return box('warn', 'The virtual roller has stopped', h('div', {class: 'actions'}, button('Try again', 'small', tryAgain), button('Use a real one', 'small quiet', real)));
  if (status === 'found' || status === 'busy')
    return h('div', {class: 'found'}, icon('ok'),
      h('p', null, h('b', null, simulated ? 'Virtual roller' : 'Roller found'),
        h('span', null, simulated ? 'Simulated, to try it without hardware' : text || name || 'It answers.')),
      simulated ? button('Use a real one', 'small quiet', real) : null,
      trace.element);
  const steps = (...list) => h('ol', {class: 'steps'}, list.map(step => h('li', null, h('span', null, step))));
  const try_it = h('div', {class: 'actions'}, button('Try the virtual roller', 'small', virtual),
    h('a', {class: 'btn small quiet', href: '#roller'}, 'More help'));
  if (status === 'two')
    return box('dev', 'Two rollers found. Which one?',
      h('div', {class: 'actions'}, list.map(({id, name: label}) =>
        button(label, 'small', () => attempt(() => post('/api/roller', {command: 'choose', id}))))));
  if (status === 'permission')
    return box('warn', 'A roller is there, but may not be opened', h('p', null, h('span', null, text)), try_it);
  if (status === 'lost')
    return box('plug', 'The roller is gone', steps('Plug its cable in again.', 'It is found by itself.'), try_it);
  if (status === 'searching')
    return box('plug', 'Looking for the roller', steps('Plug its cable into this computer.', 'It is found by itself.'), try_it);
  return box('plug', 'No roller found', steps('Plug its cable into this computer.', 'Wait five seconds. It is found by itself.',
    'Still nothing? Try another socket or cable.'), try_it);
}

function drawFound() {
  const {status, text, choices: list, simulated, name} = roller();
  const shape = JSON.stringify([status, text, list, simulated, name, virtualFailed()]);
  if (shape === drawnFound)
    return;
  drawnFound = shape;
  trace = makeTrace();
  $('found').replaceChildren(foundBox());
}

const setHere = () => attempt(() => session('zero'));
const start = () => attempt(() => session('start', {pain_before: choice.pain}));

function drawSay() {
  const has = roller().status === 'found' || roller().status === 'busy', listening = app.state.phase === 'listening';
  const isSet = listening && Boolean(app.state.session?.zero_set);
  const leg = app.state.session?.leg || (choice.legs === 'both' ? 'right' : choice.legs);
  const heard = signal(has && Boolean(choice.person)), shape = [has, listening, isSet, heard, leg, choice.legs, roller().simulated, app.state.phase === 'ready' && app.failed, virtualFailed() && app.state.problem.text, !choice.person].join();
  $('sit').className = `card sit${isSet ? ' set' : has && !virtualFailed() ? '' : ' wait'}`;
  if (shape === drawnSay)
    return;
  drawnSay = shape;
  const say = (far, near, ...actions) => $('say').replaceChildren(h('p', {class: 'far-line'}, far),
    h('p', {class: 'sub'}, near), actions.length ? h('div', {class: 'actions'}, actions) : '');
  if (isSet)
    say([icon('ok'), 'Upper thigh is set. Now roll.'], rollNow(roller().simulated),
      button(['Start now', key('Enter')], 'small', start), button('Set it again', 'small quiet', setHere));
  else if (!choice.person)
    say('Who are you?', 'Add yourself first. Then you only press and roll.');
  else if (!has)
    say('When the roller is found, sit like this.', 'Everything you choose on this page is kept.');
  else if (app.state.phase === 'ready' && app.failed)
    say('The roller cannot be used now.', app.failed, button('Try again', 'main', tryAgain));
  else if (virtualFailed())
    say('The virtual roller has stopped.', app.state.problem.text, button('Try again', 'main', tryAgain));
  else if (heard === 'no')
    say('The roller does not answer.', silent(roller().simulated));
  else if (!listening || heard === 'wait')
    say('Getting the signal.', 'This takes a second or two.');
  else
    say(`${placeIt(leg)} ${roller().simulated ? PRESS_HERE : HOLD_BUTTON}`,
      `${choice.legs === 'both' ? 'The right leg is first. ' : ''}You hear two rising notes, and this field turns green.`, button(['Set the start here', key('Space')], 'main', setHere));
}

export function update() {
  drawPeople();
  drawFound();
  drawSay();
  if (app.state.phase === 'ready')
    trace.clear();
  listenIfReady();
}

export const screen = {
  id: 'ready',
  title: 'Ready to roll',
  make() {
    $('legs3').replaceChildren(...choices('legs', ['left', 'right', 'both'].map(legs =>
      [legs, [smallLegs(legs), {left: 'Left', right: 'Right', both: 'Both'}[legs]]]), choice.legs, legs => {
      choice.legs = legs;
      remember();
      update();
    }));
    $('pain-before').append(...painScale('pain-before', takePain),
      h('button', {type: 'button', class: 'skip-pain', hidden: true, id: 'pain-skip', on: {click: () => takePain(null)}}, 'Do not say'));
    takePain(choice.pain);
  },
  show: update,
  update() {
    if (app.state.session?.person_id)
      localStorage.setItem('foam-roller-last-person', app.state.session.person_id);
    update();
  },
  event(name, data) {
    if (name === 'live') {
      trace.add(data);
      beginByRolling(data, () => session('start', {pain_before: choice.pain}));
    }
  },
  frame() {
    trace?.draw();
    drawSay();
  },
  key(name) {
    if (app.state.phase !== 'listening')
      return false;
    if (name === ' ')
      setHere();
    else if (name === 'Enter' && app.state.session?.zero_set)
      start();
    else
      return false;
    return true;
  },
};
