/* SPDX-License-Identifier: MIT */
/* What a check found, in words for a person who rolls: what it is about, and what to do. The logger's own line, with its
 * numbers, is for whoever builds or mends a roller. */
import {h, icon} from './dom.js';
import {count, isNumber} from './words.js';

const AGAIN = 'Unplug the roller, plug it in again, and check it again.';
const WIRES = 'Look at its plug and wires.';

/* By `about`: the title, what to say if all is well, and what to say of each `problem`. */
const WORDS = {
  rate: ['Speed of the readings', 'About 100 a second, as it should be.', {limit: `Too fast or too slow. ${AGAIN}`}],
  jitter: ['Rhythm of the readings', 'Even.', {limit: `Uneven. ${AGAIN}`}],
  lost: ['Lost readings', 'None, or too few to matter.', {limit: 'Too many. Use another cable, or another socket without a hub between.'}],
  wait: ['Longest pause', 'The readings came without a break.', {}],
  clock: ['Clock', 'It keeps time.', {limit: 'It runs too fast or too slow, so all times are a little wrong.', not_checked: 'This computer was busy. Check again when it is not.'}],
  strip: ['Strip', 'It feels the load.', {shorted: `It always shows the full load: two wires may touch. ${WIRES}`, open: `It feels nothing while others do: a wire may be off. ${WIRES}`,
    stuck: `It always shows the same. ${AGAIN}`, dropouts: `It drops out and comes back: a loose connection. ${WIRES}`, noisy: `It trembles, even at its quietest. ${WIRES}`,
    not_seen: 'It carried no load. Check again, and roll a full turn.'}],
  full_scale: ['Range of the strips', 'Right.', {limit: 'Readings are larger than the roller says they can be: its program and its board do not match.'}],
  calibration: ['Calibration of the strips', 'Stored in this roller.', {not_measured: 'Not done, so forces are estimates. Places and times are right without it. Calibrate the strips below.'}],
  motion_sensor: ['Motion sensor', 'It answers.', {dropouts: `It does not always answer. ${WIRES}`, stuck: `It always shows the same. ${AGAIN}`}],
  no_motion_sensor: ['Motion sensor', 'This roller has none; its strips show how far it turned.', {}],
  gravity: ['Sense of up and down', 'Right.', {limit: 'Wrong: the motion sensor may be damaged.'}],
  still: ['Motion sensor, lying still', 'Quiet.', {limit: 'It feels a turn where there is none: it may be damaged.', not_checked: 'It never lay still. Check again, and leave it lying for two seconds.'}],
  rotation: ['Motion sensor, rolling', 'It feels the turn.', {not_checked: 'It was not rolled. Check again, and roll it a full turn.'}],
};
const MARKS = {ok: 'good', note: 'to do', fault: 'fault'};

function line(severity, title, text) {
  return h('li', {class: severity === 'ok' ? '' : 'at'}, icon(severity === 'ok' ? 'ok' : 'warn'),
    h('p', null, title, text ? h('span', null, text) : null), h('em', null, MARKS[severity] || ''));
}

function finding({severity, strip, about, problem, text}) {
  const [title, good, problems] = WORDS[about] || ['The roller says', text, {}];
  return line(severity, isNumber(strip) ? `${title} ${strip}` : title, problem ? problems[problem] || text : good);
}

/* What is wrong comes first; the strips that are well are one line. */
export function findingList(items) {
  const faults = items.filter(({severity}) => severity === 'fault'), notes = items.filter(({severity}) => severity === 'note');
  const good = items.filter(({severity, about}) => severity === 'ok' && about !== 'strip');
  const strips = items.filter(({about}) => about === 'strip'), well = strips.filter(({severity}) => severity === 'ok');
  return h('div', null, h('ul', {class: 'checks'}, [...faults, ...notes].map(finding),
    well.length ? line('ok', well.length === strips.length ? `All ${strips.length} strips` : count(well.length, 'other strip', 'other strips'), well.length === 1 ? 'It feels the load.' : 'They feel the load.') : null, good.map(finding)),
  h('details', {class: 'measured'}, h('summary', null, 'What was measured'), h('ul', null, items.map(({text}) => h('li', null, text)))));
}

/* The check in a sentence. */
export function summaryOf(items) {
  const faults = items.filter(({severity}) => severity === 'fault').length;
  return faults ? `${count(faults, 'fault', 'faults')}: the first lines say what to do.`
    : items.some(({severity}) => severity === 'note') ? 'No fault. The first lines say what is still to do.' : 'Everything is as it should be.';
}
