/* SPDX-License-Identifier: MIT */
/* The page against a double of the server: the whole way by keyboard, what it sends, and that it stays calm and safe. */
import {readFileSync} from 'node:fs';
import {test, before, after} from 'node:test';
import assert from 'node:assert/strict';
import {startFake} from './fake-server.mjs';
import {launch, openPage, show, until, LIMIT_MS} from './browser.mjs';
import {CHECK, VIEWS, PEOPLE, PLACES, ROLLER, base, live, question, reports, running, sessions, SIGNAL, TASKS} from './made-up.mjs';

const HTML = '<img src=x onerror="window.broken=1"><b>bold</b>';
const MANY = 5000;

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function withPage(options, body) {
  const fake = await startFake({state: base(), sessions: sessions(30), report: id => reports[id], ...options});
  const page = await openPage(browser, fake, options.size);
  try {
    await body(page, fake);
    assert.deepEqual(page.trouble, []);
  } finally {
    await page.context().close();
    await fake.close();
  }
}

const asked = async (fake, test) => {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const found = fake.asked.find(test);
    if (found)
      return found;
    assert.ok(Date.now() < end, `not asked for: ${test}`);
    await new Promise(again => setTimeout(again, 20));
  }
};
const command = name => ({path, body}) => path === '/api/session' && body?.command === name;
const text = (page, id) => page.evaluate(of => document.getElementById(of).textContent, id);
const shows = (page, id) => until(page, of => document.getElementById(of).classList.contains('on'), id);
const state = (page, name) => until(page, wanted => document.getElementById('rolling').dataset.state === wanted, name);

test('the token leaves the address, and the cookie is enough afterwards', () => withPage({}, async (page, fake) => {
  assert.ok(!page.url().includes(fake.token));
  await page.reload();
  await shows(page, 'ready');
}));

