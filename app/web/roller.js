/* SPDX-License-Identifier: MIT */
/* The roller: which one, whether it is healthy, and the virtual one to try without hardware. */
import {$, h, s, icon, put, button} from './dom.js';
import {app, attempt} from './app.js';
import {post} from './server.js';
import {day, time} from './words.js';

const STRIPS = 8;

let drawn = '';

const command = (name, more = {}) => () => attempt(() => post('/api/roller', {command: name, ...more}));

/* The strips, seen from the end of the roller. */
function section(bad) {
  const svg = s('svg', {viewBox: '-130 -130 260 260', role: 'img',
    'aria-label': bad.length ? `The strips of the roller; ${bad.join(', ')} need a look` : 'The eight strips of the roller; all are well'},
  s('circle', {class: 'core-s', r: 126}));
  for (let strip = 1; strip <= STRIPS; strip++) {
    const degrees = (strip - 1) * 360 / STRIPS - 90, radians = degrees * Math.PI / 180;
    const x = (88 * Math.cos(radians)).toFixed(1), y = (88 * Math.sin(radians)).toFixed(1);
    svg.append(s('rect', {class: bad.includes(strip) ? 'strip-no' : 'strip-ok', x: -27, y: -18, width: 54, height: 36, rx: 8,
      transform: `translate(${x} ${y}) rotate(${degrees + 90})`}),
    s('text', {class: 'strip-t', x, y: Number(y) + 6.5, 'text-anchor': 'middle'}, String(strip)));
  }
  svg.append(s('circle', {class: 'core-s hole', r: 46}));
  return svg;
}

function checkCard(check) {
  if (!check)
    return h('div', {class: 'card'}, h('h2', null, 'Check'), h('p', {class: 'sub'}, 'Ten seconds: strips, motion sensor, readings and clock. Leave the roller lying still.'));
  if (check.running)
    return h('div', {class: 'card'}, h('h2', null, 'Checking'), h('p', {class: 'sub'}, 'This takes about ten seconds. Leave the roller lying still.'),
      h('div', {class: 'busy', 'aria-hidden': 'true'}, h('i')));
  const items = Array.isArray(check.items) ? check.items : [];
  return h('div', {class: 'card'}, h('h2', null, 'Check'), check.summary ? h('p', {class: 'sub'}, check.summary) : null,
    items.length ? h('div', {class: check.strips_bad ? 'check' : ''}, check.strips_bad ? section(check.strips_bad) : null, h('ul', {class: 'checks'}, items.map(item =>
      h('li', {class: item.ok ? '' : 'at'}, icon(item.ok ? 'ok' : 'warn'), item.name ? h('p', null, item.name, h('span', null, item.text || '')) : h('p', null, item.text), h('em', null, item.value || ''))))) : null);
}

function device(roller) {
  const busy = roller.check?.running || ['rolling', 'change'].includes(app.state.phase);
  return h('div', {class: 'card devrow'}, h('div', null, h('h2', null, roller.simulated ? 'Virtual roller' : roller.name || 'Roller'),
    h('p', {class: 'sub'}, roller.simulated ? 'Simulated: a program plays a person who rolls.' : [roller.port, roller.text].filter(Boolean).join('. '))),
  button(roller.check ? 'Check again' : 'Check it', 'main', command('check'), {disabled: busy}));
}

const virtualCard = roller => h('div', {class: 'card devrow'}, h('div', null, h('h2', null, 'Without a roller'),
  h('p', {class: 'sub'}, roller.simulated ? 'You use the virtual roller. Its sessions are kept apart from yours.'
    : 'The virtual roller plays a person who rolls. Its sessions are kept apart from yours.')),
roller.simulated ? button('Use a real roller', '', command('real')) : button('Try the virtual roller', '', command('virtual')));

const calibrationCard = () => h('div', {class: 'card'}, h('h2', null, 'Calibrate'),
  h('p', {class: 'sub'}, 'Known weights on each strip, and a measured metre to roll over. For now this is done in a terminal, which leads you step by step:'),
  h('p', {class: 'mono'}, 'roller-logger calibrate strips'), h('p', {class: 'mono'}, 'roller-logger calibrate radius'));

function lead(roller) {
  const {check} = roller;
  if (roller.status === 'found' || roller.status === 'busy') {
    if (!check || check.running)
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

function draw() {
  const {roller = {status: 'searching'}} = app.state, shape = JSON.stringify([roller, app.state.phase]);
  if (shape === drawn)
    return;
  drawn = shape;
  const [title, text] = lead(roller);
  put($('rol-h'), title);
  put($('rol-lead'), text);
  const found = roller.status === 'found' || roller.status === 'busy';
  $('rol-body').replaceChildren(...(found ? [device(roller), checkCard(roller.check)]
    : roller.status === 'two' ? [h('div', {class: 'card'}, h('div', {class: 'actions'}, (roller.choices || []).map(({id, name}) =>
      button(name, '', command('choose', {id})))))]
      : [h('div', {class: 'card'}, h('h2', null, 'If it stays so'), h('ol', {class: 'steps'},
        ['Try another socket, without a hub between.', 'Try another cable: some carry power only.',
          'The light on the roller should blink. If it does not, see the building guide.'].map(step => h('li', null, h('span', null, step)))))]),
  virtualCard(roller), ...(found && !roller.simulated ? [calibrationCard()] : []));
}

export const screen = {
  id: 'roller',
  title: 'Roller',
  show() {
    drawn = '';
    draw();
  },
  update: draw,
};
