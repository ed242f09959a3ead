/* SPDX-License-Identifier: MIT */
/* States, sessions and events for the tests of the page: made up, the same each time. */
import {readFileSync} from 'node:fs';

const DAY_MS = 864e5;

export const PEOPLE = [{id: 'p1', name: 'Anna', thigh_length_mm: 350, usual_leg: 'both'}, {id: 'p2', name: 'Jon', thigh_length_mm: 372, usual_leg: 'left'}];
export const ROLLER = {status: 'found', port: '/dev/ttyUSB0', name: 'Roller 0007', simulated: false, text: 'Roller 0007, firmware 0.1.0', choices: [], check: null};

export const base = (more = {}) => ({version: '0.1.0', phase: 'ready', roller: ROLLER, people: PEOPLE,
  settings: {sound: true, units: 'metric', end_on_lift_s: 15, dose_place_s: 30, strokes_aim: 15, folder: '/home/anna/FoamRoller'},
  dose: {place_s: 30, leg_min_minutes: 1, leg_max_minutes: 2, stretch_min_s: 45, stretch_max_s: 60},
  session: null, problem: null, ...more});

export const running = (more = {}) => ({person_id: 'p1', legs: 'both', leg: 'right', pain_before: 4, pain_after: null, zero_set: false, knee_set: false, saved: [], ...more});

const SAVED = [{id: 's-right', leg: 'right', rows: 13400, lost: 0, duration_s: 134}, {id: 's-left', leg: 'left', rows: 12600, lost: 0, duration_s: 126}];

const reportFile = name => JSON.parse(readFileSync(new URL(`../../../samples/${name}.report.json`, import.meta.url)));
export const reports = {'s-right': reportFile('pair-right'), 's-left': reportFile('pair-left')};

const finding = (severity, strip, about, problem, text) => ({event: 'finding', severity, strip, about, problem, text});
export const CHECK = {at: '2026-11-14T18:36:00+01:00', ok: false, summary: 'The roller is not healthy: 1 fault above.',
  items: [finding('ok', null, 'rate', null, 'rate: 100.16 frames per second, 100.16 expected'), finding('ok', null, 'lost', null, 'lost: 0 of 1001 frames; lines damaged: 0'),
    ...Array.from({length: 8}, (_, strip) => strip === 3 ? finding('fault', 3, 'strip', 'open', 'strip 3: 0 to 0, noise 0.0: reads nothing while others do, open?') : finding('ok', strip, 'strip', null, `strip ${strip}: 0 to 3991, noise 0.7`)),
    finding('note', null, 'calibration', 'not_measured', 'calibration: default (`roller-logger calibrate strips` measures it)'), finding('ok', null, 'gravity', null, 'gravity: 1.00 g')]};

/* A check or a calibration that the page leads. */
const task = (kind, more = {}) => ({kind, phase: 'running', cancelled: false, ...more});
export const question = (step, more = {}) => ({event: 'ask', ask: 4, step, strip: null, number: null, unit: null, words: [''], button: false, text: 'As a terminal shows it.', ...more});
const POINTS = [[2, 982], [5, 1900], [10, 2832], [15, 3415]].map(([kg, reading]) => ({load_n: kg * 9.80665, reading, error_percent: null, used: true}));
const FIT = {event: 'fit', strip: 2, k_n: 115.4, p: 1.068, error_percent: .2, worst_percent: .9, problem: null, points: POINTS.map((one, i) => ({...one, error_percent: [.2, -.1, .9, -.3][i]}))};
const PASSES = {event: 'passes', passes: [{angle_deg: 238.7, radius_mm: 72.02, used: true}, {angle_deg: 238.8, radius_mm: 71.99, used: true}, {angle_deg: 221, radius_mm: 77.8, used: false}], radius_mm: 72, spread_mm: .03};
export const SIGNAL = {event: 'signal', time_s: 12, readings: [3, 88, 3415, 1, 3, 0, 3490, 3], forces_n: [0, 2, 147, 0, 0, 0, 152, 0], up_strip: 2};
export const TASKS = {
  check: task('check', {seen: {event: 'seen', imu: true, still: true, rotated: false, strips: [false, true, true, false, false, true, true, false], max_s: 60}}),
  turn: task('strips', {ask: question('turn', {strip: 2, words: ['', 'skip', 'anyway'], button: true}), notices: ['According to the motion sensor, strip 3 is on top, not strip 2.'], points: {event: 'points', strip: 2, points: []}}),
  load: task('strips', {ask: question('load', {strip: 2, number: 5, unit: 'kg', words: ['undo']}), points: {event: 'points', strip: 2, points: POINTS}}),
  measuring: task('strips', {points: {event: 'points', strip: 2, points: POINTS}}),
  store: task('strips', {ask: question('store', {strip: 2, words: ['yes', 'no', 'again']}), points: {event: 'points', strip: 2, points: POINTS}, fit: FIT}),
  length: task('radius', {ask: question('length', {unit: 'mm'})}),
  pass: task('radius', {ask: question('pass', {number: 4, button: true}), passes: PASSES}),
  stored: task('radius', {phase: 'ended', passes: PASSES, stored: [{event: 'stored', strip: null, k_n: null, p: null, radius_mm: 72}], end: {event: 'end', status: 0, text: ''}}),
  failed: task('radius', {phase: 'ended', end: {event: 'end', status: 4, text: 'The roller was unplugged. The roller is unchanged.'}}),
};
const guideView = (name, events = [['signal', SIGNAL]]) => ({state: base({roller: {...ROLLER, task: TASKS[name]}}), address: '#roller', events, long: true});

