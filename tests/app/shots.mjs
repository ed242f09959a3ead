/* SPDX-License-Identifier: MIT */
/* Draw every screen in every size, to be looked at: shots.mjs FOLDER [VIEW...] */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {startFake} from './fake-server.mjs';
import {launch, openPage, show} from './browser.mjs';
import {VIEWS, base, reports, sessions} from './made-up.mjs';

const SIZES = [{width: 1280, height: 800}, {width: 1280, height: 800, dark: true}, {width: 390, height: 844}, {width: 390, height: 844, dark: true}, {width: 360, height: 740}];
const [folder, ...only] = process.argv.slice(2);
mkdirSync(folder, {recursive: true});
const made = sessions(90), browser = await launch();
for (const size of process.env.SIZE ? [SIZES[process.env.SIZE]] : SIZES)
  for (const [name, view] of Object.entries(VIEWS)) {
    if (only.length && !only.includes(name))
      continue;
    const fake = await startFake({state: base(), sessions: made, report: id => reports[id]});
    const page = await openPage(browser, fake, size);
    const beat = view.shows !== 'lost' && setInterval(() => (view.events || []).filter(([event]) => event === 'live').slice(-1).forEach(event => fake.send(...event)), 400);
    await show(page, fake, view, made);
    if (/^done/.test(name))
      await page.waitForSelector('#lr .spots');
    await page.screenshot({path: join(folder, `${name}-${size.width}${size.dark ? '-dark' : ''}.png`), fullPage: Boolean(view.long)});
    clearInterval(beat);
    if (page.trouble.length)
      console.log(name, size.width, page.trouble);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0)
      console.log(name, size.width, `scrolls sideways by ${wide}`);
    await page.context().close();
    await fake.close();
  }
await browser.close();
