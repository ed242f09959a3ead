/* SPDX-License-Identifier: MIT */
/* Leads a check or a calibration of the roller: the steps of roller-logger, in large plain words. */
import {h, icon, put, button, key as keyName} from './dom.js';
import {app, attempt} from './app.js';
import {ask as askDialog} from './dialog.js';
import {post} from './server.js';
import {count, isNumber, NEWTON_PER_KG} from './words.js';
import {makeLoad, makeStrips} from './strips.js';

const LOADS_KG = [2, 5, 10, 15, 20, 25, 30];
const LOADS_MIN = 6;
const PASSES = 6;
const LENGTH_MM = 300;

let main = null, strips = null, load = null, wait = null, sent = 0;

const command = (name, more = {}) => attempt(() => post('/api/roller', {command: name, ...more}));

/* Answer a question once, however often the button is pressed. */
function answer(question, text) {
  if (sent === question.ask)
    return;
  sent = question.ask;
  command('answer', {ask: question.ask, text}).then(worked => {
    if (!worked)
      sent = 0;
  });
}

/* What each step asks: title, text, what the main button says. */
const STEPS = {
  turn: ({strip}) => [`Turn strip ${strip} to the top`, 'Lay the roller on a short board on a bathroom scale, with nothing on it, and zero the scale.', 'It is on top'],
  load: ({strip, number}) => [`Put load ${number} on strip ${strip}`, `A flat block on that one slat, and weights on it, each time more than before: about ${LOADS_KG[number - 1] || 35} kg now. Take nothing off. Type what the scale shows.`, 'Measure it'],
  load_again: ({number}) => [`Put load ${number} on again`, 'It does not fit the others. Take everything off, put that load on again, and type what the scale shows.', 'Measure it again'],
  store: ({strip}, {fit, passes}) => isNumber(strip)
    ? [`Store this for strip ${strip}?`, `The loads lie within ${fit?.worst_percent ?? '?'} % of the line. The roller is changed only when you store it.`, 'Store it']
    : [`Store ${passes?.radius_mm ?? '?'} mm in the roller?`, `The passes lie within ${passes?.spread_mm ?? '?'} mm of each other. The roller is changed only when you store it.`, 'Store it'],
  strip_again: ({strip}, {fit}) => [`Measure strip ${strip} again?`, `This is not a calibration: ${fit?.problem || 'the loads do not fit'}.`, 'Measure again'],
  length: () => ['How far apart are the lines?', 'Stick two lines of tape on the floor, square to the path, 300 mm apart or more. Measure from line to line.', 'Next'],
  first_line: () => ['Put the roller at the first line, loaded', 'A board with about 25 kg on it, or yourself, as in use. Let it lie still.', 'It lies still'],
  pass: ({number}) => [`Roll to the ${number % 2 ? 'other' : 'first'} line`, 'Slowly, the same edge of the roller from line to line, without slipping. Then let it lie still.', 'I am at the line'],
};
const WORDS = {skip: 'Leave this strip out', anyway: 'It is on top all the same', undo: 'Remove the last load', no: 'Do not store it', again: 'Measure again'};
const EMPTY = {load: 'No more loads', load_again: 'Leave it out'};
const ANSWER = {store: 'yes', strip_again: 'yes'};

/* How far it is: "Strip 2, load 3 of at least 6". */
function kicker(task, question) {
  if (task.kind === 'check')
    return 'Check';
  const strip = question?.strip ?? task.points?.strip;
  if (task.kind === 'strips')
    return `Calibrate the strips${isNumber(strip) ? `: strip ${strip}` : ''}${question?.step === 'load' ? `, load ${question.number} of ${question.number > LOADS_MIN ? 'up to 8' : `at least ${LOADS_MIN}`}` : ''}`;
  return `Calibrate the rolling radius${question?.step === 'pass' ? `: pass ${question.number}${question.number > PASSES ? '' : ` of ${PASSES}`}` : ''}`;
}