test('both legs by keyboard alone', () => withPage({}, async (page, fake) => {
  const first = await asked(fake, command('listen'));
  assert.deepEqual(first.body, {command: 'listen', person_id: 'p1', legs: 'both', pain_before: null});
  fake.set({phase: 'listening', session: running()});
  fake.send('live', live({time_s: 0, position_mm: 0, rows: 0}));
  await until(page, () => document.getElementById('say').textContent.includes('Hold its button'));
  await page.keyboard.press('Space');
  await asked(fake, command('zero'));
  fake.set({session: running({zero_set: true})});
  await until(page, () => document.getElementById('sit').classList.contains('set'));
  fake.send('live', live({time_s: 1, position_mm: 3, rows: 0}));
  fake.send('live', live({time_s: 2, position_mm: 40, rows: 0}));
  await asked(fake, command('start'));
  fake.set({phase: 'rolling', session: running({zero_set: true})});
  await shows(page, 'rolling');
  fake.send('live', live());
  await state(page, 'stay');
  await page.keyboard.press('Space');
  await asked(fake, command('mark'));
  await page.keyboard.press('Escape');
  await until(page, () => document.getElementById('dialog').open);
  await page.keyboard.press('Escape');
  await until(page, () => !document.getElementById('dialog').open);
  assert.ok(!fake.asked.some(command('stop')), 'Esc does not stop without asking');
  await page.keyboard.press('Enter');
  await asked(fake, command('next'));
  fake.set({phase: 'change', session: running({leg: 'left', saved: [{id: 's-right', leg: 'right', rows: 1, lost: 0, duration_s: 134}]})});
  await shows(page, 'change');
  assert.match(await text(page, 'ch-h'), /left leg/);
  fake.send('live', live({time_s: 0, position_mm: 0, rows: 0}));
  await until(page, () => document.querySelector('#ch-actions .main'));
  await page.keyboard.press('Enter');
  assert.equal((await asked(fake, item => command('zero')(item) && fake.asked.filter(command('zero')).length === 2)).body.command, 'zero');
  fake.set({phase: 'done', session: running({saved: [{id: 's-right', leg: 'right', rows: 1, lost: 0, duration_s: 134}, {id: 's-left', leg: 'left', rows: 1, lost: 2, duration_s: 126}]})});
  await shows(page, 'done');
  await until(page, () => document.querySelector('#lr .spots'));
  assert.match(await text(page, 'done-h'), /You stayed longest/);
  assert.match(await text(page, 'done-lead'), /2 readings lost/);
  await page.focus('input[name=pain-after][value="0"]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await page.keyboard.type('long run');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.deepEqual((await asked(fake, command('done'))).body, {command: 'done', note: 'long run', pain_after: 2});
  await shows(page, 'history');
}));

test('no pain is chosen at first, and a choice can be taken back', () => withPage({}, async page => {
  assert.equal(await page.locator('input[name=pain-before]:checked').count(), 0);
  await page.check('input[name=pain-before][value="4"]', {force: true});
  await page.click('#pain-skip');
  assert.equal(await page.locator('input[name=pain-before]:checked').count(), 0);
}));

/* The names of the states that these numbers bring, one every 50 ms, without repetitions. */
const statesOf = (page, list) => page.evaluate(async numbers => {
  const {makeLive} = await import('/live.js');
  let clock = 1000;
  const live = makeLive(() => clock), names = [];
  for (const data of numbers) {
    live.event('live', {...data, time_s: clock / 1000});
    const {name} = live.state(45);
    if (names.at(-1) !== name)
      names.push(name);
    clock += 50;
  }
  return names;
}, list);
const repeat = (times, more) => Array.from({length: times}, (_, i) => live(typeof more === 'function' ? more(i) : more));

test('staying and moving do not flicker', () => withPage({}, async page => {
  assert.deepEqual(await statesOf(page, repeat(100, i => ({here_s: i % 7 === 3 ? 0 : 5}))), ['stay'], 'a single number changes nothing');
  assert.deepEqual(await statesOf(page, [...repeat(20, {here_s: 0}), ...repeat(20, {here_s: 4}), ...repeat(20, {here_s: 0})]), ['moving', 'stay', 'moving']);
  assert.deepEqual(await statesOf(page, repeat(100, i => ({here_s: i % 50 / 20}))), ['moving'], 'a slow stroke is not staying');
  assert.deepEqual(await statesOf(page, [...repeat(20, {here_s: 4}), ...repeat(15, {here_s: 4, loaded: false}), ...repeat(20, {here_s: 5})]), ['stay'], 'a hop is not lifting off');
  assert.deepEqual(await statesOf(page, [...repeat(20, {here_s: 4}), ...repeat(40, {here_s: 4, loaded: false})]), ['stay', 'lifted']);
}));

test('the leg is built once', () => withPage({}, async (page, fake) => {
  await show(page, fake, VIEWS.rolling_stay, []);
  await page.evaluate(() => {
    window.built = 0;
    new MutationObserver(list => { window.built += list.filter(item => item.target instanceof SVGGElement || item.target.id === 'r-leg').length; }).observe(document.getElementById('r-leg'), {childList: true, subtree: true});
  });
  for (let i = 0; i < 20; i++) {
    fake.send('live', live({time_s: 103 + i * .05, position_mm: 232 + 8 * Math.sin(i), here_s: 6, here_total_s: 34 + i, strokes: 20 + i}));
    await until(page, strokes => document.getElementById('r-strokes').textContent === String(strokes), 20 + i);
  }
  assert.equal(await page.evaluate(() => window.built), 0);
}));

test('a press is drawn and heard; lifted, lost and back are shown', () => withPage({}, async (page, fake) => {
  await show(page, fake, VIEWS.rolling_stay, []);
  fake.send('mark', {time_s: 103, position_mm: 150, marks: 2});
  await state(page, 'mark');
  await until(page, () => document.querySelectorAll('#r-leg .mk').length === 2);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.lastSound), 'mark');
  const beat = setInterval(() => {
    fake.send('live', live({time_s: 104, loaded: false, force_n: 0, here_s: 0}));
    fake.send('countdown', {left_s: 6});
  }, 100);
  await state(page, 'lifted');
  await until(page, () => document.getElementById('r-big').textContent === '6');
  clearInterval(beat);
  fake.send('lost_link', {time_s: 105, reason: 'unplugged', wait_s: 60});
  await state(page, 'lost');
  assert.equal(await text(page, 'r-force'), '–');
  fake.send('back', {gap_s: 3});
  fake.send('live', live({time_s: 108}));
  await state(page, 'stay');
}));

test('numbers that stop coming look stale', () => withPage({}, async (page, fake) => {
  await show(page, fake, VIEWS.rolling_stay, []);
  await state(page, 'lost');
}));

