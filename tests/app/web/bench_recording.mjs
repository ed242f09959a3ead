/* SPDX-License-Identifier: MIT */
/* A recording of the virtual roller with the page open, MINUTES of it: how late the page draws a frame, what the page
 * costs the recording, and whether the memory of logger, app and page stays flat. Some of it before, without a page, is
 * to compare with. Linux only.
 *
 * The roller sends frames in real time, and the clocks agree within a minute. So a line of the logger is late by the
 * time from its `time_s` to the pixel, less the least time of its minute from `time_s` to the page. That least way, a few
 * milliseconds, is not in the result; delays of the simulation are. */
import {chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {request} from 'node:http';
import {loadavg, tmpdir} from 'node:os';
import {join} from 'node:path';
import {startReal} from './real-server.mjs';
import {launch, openPage, until} from './browser.mjs';

const MINUTES = Number(process.env.MINUTES || 2), ALONE_MINUTES = Math.min(2, MINUTES / 2), SAMPLES = Math.max(8, Math.round(MINUTES / 3));
const STROKES_PER_MINUTE = 30; /* more than the virtual roller makes */
const PIXEL_LIMIT_MS = 100, COST_LIMIT = 5, GROWTH_LIMIT_KIB = 1024;
const TICKS_PER_S = 100, PAGE_KIB = 4; /* of /proc */

const sleep = ms => new Promise(next => setTimeout(next, ms));
const at = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];

/* The app lets the virtual roller make 60 strokes: this one makes more. */
function linkPrograms(home) {
  const folder = join(home, 'programs'), built = process.env.PROGRAMS, roller = join(folder, 'virtual-roller');
  mkdirSync(folder);
  copyFileSync(join(built, 'foam-roller'), join(folder, 'foam-roller'));
  for (const name of ['roller-logger', 'roller-analyzer'])
    symlinkSync(join(built, name), join(folder, name));
  const strokes = Math.ceil((MINUTES + ALONE_MINUTES + 1) * STROKES_PER_MINUTE);
  writeFileSync(roller, `#!/bin/sh\nexec '${built}/virtual-roller' "$@" --strokes ${strokes}\n`);
  chmodSync(roller, 0o755);
  return folder;
}