/* The field for a number, and the buttons. Enter is the main one. */
function form(task, question, label, simulated) {
  const actions = [], field = question.unit ? h('input', {id: 'guide-number', inputmode: 'decimal', autocomplete: 'off', maxlength: 12, 'aria-describedby': 'guide-say'}) : null;
  const submit = () => answer(question, field ? field.value.trim().replace(',', '.') || (question.step === 'length' ? String(LENGTH_MM) : ' ') : ANSWER[question.step] ?? '');
  main = submit;
  if (field && question.step === 'length')
    field.value = String(LENGTH_MM);
  actions.push(h('button', {type: 'submit', class: 'btn main'}, label, field ? null : keyName('Enter')));
  for (const word of question.words || []) {
    const text = word ? question.step === 'strip_again' && word === 'no' ? 'Leave it as it was' : WORDS[word] : EMPTY[question.step];
    if (text && word !== ANSWER[question.step])
      actions.push(button(text, '', () => answer(question, word)));
  }
  return h('form', {class: 'guide-form', novalidate: true, on: {submit: event => {
    event.preventDefault();
    submit();
  }}}, field ? h('label', {class: 'field guide-number'}, h('span', null, question.unit === 'kg' ? 'Weight, as the scale shows it' : 'Distance'), h('span', {class: 'with-unit'}, field, h('i', null, question.unit))) : null,
  question.button && !simulated ? h('p', {class: 'sub'}, 'Or press the roller\'s button.') : null,
  h('div', {class: 'actions'}, actions));
}

/* What a check still has to see. */
function seenList({seen}) {
  const carried = seen.strips.filter(Boolean).length;
  const items = [...seen.imu ? [[seen.still, 'It lay still for a moment'], [seen.rotated, 'It turned']] : [], [carried === seen.strips.length, `${carried} of ${seen.strips.length} strips carried a load`]];
  return h('ul', {class: 'checks'}, items.map(([is, text]) => h('li', {class: is ? '' : 'wait'}, icon(is ? 'ok' : 'more'), h('p', null, text), h('em', null, is ? 'seen' : 'not yet'))));
}

const checkStep = ({seen}) => !seen ? ['Looking at the roller', 'Leave it lying still.']
  : seen.imu && !seen.still ? ['Leave it lying still', 'For two seconds.']
    : ['Roll it slowly, a full turn', 'Under load: with your hands, or your leg. The strips that have carried a load turn green.'];

function points({points: event, fit}) {
  const list = (fit || event)?.points || [];
  return list.length ? h('table', {class: 'guide-table'}, h('caption', null, `${count(list.length, 'load', 'loads')} so far`), h('thead', null, h('tr', null, ['Load', 'Reading', fit ? 'Off the line' : null].filter(Boolean).map(name => h('th', {scope: 'col'}, name)))),
    h('tbody', null, list.map(one => h('tr', {class: one.used ? '' : 'out'}, h('td', null, `${(one.load_n / NEWTON_PER_KG).toFixed(1)} kg`), h('td', null, String(Math.round(one.reading))), fit ? h('td', null, one.used ? `${one.error_percent} %` : 'not used') : null)))) : null;
}

const passTable = ({passes}) => passes ? h('table', {class: 'guide-table'}, h('caption', null, `${count(passes.passes.length, 'pass', 'passes')} so far`), h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Pass'), h('th', {scope: 'col'}, 'Turned'), h('th', {scope: 'col'}, 'Radius'))),
  h('tbody', null, passes.passes.map((pass, i) => h('tr', {class: pass.used ? '' : 'out'}, h('td', null, String(i + 1)), h('td', null, `${pass.angle_deg}°`), h('td', null, pass.used ? `${pass.radius_mm} mm` : 'not used'))))) : null;

const storedText = ({strip, radius_mm: radius}) => isNumber(strip) ? `Strip ${strip} is stored in the roller.` : `The rolling radius is stored in the roller: ${radius} mm.`;