test('a page that is opened later shows the recording', () => withPage({}, async (page, fake) => {
  fake.set(VIEWS.rolling_stay.state);
  await page.reload();
  await shows(page, 'rolling');
  fake.send('places', PLACES);
  fake.send('live', live());
  await until(page, () => document.querySelectorAll('#r-leg .pl, #r-leg .pl-s').length === 2);
}));

test('of two tabs, one makes the sounds', () => withPage({}, async (page, fake) => {
  const other = await page.context().newPage();
  await other.goto(fake.origin);
  await until(page, () => document.getElementById('banners').textContent.includes('open twice'));
  await page.click('text=Sound here');
  await until(other, () => document.getElementById('banners').textContent.includes('open twice'));
  await until(page, () => !document.getElementById('banners').textContent.includes('open twice'));
  await page.goto('about:blank');
  await until(other, () => !document.getElementById('banners').textContent.includes('open twice'));
}));

test('HTML in every field stays text', () => withPage({sessions: sessions(6).map(one => ({...one, note: HTML, person_name: HTML, text: HTML, state: one.id === 'h1' ? 'unreadable' : 'ok'}))}, async (page, fake) => {
  const roller = {...ROLLER, name: HTML, text: HTML, port: HTML, check: {ok: false, summary: HTML, items: [{severity: 'note', strip: null, text: HTML}]}};
  const people = [{id: 'p1', name: HTML, thigh_length_mm: 350, usual_leg: 'both'}, ...PEOPLE.slice(1)];
  const problem = {code: HTML, text: HTML};
  for (const [name, address] of [['ready', '#roll'], ['history', '#history'], ['roller', '#roller'], ['settings', '#settings'], ['report', '#report/h0']]) {
    fake.set(base({roller, people, problem, settings: {...base().settings, folder: HTML}}));
    await page.evaluate(to => { location.hash = to; }, address);
    await shows(page, name);
    fake.send('notice', {text: HTML});
    await until(page, () => document.querySelectorAll('.banner').length >= 2);
    assert.ok((await page.evaluate(() => document.body.innerText)).includes('<img src=x'), name);
  }
  fake.set(base({roller: {status: 'two', choices: [{id: HTML, name: HTML}, {id: 'b', name: 'B'}]}, people}));
  fake.set(base({phase: 'done', people, session: running({saved: [{id: HTML, leg: 'right', rows: 1, lost: 0, duration_s: 5}]})}));
  await shows(page, 'done');
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.equal(await page.locator('img').count(), 0);
  page.trouble = page.trouble.filter(line => !/status of 404/.test(line)); /* that session has no report */
}));

test('listening that fails can be tried again', () => withPage({state: base({roller: {status: 'none'}})}, async (page, fake) => {
  fake.answers['POST /api/session'] = [409, {error: 'The roller is used by another program.', code: 'busy'}];
  fake.set({roller: ROLLER});
  await until(page, () => document.getElementById('say').textContent.includes('used by another program'));
  fake.answers = {};
  const before = fake.asked.length;
  await page.click('text=Try again');
  await until(page, () => !document.getElementById('say').textContent.includes('used by another program'));
  await asked(fake, item => fake.asked.indexOf(item) >= before && command('listen')(item));
  page.trouble = page.trouble.filter(line => !/status of 409/.test(line));
}));

test('a virtual roller that fails is said, and is tried again only when asked', () => withPage({}, async (page, fake) => {
  await page.clock.install();
  const listens = () => fake.asked.filter(command('listen')).length, virtual = {...ROLLER, simulated: true};
  fake.set({phase: 'listening', roller: virtual, session: running()});
  await until(page, () => document.getElementById('status').textContent === 'Virtual roller');
  fake.set({phase: 'ready', session: null, problem: {code: 'roller', text: 'The virtual roller has ended.'}});
  await until(page, () => document.getElementById('found').textContent.includes('has stopped'));
  assert.equal(await text(page, 'status'), 'Roller stopped');
  await until(page, () => document.getElementById('say').textContent.includes('The virtual roller has ended.'));
  assert.doesNotMatch(await text(page, 'say'), /cable/);
  const before = listens();
  await page.clock.runFor(60000);
  assert.equal(listens(), before);
  await page.click('#say button');
  await asked(fake, () => listens() > before);
}));