/* The numbers of one moment. */
export const live = (more = {}) => ({time_s: 102, position_mm: 232, length_mm: 350, force_n: 285, loaded: true, here_s: 12, here_total_s: 23, strokes: 9, marks: 1, rows: 10200, lost: 0, lifted_s: 0, ...more});
export const PLACES = {places: [{position_mm: 96, dwell_s: 18, visits: 2}, {position_mm: 232, dwell_s: 11, visits: 2}], marks_mm: [96]};

/* Sessions of both legs, newest first, most days of the weeks before `now`. */
export function sessions(count, now = Date.now()) {
  let seed = 7;
  const random = () => (seed = seed * 16807 % 2147483647) / 2147483647;
  const list = [];
  for (let day = 0; list.length < count; day++) {
    if (day && random() > .5)
      continue;
    for (const leg of ['left', 'right']) {
      const person = PEOPLE[random() > .85 ? 1 : 0];
      list.push({id: `h${list.length}`, person: person.id, person_name: person.name, leg, start: new Date(now - day * DAY_MS - (leg === 'left' ? 0 : 3e5)).toISOString(),
        duration_s: 70 + Math.round(random() * 90), on_roller_s: 60,
        spots: [{position_mm: (leg === 'right' ? 228 : 96) + random() * 12, dwell_s: 14 + random() * 30, label: 'A'}, ...(random() > .5 ? [{position_mm: 60 + random() * 260, dwell_s: 6 + random() * 12, label: 'B'}] : [])],
        pain_before: 3, pain_after: 2, note: list.length % 9 === 4 ? 'long run yesterday' : '', simulated: false, state: 'ok', text: ''});
    }
  }
  return list.slice(0, count);
}