/* The processor time and the memory of a process. */
function used(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ');
  return {time_s: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S, kib: Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_KIB};
}
function childNamed(parent, name) {
  for (const pid of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
    try {
      const [, found, , ppid] = /^\d+ \((.*)\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      if (found === name && Number(ppid) === parent)
        return Number(pid);
    } catch {
      /* it has ended */
    }
  }
  throw new Error(`${name} does not run`);
}

/* What the page asks for, without a page. */
function client(real) {
  let cookie = '';
  const ask = (method, path, body) => new Promise((done, failed) => {
    const sent = request(real.origin + path, {method, headers: {'Content-Type': 'application/json', Origin: real.origin, Cookie: cookie, Connection: 'close'}}, answer => {
      let text = '';
      cookie = answer.headers['set-cookie']?.[0].split(';')[0] || cookie;
      answer.on('data', part => { text += part; });
      answer.on('end', () => done({status: answer.statusCode, body: text ? JSON.parse(text) : null}));
    });
    sent.on('error', failed);
    sent.end(body && JSON.stringify(body));
  });
  return {post: (path, body) => ask('POST', path, body), get: path => ask('GET', path)};
}

async function startRolling(real) {
  const {post, get} = client(real);
  await post('/api/login', {token: /token=(.*)/.exec(real.url)[1]});
  await post('/api/people', {name: 'Mia', thigh_length_mm: 350});
  await post('/api/settings', {end_on_lift_s: 0});
  await post('/api/roller', {command: 'virtual'});
  await post('/api/session', {command: 'listen', person_id: 'p1', legs: 'right', pain_before: 4});
  for (let state = {}; state.phase !== 'rolling'; await sleep(50)) {
    await post('/api/session', {command: 'start'});
    state = (await get('/api/state')).body;
    if (state.phase === 'ready')
      throw new Error(`The logger has ended: ${state.problem?.text}`);
  }
}

/* In the page: when each live line came, and when it had been painted: two frames later at most. */
function noteLines() {
  window.lines = [];
  const listen = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (name, take, ...more) {
    return listen.call(this, name, name !== 'live' ? take : message => {
      const come = performance.timeOrigin + performance.now(), {time_s} = JSON.parse(message.data);
      take(message);
      requestAnimationFrame(() => requestAnimationFrame(() =>
        window.lines.push([time_s * 1000, come, performance.timeOrigin + performance.now()])));
    }, ...more);
  };
}

const home = mkdtempSync(join(tmpdir(), 'foam-roller-test-'));
const real = await startReal({programs: linkPrograms(home), home});
let browser, missed = [];
try {
  await startRolling(real);
  const pids = {app: real.child.pid, logger: childNamed(real.child.pid, 'roller-logger')};
  const usedNow = () => Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, used(pid)]));
  const begun = Date.now();
  const shares = (from, to, s) => Object.fromEntries(Object.keys(pids).map(name => [name, (to[name].time_s - from[name].time_s) / s * 100]));
  const say = ({app, logger}) => `app ${app.toFixed(2)} %, logger ${logger.toFixed(2)} % of a core`;

  const first = usedNow();
  await sleep(ALONE_MINUTES * 60000);
  const alone = shares(first, usedNow(), (Date.now() - begun) / 1000);
  console.log(`${ALONE_MINUTES} min without a page: ${say(alone)}`);

  browser = await launch();
  const context = await browser.newContext({viewport: {width: 1280, height: 800}});
  await context.addInitScript(noteLines);
  const page = await openPage({newContext: () => context}, real);
  await until(page, () => document.getElementById('rolling').classList.contains('on'));
  const inspector = await context.newCDPSession(page);
  await inspector.send('Performance.enable');

  const ways = [], samples = [], opened = usedNow(), openedAt = Date.now();
  let before = opened, beforeAt = openedAt;
  for (let i = 1; i <= SAMPLES; i++) {
    for (let next; (next = Math.min(openedAt + i * MINUTES * 60000 / SAMPLES, Date.now() + 60000)) > Date.now() + 5;) {
      await sleep(next - Date.now());
      const lines = await page.evaluate(() => window.lines.splice(0));
      const fastest = Math.min(...lines.map(([time, come]) => come - time));
      ways.push(...lines.map(([time, come, painted]) => ({whole: painted - time - fastest, page: painted - come})));
    }
    await inspector.send('HeapProfiler.collectGarbage');
    const {metrics} = await inspector.send('Performance.getMetrics');
    const metric = name => metrics.find(found => found.name === name).value;
    const now = usedNow(), time = Date.now();
    const sample = {app: now.app.kib, logger: now.logger.kib, page: Math.round(metric('JSHeapUsedSize') / 1024)};
    samples.push(sample);
    console.log(`${((time - openedAt) / 60000).toFixed(1)} min: ${say(shares(before, now, (time - beforeAt) / 1000))}; ` +
      `memory app ${sample.app} KiB, logger ${sample.logger} KiB, page ${sample.page} KiB (${metric('Nodes')} nodes); ` +
      `p95 to the pixel ${at(ways.slice(-1200).map(way => way.whole), .95).toFixed(0)} ms; load ${loadavg()[0].toFixed(1)}`);
    [before, beforeAt] = [now, time];
  }
  const open = shares(opened, before, (beforeAt - openedAt) / 1000), cost = open.app + open.logger - alone.app - alone.logger;
  const whole = ways.map(way => way.whole), drawn = ways.map(way => way.page);
  console.log(`${MINUTES} min with the page: ${say(open)}; ${cost.toFixed(2)} % of a core more than without (limit ${COST_LIMIT})`);
  console.log(`from a frame to the pixel: median ${at(whole, .5).toFixed(0)} ms, p95 ${at(whole, .95).toFixed(0)} ms (limit ${PIXEL_LIMIT_MS}), ` +
    `p99 ${at(whole, .99).toFixed(0)} ms; in the page alone: median ${at(drawn, .5).toFixed(0)} ms, p95 ${at(drawn, .95).toFixed(0)} ms; ${ways.length} lines`);
  missed = [[at(whole, .95) > PIXEL_LIMIT_MS, 'time to the pixel'], [cost > COST_LIMIT, 'cost of the page']];
  for (const name of ['app', 'logger', 'page']) {
    /* The least of the third quarter and of the last: what comes and goes does not count. */
    const least = (from, to) => Math.min(...samples.slice(Math.floor(from * SAMPLES), Math.ceil(to * SAMPLES)).map(sample => sample[name]));
    const growth = least(.75, 1) - least(.5, .75);
    console.log(`memory of ${name}: ${samples[0][name]} KiB at first, ${samples.at(-1)[name]} KiB at the end, growth over the last half ${growth} KiB (limit ${GROWTH_LIMIT_KIB})`);
    missed.push([growth > GROWTH_LIMIT_KIB, `memory of ${name}`]);
  }
  missed.push([page.trouble.length > 0, page.trouble.join('; ')]);
} finally {
  await browser?.close();
  await real.close();
}
missed = missed.filter(([is]) => is).map(([, what]) => what);
if (missed.length)
  console.log(`missed: ${missed.join(', ')}`);
process.exit(missed.length ? 1 : 0);