test('nothing of the virtual roller is to be pressed', () => withPage({}, async (page, fake) => {
  for (const [simulated, button] of [[false, true], [true, false]]) {
    const roller = {...ROLLER, simulated};
    fake.set({phase: 'rolling', roller, session: running({zero_set: true})});
    fake.send('live', live());
    await until(page, wanted => /Roller.s button/.test(document.getElementById('r-line').textContent) === wanted, button);
    await page.evaluate(() => { location.hash = '#roller'; });
    leads(fake, TASKS.turn);
    fake.set({phase: 'ready', roller: {...roller, task: TASKS.turn}, session: null});
    await until(page, wanted => /roller's button/.test(document.querySelector('.guide-form')?.textContent) === wanted, button);
    await page.evaluate(() => { location.hash = '#roll'; });
  }
}));

test('an error is a sentence; the program gone is said, and found again', () => withPage({}, async (page, fake) => {
  fake.answers['POST /api/session'] = [409, {error: 'The roller is used by another program.', code: 'busy'}];
  fake.set({phase: 'listening', session: running()});
  fake.send('live', live({time_s: 0, position_mm: 0, rows: 0}));
  await until(page, () => document.getElementById('say').textContent.includes('Hold its button'));
  await page.keyboard.press('Space');
  await until(page, () => document.getElementById('banners').textContent.includes('used by another program'));
  fake.refuse = true;
  fake.drop();
  await until(page, () => document.getElementById('banners').textContent.includes('does not answer'));
  fake.refuse = false;
  await until(page, () => !document.getElementById('banners').textContent.includes('does not answer'));
  page.trouble = page.trouble.filter(line => !/^console: Failed to load resource/.test(line));
}));

test('a page without the cookie says what to do', async () => {
  const fake = await startFake({state: base()});
  const page = await (await browser.newContext()).newPage();
  await page.goto(fake.origin);
  await until(page, () => document.getElementById('wait-say').textContent.includes('start Foam roller again'));
  await page.context().close();
  await fake.close();
});

test('a page of the analyzer that cannot be made is a sentence', () => withPage({}, async (page, fake) => {
  fake.answers['GET /report/h0'] = [422, {error: 'This recording has no rows.', code: 'program_failed'}];
  await page.evaluate(() => { location.hash = '#report/h0'; });
  await until(page, () => document.getElementById('rep-frame').textContent.includes('has no rows'));
  assert.equal(await page.locator('iframe').count(), 0);
  await page.evaluate(() => { location.hash = '#report/h2'; });
  await page.waitForSelector('iframe');
  assert.equal(await page.getAttribute('iframe', 'sandbox'), '');
  page.trouble = page.trouble.filter(line => !/status of 422/.test(line));
}));

test(`a history of ${MANY} sessions builds only what is in view`, () => withPage({sessions: sessions(MANY)}, async page => {
  await page.evaluate(() => { location.hash = '#history'; });
  await page.waitForSelector('#hist-list li');
  assert.ok(await page.locator('#hist-list li').count() < 100);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await until(page, last => document.querySelector(`#hist-list li[aria-posinset="${last}"]`), MANY);
  assert.ok(await page.locator('#hist-list li').count() < 100);
}));

test('the newest session comes first, whatever its file is called; a day and a button lead to the list', () => withPage({sessions: sessions(60).reverse()}, async page => {
  await page.evaluate(() => { location.hash = '#history'; });
  await until(page, () => document.getElementById('hist-lead').textContent.includes('Last: today'));
  assert.deepEqual(await page.$$eval('#hist-list time', days => days.slice(0, 3).map(day => day.textContent.startsWith('Today'))), [true, true, false]);
  const isOpenOf = part => until(page, words => { const at = document.activeElement, box = at.getBoundingClientRect(); return at.getAttribute('aria-label')?.includes(words) && box.top > 0 && box.bottom < innerHeight; }, part);
  await page.click('#hist-to-list');
  await isOpenOf('Open: Left leg');
  const day = page.locator('#calendar [data-day]').first(), date = (await day.getAttribute('title')).split(':')[0];
  await day.click();
  await isOpenOf(date);
  assert.equal(await page.locator('#hist-list .looked-for').count(), 2, 'both legs of that day');
}));

test('real and simulated sessions are never mixed', () => {
  const mixed = sessions(8).map((one, i) => ({...one, simulated: i < 3}));
  return withPage({sessions: mixed}, async page => {
    const lists = wanted => until(page, number => document.getElementById('hist-lead').textContent.startsWith(`${number} sessions`), wanted);
    await page.evaluate(() => { location.hash = '#history'; });
    await lists(5);
    await page.check('input[name=f-kind][value=simulated]', {force: true});
    await lists(3);
    await page.check('input[name=f-kind][value=real]', {force: true});
    await lists(5);
    assert.match(await text(page, 'hist-lead'), /3 simulated ones are kept apart/);
  });
});

test('the button that ends a leg says what comes after it', () => withPage({}, async (page, fake) => {
  for (const [session, name] of [[{legs: 'both', leg: 'right'}, 'Next leg'], [{legs: 'both', leg: 'left'}, 'Finish'], [{legs: 'right', leg: 'right'}, 'Finish']]) {
    fake.set({phase: 'rolling', session: running({zero_set: true, ...session})});
    fake.send('live', live());
    await until(page, wanted => document.getElementById('r-next').textContent === wanted, name);
  }
}));

test('two sessions are compared, one is noted and one goes to the trash', () => withPage({}, async (page, fake) => {
  await page.evaluate(() => { location.hash = '#history'; });
  await page.waitForSelector('#hist-list li');
  const boxes = page.locator('#hist-list input[type=checkbox]');
  await boxes.nth(0).check({force: true});
  await boxes.nth(2).check({force: true});
  assert.match(await page.getAttribute('#tray a', 'href'), /^#compare\/h2\/h0$/);
  await page.locator('#hist-list .act button').first().click();
  await page.click('#dialog button[value=edit]');
  await page.fill('#edit-note', 'sore');
  await page.click('#dialog button[value=keep]');
  assert.deepEqual((await asked(fake, ({method, path}) => method === 'POST' && path === '/api/sessions/h0')).body, {pain_before: 3, pain_after: 2, note: 'sore'});
  await until(page, () => !document.getElementById('dialog').open);
  await page.locator('#hist-list .act button').first().click();
  await page.click('#dialog button[value=trash]');
  await until(page, () => document.getElementById('dialog-h').textContent.startsWith('Move this'));
  await page.click('#dialog button[value=trash]');
  await asked(fake, ({path}) => path === '/api/sessions/h0/trash');
}));

test('a person is added, with a length that is checked', () => withPage({}, async (page, fake) => {
  await page.click('[aria-label="Add a person"]');
  await page.fill('#person-name', 'Mia');
  await page.fill('#person-length', '35');
  await page.click('#dialog button[value=keep]');
  await until(page, () => document.getElementById('dialog-error').textContent.includes('150 to 600'));
  await page.fill('#person-length', '350');
  await page.click('#dialog button[value=keep]');
  assert.deepEqual((await asked(fake, ({path}) => path === '/api/people')).body, {name: 'Mia', thigh_length_mm: 350, usual_leg: 'both'});
}));

/* ---- The roller: a check and a calibration, led by the page ---- */

const roller = (name, more) => name === 'answer' ? ({path, body}) => path === '/api/roller' && body?.command === name && body.ask === more : ({path, body}) => path === '/api/roller' && body?.command === name;
const FOUND_PROBLEMS = {roller: ['warning'], rate: ['limit'], jitter: ['limit'], lost: ['limit'], clock: ['limit', 'not_checked'], strip: ['shorted', 'open', 'stuck', 'dropouts', 'noisy', 'not_seen'],
  full_scale: ['limit'], calibration: ['not_measured'], motion_sensor: ['dropouts', 'stuck'], gravity: ['limit'], still: ['limit', 'not_checked'], rotation: ['not_checked']};
const heading = (page, words) => until(page, wanted => document.getElementById('guide-h')?.textContent.includes(wanted), words);
const leads = (fake, task, more = {}) => fake.set({roller: {...ROLLER, task: {...task, ...more}}});

test('a check is said without the words of a terminal, what is wrong first; all that can be found has words', () => withPage({}, async (page, fake) => {
  await page.evaluate(() => { location.hash = '#roller'; });
  fake.set({roller: {...ROLLER, check: CHECK}});
  await until(page, () => document.querySelectorAll('.checks li').length === 6);
  const lines = await page.$$eval('.checks li', list => list.map(one => one.innerText.replaceAll(/\s+/g, ' ')));
  assert.match(lines[0], /^Strip 3 It feels nothing while others do.* fault$/);
  assert.match(lines[1], /^Calibration of the strips Not done.* to do$/);
  assert.match(lines[2], /^7 other strips They feel the load\. good$/);
  assert.doesNotMatch(lines.join(), /roller-logger|frames|noise|100\.16|open\?/);
  await page.click('.measured summary');
  await until(page, () => document.querySelector('.measured').innerText.includes('100.16 frames per second'));

  /* Whatever the logger may send: its words are those of the schema. */
  const schema = JSON.parse(readFileSync(new URL('../../../docs/schema/events.schema.json', import.meta.url)));
  const {about, problem} = schema.oneOf.find(({title}) => title === 'finding').properties;
  const rawText = 'as a terminal says it', of = (what, bad) => ({event: 'finding', severity: bad ? 'fault' : 'ok', strip: null, about: what, problem: bad, text: rawText});
  for (const what of about.enum) {
    const items = [null, ...FOUND_PROBLEMS[what] || []].map(bad => of(what, bad));
    fake.set({roller: {...ROLLER, check: {...CHECK, items}}});
    await until(page, count => document.querySelectorAll('.measured li').length === count && document.querySelectorAll('.checks li').length === count, items.length);
    const shown = await page.$$eval('.checks', ([list]) => list.textContent);
    assert.equal(shown.includes(rawText), what === 'roller', what);
  }
  assert.deepEqual(new Set([null, ...Object.values(FOUND_PROBLEMS).flat()]), new Set(problem.enum));
}));

test('a strip is calibrated by keyboard: each answer goes to its question, once', () => withPage({}, async (page, fake) => {
  await page.evaluate(() => { location.hash = '#roller'; });
  await page.locator('.strip-choice button', {hasText: '2'}).click();
  assert.deepEqual((await asked(fake, roller('calibrate'))).body, {command: 'calibrate', what: 'strips', strip: 2});
  leads(fake, TASKS.turn, {notices: [HTML]});
  await heading(page, 'Turn strip 2 to the top');
  assert.ok((await text(page, 'rol-body')).includes(HTML));
  fake.send('signal', SIGNAL);
  await until(page, () => document.querySelector('.carries').textContent.includes('147 N'));
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  assert.deepEqual((await asked(fake, roller('answer', 4))).body, {command: 'answer', ask: 4, text: ''});
  leads(fake, TASKS.measuring);
  await heading(page, 'One moment');
  fake.send('settling', {event: 'settling', strip: 2, reading: 3415, state: 'measuring', left_s: 2.6});
  await until(page, () => document.getElementById('guide-say').textContent.includes('3 s more'));
  leads(fake, TASKS.load, {ask: question('load', {ask: 5, strip: 2, number: 5, unit: 'kg', words: ['undo']})});
  await heading(page, 'Put load 5');
  await page.keyboard.type('20,5');
  fake.set({problem: null}); /* a change elsewhere takes nothing away */
  await page.keyboard.press('Enter');
  assert.equal((await asked(fake, roller('answer', 5))).body.text, '20.5');
  leads(fake, TASKS.store, {ask: question('store', {ask: 6, strip: 2, words: ['yes', 'no', 'again']})});
  await heading(page, 'Store this for strip 2?');
  await page.click('text=Do not store it');
  assert.equal((await asked(fake, roller('answer', 6))).body.text, 'no');
  assert.equal(fake.asked.filter(({body}) => body?.command === 'answer').length, 3);
}));

test('a calibration is cancelled after a question; its end is said, and closed', () => withPage({}, async (page, fake) => {
  await page.evaluate(() => { location.hash = '#roller'; });
  leads(fake, TASKS.pass);
  await heading(page, 'Roll to the first line');
  await page.keyboard.press('Escape');
  await until(page, () => document.getElementById('dialog').open);
  await page.keyboard.press('Escape');
  await until(page, () => !document.getElementById('dialog').open);
  assert.ok(!fake.asked.some(roller('cancel')));
  await page.click('.guide-foot button');
  await page.click('#dialog button[value=cancel]');
  await asked(fake, roller('cancel'));
  leads(fake, TASKS.failed);
  await until(page, () => document.getElementById('rol-body').textContent.includes('The roller was unplugged.'));
  await page.click('text=Close');
  await asked(fake, roller('close'));
}));

test('a check shows what it still has to see', () => withPage({}, async (page, fake) => {
  await page.evaluate(() => { location.hash = '#roller'; });
  await page.click('text=Check it');
  await asked(fake, roller('check'));
  leads(fake, TASKS.check);
  await heading(page, 'Roll it slowly');
  assert.match(await text(page, 'rol-body'), /4 of 8 strips/);
  await page.click('text=End the check');
  await asked(fake, roller('cancel'));
}));
