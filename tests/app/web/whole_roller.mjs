/* SPDX-License-Identifier: MIT */
/* A check and both calibrations, as a runner does them: by the buttons on the screen. What the hands would do with a real
 * roller, the app has the virtual one do. */
import assert from 'node:assert/strict';
import {journey} from './journey.mjs';
import {until} from './browser.mjs';

const STRIP = 7;
const LOADS_KG = ['2', '5', '10', '15', '20', '25'];
const PASSES = 6;

let page, step;

const body = words => until(page, part => document.getElementById('rol-body').textContent.includes(part), words);
const heading = words => until(page, part => document.getElementById('guide-h')?.textContent.includes(part), words);
const press = name => page.getByRole('button', {name, exact: true}).click();
const topStrip = () => page.evaluate(() => document.querySelector('.carries small').textContent);
const task = () => page.evaluate(() => fetch('/api/state').then(answer => answer.json()).then(({roller}) => roller.task));

async function check() {
  await press('Check it');
  await heading('Roll it slowly');
  await step('check');
  await until(page, () => document.getElementById('rol-lead').textContent.startsWith('Checked: Today'));
  assert.equal(await page.evaluate(() => document.getElementById('rol-h').textContent), 'The roller is healthy');
  const found = await page.$$eval('.checks li', list => list.map(one => one.innerText.replaceAll(/\s+/g, ' ')));
  assert.ok(found.some(line => /^All 8 strips They feel the load\. good$/.test(line)), found.join('; '));
  await step('checked');
}

async function calibrateStrip() {
  await page.getByRole('button', {name: `Strip ${STRIP}`, exact: true}).click();
  await heading(`Turn strip ${STRIP} to the top`);
  await until(page, strip => document.querySelector('.carries small').textContent === `Strip ${strip} is on top.`, STRIP);
  await step('turn');
  await press('It is on top');
  for (const [index, load] of LOADS_KG.entries()) {
    await heading(`Put load ${index + 1} on strip ${STRIP}`);
    await page.fill('#guide-number', load);
    await press('Measure it');
  }
  await heading(`Put load ${LOADS_KG.length + 1} on`);
  await step('loads');
  await press('No more loads');
  await heading(`Store this for strip ${STRIP}?`);
  await step('store strip');
  assert.equal(await page.locator('.guide-table tbody tr').count(), LOADS_KG.length);
  await press('Store it');
  await body(`Strip ${STRIP} is stored in the roller.`);
  const {stored, end} = await task();
  assert.deepEqual([stored.length, stored[0].strip, end.status], [1, STRIP, 0]);
  await step('stored strip');
  await press('Close');
}

async function calibrateRadius() {
  await press('Measure the radius');
  await heading('How far apart are the lines?');
  await page.fill('#guide-number', '400');
  await press('Next');
  await heading('Put the roller at the first line');
  await step('first line');
  await press('It lies still');
  for (let pass = 1; pass <= PASSES; pass++) {
    await until(page, number => document.querySelector('.guide .kicker').textContent.includes(`pass ${number}`) && document.querySelector('.carries small').textContent, pass);
    const before = await topStrip();
    await until(page, top => document.querySelector('.carries small').textContent !== top, before); /* it rolls */
    await press('I am at the line');
  }
  await heading('in the roller?');
  await step('store radius');
  await press('Store it');
  await body('The rolling radius is stored in the roller');
  const {passes, stored, end} = await task();
  assert.equal(end.status, 0);
  assert.deepEqual(passes.passes.map(({used}) => used), Array(PASSES).fill(true));
  assert.ok(Math.abs(stored[0].radius_mm - 400 / (Math.abs(passes.passes[0].angle_deg) * Math.PI / 180)) < .5, JSON.stringify(stored));
  await step('stored radius');
  await press('Close');
}

await journey('check and calibration', async (opened, say) => {
  [page, step] = [opened, say];
  await page.click('text=Try the virtual roller');
  await page.click('[data-nav=roller]');
  await check();
  await calibrateStrip();
  await calibrateRadius();
  await body('Calibrate');
}, {picture: 'roller', fullPage: true});