/* Every state that the page can show: the state, the address, and what happens then. */
export const VIEWS = {
  ready: {state: base({phase: 'listening', session: running()}), events: [['live', live({time_s: 1, force_n: 20})], ['live', live({time_s: 3, force_n: 180})], ['live', live({time_s: 5, force_n: 120})]]},
  ready_none: {state: base({roller: {status: 'none', text: ''}})},
  ready_two: {state: base({roller: {status: 'two', choices: [{id: 'a', name: 'Roller 0007'}, {id: 'b', name: 'Roller 0012'}]}})},
  ready_permission: {state: base({roller: {status: 'permission', text: 'In a terminal: sudo usermod -aG dialout $USER. Then log out and in again.'}})},
  ready_first: {state: base({people: []})},
  ready_set: {state: base({phase: 'listening', session: running({zero_set: true})}), events: [['live', live({time_s: 1, position_mm: 0})]]},
  ready_virtual: {state: base({phase: 'listening', roller: {...ROLLER, simulated: true}, session: running()}), events: [['live', live({time_s: 1, position_mm: 0, rows: 0})]]},
  ready_virtual_failed: {state: base({roller: {...ROLLER, simulated: true}, problem: {code: 'roller', text: 'The virtual roller has ended: the firmware is missing.'}})},
  rolling_stay: {shows: 'stay', state: base({phase: 'rolling', session: running({zero_set: true})}), events: [['places', PLACES], ['live', live()]]},
  rolling_moving: {shows: 'moving', state: base({phase: 'rolling', session: running({zero_set: true})}), events: [['places', PLACES], ['live', live({position_mm: 150, here_s: 0, here_total_s: 2})]]},
  rolling_dose: {shows: 'dose', state: base({phase: 'rolling', session: running({zero_set: true})}), events: [['places', PLACES], ['live', live({here_total_s: 32})]]},
  rolling_long: {shows: 'dose', state: base({phase: 'rolling', session: running({zero_set: true, leg: 'left'})}), events: [['places', PLACES], ['live', live({here_total_s: 128, strokes: 23, time_s: 344})]]},
  rolling_mark: {shows: 'mark', state: base({phase: 'rolling', session: running({zero_set: true})}), events: [['places', PLACES], ['live', live()], ['mark', {time_s: 102, position_mm: 232, marks: 2}]]},
  rolling_lifted: {shows: 'lifted', state: base({phase: 'rolling', session: running({zero_set: true})}), events: [['places', PLACES], ['live', live({loaded: false, force_n: 0})], ['countdown', {left_s: 7}]]},
  rolling_lost: {shows: 'lost', state: base({phase: 'rolling', session: running({zero_set: true})}), events: [['places', PLACES], ['live', live()], ['lost_link', {time_s: 102, reason: 'unplugged', wait_s: 60}]]},
  rolling_virtual: {shows: 'stay', state: base({phase: 'rolling', roller: {...ROLLER, simulated: true}, session: running({zero_set: true})}), events: [['places', PLACES], ['live', live()]]},
  change: {state: base({phase: 'change', session: running({leg: 'left', saved: SAVED.slice(0, 1)})}), events: [['live', live({time_s: 1, position_mm: 0, rows: 0})]]},
  change_set: {state: base({phase: 'change', session: running({leg: 'left', zero_set: true, saved: SAVED.slice(0, 1)})}), events: [['live', live({time_s: 1, position_mm: 0, rows: 0})]]},
  done: {state: base({phase: 'done', session: running({saved: SAVED})}), long: true},
  done_one: {state: base({phase: 'done', session: running({legs: 'right', saved: SAVED.slice(0, 1)})}), long: true},
  stretch: {state: base({phase: 'done', session: running({saved: SAVED})}), address: '#stretch'},
  history: {state: base(), address: '#history'},
  history_empty: {state: base(), address: '#history', sessions: 0},
  report: {state: base(), address: '#report/h0'},
  roller: {state: base({roller: {...ROLLER, check: CHECK}}), address: '#roller', long: true},
  roller_checking: guideView('check'),
  roller_turn: guideView('turn'),
  roller_load: guideView('load'),
  roller_measuring: guideView('measuring', [['signal', SIGNAL], ['settling', {event: 'settling', strip: 2, reading: 3415, state: 'measuring', left_s: 2.6}]]),
  roller_store: guideView('store'),
  roller_length: guideView('length'),
  roller_pass: guideView('pass'),
  roller_stored: guideView('stored', []),
  roller_virtual: {state: base({roller: {...ROLLER, simulated: true, name: 'Virtual roller', task: {...TASKS.turn, notices: []}}}), address: '#roller', events: [['signal', SIGNAL]], long: true},
  roller_failed: guideView('failed', []),
  roller_none: {state: base({roller: {status: 'none', text: ''}}), address: '#roller', long: true},
  settings: {state: base(), address: '#settings', long: true},
  ask_stop: {shows: 'stay', state: base({phase: 'rolling', session: running({zero_set: true})}), events: [['places', PLACES], ['live', live()]], clicks: ['#stop']},
  ask_person: {state: base(), clicks: ['[aria-label="Add a person"]']},
  ask_more: {state: base(), address: '#history', clicks: ['#hist-list .act button']},
  ask_note: {state: base(), address: '#history', clicks: ['#hist-list .act button', '#dialog button[value=edit]']},
  problem: {state: base({problem: {code: 'disk_full', text: 'The disk is full: the recording stopped at 2:14.'}}), address: '#history'},
};
