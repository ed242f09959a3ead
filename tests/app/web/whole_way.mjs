/* SPDX-License-Identifier: MIT */
/* The whole way: a new person, both legs, the report, the history. It is ready for whatever the simulated person does. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {journey} from './journey.mjs';
import {until} from './browser.mjs';

let page;

const shows = id => until(page, of => document.getElementById(of).classList.contains('on'), id);
const says = (id, part) => until(page, ([of, words]) => document.getElementById(of).textContent.includes(words), [id, part]);

/* Listening until the leg is being recorded: set the upper thigh, then the first stroke begins. */
async function rollLeg(screen) {
  await until(page, of => document.getElementById(of).classList.contains('on') && document.querySelector(`#${of} .btn.main`), screen);
  await page.keyboard.press(screen === 'ready' ? 'Space' : 'Enter');
  await shows('rolling');
  await until(page, () => Number(document.getElementById('r-strokes').textContent) >= 2);
}

/* Each leg's first row has the upper thigh, although the recording began when the person was rolling. */
function assertAnchored(folder) {
  const files = readdirSync(folder, {recursive: true}).filter(name => name.endsWith('.csv'));
  const firstRows = files.map(name => readFileSync(join(folder, name), 'utf8').split('\n').find(line => /^\d/.test(line)));
  assert.equal(firstRows.length, 2);
  for (const row of firstRows)
    assert.match(row, /,zero$/);
}

await journey('the whole way', async (opened, step, real) => {
  page = opened;
  await shows('ready');
  await step('first start');
  await page.click('#people .btn');
  await page.fill('#person-name', 'Mia <b>');
  await page.fill('#person-length', '350');
  await page.click('#dialog button[value=keep]');
  await says('people', 'Mia <b>');
  await page.click('text=Try the virtual roller');
  await says('found', 'Virtual roller');
  await says('simulated', 'Simulated');
  await says('say', 'press the button on this page');
  await step('ready');
  await page.evaluate(() => document.activeElement.blur());
  await rollLeg('ready');
  await step('rolling');
  await page.keyboard.press('Space');
  await until(page, () => document.documentElement.dataset.lastSound === 'mark');
  await step('marked');

  /* The tab is closed and opened again: the recording has continued. */
  await until(page, () => document.querySelector('#r-leg .mk'));
  const before = await page.evaluate(() => document.getElementById('r-time').textContent);
  await page.reload();
  await shows('rolling');
  await until(page, then => document.getElementById('r-time').textContent > then, before);
  await until(page, () => document.querySelector('#r-leg .mk')); /* one or more: the simulated person marks too */
  await page.keyboard.press('Enter');
  await shows('change');
  await step('change legs');
  await rollLeg('change');
  await page.keyboard.press('Enter');
  await shows('done');
  await until(page, () => document.querySelectorAll('#lr svg').length === 2);
  await step('done');
  await page.check('input[name=pain-after][value="2"]', {force: true});
  await page.fill('#done-note', 'first time <i>');
  await page.click('#done-keep');
  await shows('history');
  await until(page, () => document.querySelectorAll('#hist-list li').length === 2 && document.querySelector('#hist-list').textContent.includes('first time <i>'));
  await step('history');
  assertAnchored(real.folder);
  await page.click('#hist-list a.btn');
  await page.waitForSelector('iframe');
  await until(page, () => !document.querySelector('.frame-wait'));
  await step('report');
}, {picture: 'real', asked: ['/', '/api/events', '/api/session', '/api/sessions', '/report/']});