/* The end: what was stored, or why not. */
function result(task, simulated) {
  const stored = task.stored || [], failed = task.end?.status && !task.cancelled;
  const title = task.cancelled ? 'Cancelled' : failed ? 'That did not work' : stored.length ? 'Calibrated' : 'Finished';
  const text = failed ? task.end.text : stored.length ? simulated ? 'The virtual roller forgets it: each time it starts as new.' : 'Later recordings use it.' : 'The roller\'s calibration is as it was.';
  return h('div', {class: 'card guide'}, h('p', {class: 'kicker'}, kicker(task)), h('h2', {class: failed ? 'bad' : ''}, title), h('p', {class: 'guide-say', role: 'status'}, text),
    stored.length ? h('ul', {class: 'checks'}, stored.map(one => h('li', null, icon('ok'), h('p', null, storedText(one))))) : null,
    points(task), passTable(task), h('div', {class: 'actions'}, button('Close', 'main', () => command('close'))));
}

/* Ask before what was measured is thrown away. */
export async function cancel() {
  const {task} = app.state.roller;
  const has = task.points?.points?.length || task.passes;
  const choice = has ? await askDialog({title: 'Cancel the calibration?', text: 'What is stored in the roller stays as it is.', actions: [['stay', 'Keep measuring', ''], ['cancel', 'Cancel it', 'main']]}) : 'cancel';
  if (choice === 'cancel')
    command('cancel');
}

/* Build the card of a task, whenever its state has changed. */
export function guide(roller) {
  const {task} = roller, question = task.ask;
  main = wait = load = strips = null;
  if (task.end) {
    main = () => command('close');
    return result(task, roller.simulated);
  }
  const steps = question && STEPS[question.step]?.(question, task);
  const [title, text, label] = steps || (question ? [question.text, '', 'Next'] : task.phase !== 'running' ? ['Looking for the roller', 'It answers within ten seconds.'] : task.kind === 'check' ? checkStep(task) : ['One moment', '']);
  const target = question?.strip ?? task.points?.strip, seen = task.seen?.strips;
  strips = makeStrips({count: seen?.length || 8, mark: strip => seen ? seen[strip] ? 'strip-ok' : '' : strip === target ? 'strip-at' : '', label: 'The strips of the roller, seen from its end, and what each carries'});
  load = makeLoad(target);
  const heading = h('h2', {id: 'guide-h'}, title), say = h('p', {class: 'guide-say', id: 'guide-say'}, text);
  if (!question && task.kind !== 'check')
    wait = {heading, say};
  const notices = task.kind === 'check' ? [] : task.notices || [];
  return h('div', {class: 'card guide', 'aria-labelledby': 'guide-h'}, h('div', {class: 'guide-two'},
    h('div', null, h('p', {class: 'kicker'}, kicker(task, question)), h('div', {'aria-live': 'polite'}, heading, say),
      notices.length ? h('div', {class: 'guide-notes', role: 'status'}, notices.map(notice => h('p', null, notice))) : null,
      question ? form(task, question, label, roller.simulated) : h('div', {class: 'busy', 'aria-hidden': 'true'}, h('i')),
      roller.simulated && task.kind !== 'check' ? h('p', {class: 'sub'}, 'Simulated: the program turns the roller, puts on the weight that you type, and rolls from line to line.') : null),
    h('div', {class: 'guide-live'}, strips.svg, load.line, task.kind === 'check' && task.seen ? seenList(task) : null, points(task), passTable(task))),
  h('div', {class: 'guide-foot'}, button(task.kind === 'check' ? 'End the check' : 'Cancel', 'quiet', cancel), h('p', {class: 'sub'}, task.kind === 'check' ? 'It ends by itself when all has been seen, or after a minute.' : 'Cancel leaves the roller\'s calibration as it was.')));
}

export function event(name, data) {
  if (name === 'signal') {
    strips?.show(data);
    load?.show(data);
  } else if (name === 'settling' && wait) {
    const left = isNumber(data.left_s) ? Math.ceil(data.left_s) : null;
    put(wait.heading, !isNumber(data.strip) ? 'Hold it still' : data.state === 'moving' ? 'Let it settle' : 'Measuring');
    put(wait.say, left === null ? 'The roller has to lie still for a second.' : `Do not touch anything: ${left} s more.`);
  }
}

export function key(name) {
  if (name === 'Escape')
    cancel();
  else if (name === 'Enter' && main)
    main();
  return name === 'Escape' || name === 'Enter';
}
