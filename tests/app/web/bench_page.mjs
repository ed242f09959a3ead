/* SPDX-License-Identifier: MIT */
/* How quick the page is: from a number that is sent to the pixel, and from the click to a long history. */
import {startFake} from './fake-server.mjs';
import {launch, openPage, show, until} from './browser.mjs';
import {VIEWS, base, live, sessions} from './made-up.mjs';

const NUMBERS = 200, EVERY_MS = 50;
const PIXEL_LIMIT_MS = 100, HISTORY_LIMIT_MS = 300;
const MANY = 5000, HISTORY_RUNS = 7;

const fake = await startFake({state: base(), sessions: sessions(MANY)});
const browser = await launch(), page = await openPage(browser, fake);
const at = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];

/* Each number is recognised by its strokes; two frames after the text has changed, it has been painted. */
await show(page, fake, VIEWS.rolling_stay, fake.sessions);
await page.evaluate(() => {
  window.painted = {};
  new MutationObserver(() => {
    const strokes = document.getElementById('r-strokes').textContent;
    requestAnimationFrame(() => requestAnimationFrame(() => { window.painted[strokes] = Date.now(); }));
  }).observe(document.getElementById('r-strokes'), {childList: true, characterData: true, subtree: true});
});
const sent = {};
for (let i = 0; i < NUMBERS; i++) {
  sent[100 + i] = Date.now();
  fake.send('live', live({time_s: 110 + i * EVERY_MS / 1000, strokes: 100 + i, here_total_s: 34 + i / 20}));
  await new Promise(next => setTimeout(next, EVERY_MS));
}
await until(page, last => window.painted[last], 99 + NUMBERS);
const painted = await page.evaluate(() => window.painted);
const waits = Object.entries(painted).filter(([strokes]) => sent[strokes]).map(([strokes, time]) => time - sent[strokes]);
console.log(`from a sent number to the pixel: median ${at(waits, .5)} ms, p95 ${at(waits, .95)} ms (limit ${PIXEL_LIMIT_MS}), ${waits.length} of ${NUMBERS} drawn`);

const shown = [];
for (let run = 0; run < HISTORY_RUNS; run++) {
  fake.set(base());
  await page.evaluate(() => { location.hash = '#settings'; });
  await until(page, () => document.getElementById('settings').classList.contains('on'));
  shown.push(await page.evaluate(() => new Promise(done => {
    document.getElementById('hist-list').replaceChildren();
    const start = performance.now();
    location.hash = '#history';
    const look = () => document.querySelector('#hist-list li') ? requestAnimationFrame(() => done(Math.round(performance.now() - start))) : requestAnimationFrame(look);
    look();
  })));
}
console.log(`history of ${MANY} sessions: median ${at(shown, .5)} ms, least ${Math.min(...shown)} ms (limit ${HISTORY_LIMIT_MS})`);
await browser.close();
await fake.close();
process.exit(at(waits, .95) > PIXEL_LIMIT_MS || at(shown, .5) > HISTORY_LIMIT_MS ? 1 : 0);
