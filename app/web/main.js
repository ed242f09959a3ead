/* SPDX-License-Identifier: MIT */
/* Starts the page: login, events, which screen is shown, keys. The program's state decides what "Roll" shows; the
 * address decides the rest, so that back and forward work. */
import {$, put, set} from './dom.js';
import {app, virtualFailed} from './app.js';
import {login, listen} from './server.js';
import {drawBanners, showNotice} from './banners.js';
import {close, isOpen} from './dialog.js';
import {watchTabs} from './tabs.js';
import * as look from './look.js';
import * as sounds from './sounds.js';
import {screen as ready} from './ready.js';
import {screen as rolling, drawMute} from './rolling.js';
import {screen as change} from './change.js';
import {screen as done} from './done.js';
import {screen as stretch} from './stretch.js';
import {screen as history} from './history.js';
import {screen as report} from './report.js';
import {screen as roller} from './roller.js';
import {screen as settings} from './settings.js';

const SCREENS = [ready, rolling, change, done, stretch, history, report, roller, settings];
const OF_PHASE = {ready, listening: ready, rolling, change, done};
const OF_ADDRESS = new Map(Object.entries({stretch, history, roller, settings, report, compare: report, trend: report}));
const NAV = {ready: 'roll', rolling: 'roll', change: 'roll', done: 'roll', stretch: 'roll', report: 'history'};
const STATUS = {found: 'Roller found', busy: 'Roller found', two: 'Two rollers', searching: 'Looking for a roller', permission: 'Roller not allowed'};

let current = null, address = '', phase = '';

function drawFrame() {
  const {state} = app, {roller: found = {status: 'searching'}} = state, simulated = Boolean(found.simulated || state.session?.simulated);
  $('simulated').hidden = !simulated;
  document.body.classList.toggle('simulating', simulated);
  put($('status'), !app.connected ? 'Not connected' : virtualFailed() ? 'Roller stopped' : simulated ? 'Virtual roller' : STATUS[found.status] || 'No roller');
  set($('status'), 'class', app.connected && !virtualFailed() && ['found', 'busy'].includes(found.status) ? 'status' : 'status off');
}

function show(screen, parts) {
  current?.hide?.();
  current = screen;
  close();
  for (const {id} of SCREENS)
    $(id).classList.toggle('on', id === screen.id);
  $('wait').classList.remove('on');
  document.body.classList.toggle('far', Boolean(screen.far));
  for (const link of document.querySelectorAll('[data-nav]'))
    if (link.dataset.nav === (NAV[screen.id] || screen.id))
      link.setAttribute('aria-current', 'page');
    else
      link.removeAttribute('aria-current');
  document.title = `${screen.title} – Foam roller`;
  scrollTo(0, 0);
  screen.show(...parts);
}

function route() {
  if (!app.state)
    return;
  const parts = location.hash.slice(1).split('/').map(part => {
    try {
      return decodeURIComponent(part);
    } catch {
      return '';
    }
  });
  const wanted = OF_ADDRESS.get(parts[0]) || OF_PHASE[app.state.phase] || ready;
  const moved = wanted !== current || wanted === report && location.hash !== address;
  address = location.hash;
  if (moved)
    show(wanted, parts);
  else
    current.update?.();
  drawBanners(current.id);
}

function redraw() {
  if (!app.state)
    return;
  drawFrame();
  drawMute();
  route();
}

function wait(text) {
  $('wait').classList.add('on');
  put($('wait-say'), text);
}

function event(name, data) {
  if (name === 'state') {
    if (data.phase !== phase && ['rolling', 'listening', 'ready', 'change'].includes(data.phase))
      app.live.clear();
    if (data.phase !== phase && phase && ['rolling', 'change', 'done'].includes(data.phase) && !['#roll', ''].includes(location.hash))
      window.history.replaceState(null, '', '#roll'); /* a leg began or ended: show it */
    if (app.state && data.session?.zero_set && !app.state.session?.zero_set)
      sounds.play('zero');
    phase = data.phase;
    document.documentElement.dataset.phase = phase;
    app.state = data;
    redraw();
    return;
  }
  app.live.event(name, data);
  if (name === 'notice' || name === 'refused')
    showNotice(data.text);
  current?.event?.(name, data);
}

function keys(pressed) {
  sounds.wake();
  const target = pressed.target, typed = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  if (isOpen() || pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.repeat && pressed.key === ' ')
    return;
  /* A control has its own Space and Enter, unless it is in a dialog that was closed a moment ago; Esc always stops. */
  const control = target.closest('a, button') && !target.closest('dialog:not([open])');
  if (pressed.key !== 'Escape' && (typed || control))
    return;
  if (current?.key?.(pressed.key))
    pressed.preventDefault();
}

async function begin() {
  look.apply();
  wait('Starting.');
  try {
    await login();
  } catch (error) {
    wait(error.message);
    if (error.code === 'login')
      return;
  }
  for (const screen of SCREENS)
    screen.make?.();
  app.redraw = redraw;
  app.tabs = watchTabs(redraw);
  listen({
    event,
    connected() {
      app.connected = true;
      app.trouble = null;
      redraw();
    },
    lost(error) {
      app.trouble = error;
      if (app.connected)
        app.lostAt = performance.now();
      app.connected = false;
      if (!app.state)
        wait(error.message);
      redraw();
    },
  });
  addEventListener('hashchange', () => {
    if (location.hash === '#main')
      return;
    route();
    $('main').focus({preventScroll: true});
  });
  $('skip').addEventListener('click', clicked => {
    clicked.preventDefault();
    $('main').focus();
  });
  addEventListener('keydown', keys);
  addEventListener('pointerdown', sounds.wake);
  const frame = () => {
    if (app.state)
      current?.frame?.();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

begin();
