/* SPDX-License-Identifier: MIT */
/* Every screen in every size, light and dark: nothing serious for axe-core, nothing sideways, nothing on the console, no
 * request to elsewhere. SHOTS=FOLDER keeps pictures, to be looked at. usage: screens.mjs [VIEW...] */
import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {startFake} from './fake-server.mjs';
import {AXE, launch, openPage, show, until} from './browser.mjs';
import {VIEWS, base, reports, sessions} from './made-up.mjs';

const SIZES = [{width: 1280, height: 800}, {width: 1280, height: 800, dark: true}, {width: 390, height: 844}, {width: 390, height: 844, dark: true}, {width: 360, height: 740, still: true}];
const LIVE_MS = 300;

const axe = readFileSync(AXE, 'utf8');
const shots = process.env.SHOTS;
const only = process.argv.slice(2);
const made = sessions(90), found = [];
let checks = 0;

async function check(page, name) {
  const result = await page.evaluate(() => axe.run(document, {iframes: false, resultTypes: ['violations']}));
  for (const {id, impact, nodes} of result.violations)
    if (['serious', 'critical'].includes(impact))
      found.push(`${name}: ${id}: ${nodes.map(node => node.target.join(' ')).slice(0, 4).join(', ')}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0)
    found.push(`${name}: ${wide} px too wide`);
  found.push(...page.trouble.splice(0).map(text => `${name}: ${text}`));
  checks++;
}

/* Numbers keep coming, as they do from a logger, so that none of them gets old while it is looked at. */
function keepLive(fake, view) {
  const last = (view.events || []).filter(([event]) => event === 'live').at(-1), extra = (view.events || []).filter(([event]) => ['mark', 'countdown'].includes(event));
  return view.shows === 'lost' || !last ? null : setInterval(() => [last, ...extra].forEach(event => fake.send(...event)), LIVE_MS);
}

const browser = await launch();
if (shots)
  mkdirSync(shots, {recursive: true});
for (const size of SIZES.filter((_, index) => !process.env.SIZE || process.env.SIZE.includes(index))) {
  const fake = await startFake({state: base(), sessions: made, report: id => reports[id]});
  const page = await openPage(browser, fake, size);
  await page.evaluate(axe);
  for (const [name, view] of Object.entries(VIEWS)) {
    if (only.length && !only.includes(name))
      continue;
    const label = `${name}-${size.width}${size.dark ? '-dark' : ''}`;
    const beat = keepLive(fake, view);
    await show(page, fake, view, made);
    if (/^done/.test(name))
      await until(page, () => document.querySelector('#lr .spots'));
    if (shots)
      await page.screenshot({path: join(shots, `${label}.png`), fullPage: Boolean(view.long)});
    await check(page, label);
    clearInterval(beat);
    if (view.clicks) {
      await page.keyboard.press('Escape');
      await until(page, () => !document.getElementById('dialog').open);
    }
  }
  await page.context().close();
  await fake.close();
}
await browser.close();
console.log(`${checks} screens checked, ${found.length} problems`);
found.forEach(text => console.log(text));
process.exit(found.length || !checks ? 1 : 0);
