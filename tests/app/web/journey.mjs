/* SPDX-License-Identifier: MIT */
/* A way through the page with the real programs and the virtual roller; only the page is pressed. Chromium keeps a log of
 * its network meanwhile: nothing has asked for anything but the app. SHOTS=FOLDER keeps a picture of each step, and of where
 * it failed. */
import assert from 'node:assert/strict';
import {startReal} from './real-server.mjs';
import {launch, openPage} from './browser.mjs';
import {startNetLog} from './net_log.mjs';

/* Walk it: `walk(page, step, real)`, where step(what) says how far it has come and `real` is the program (real-server.mjs). `asked`: what the page must have asked for. */
export async function journey(name, walk, {picture, fullPage = false, asked = []}) {
  const shots = process.env.SHOTS, begun = Date.now();
  const real = await startReal(), log = startNetLog(), browser = await launch(log.args);
  let page;
  const shoot = what => shots && page?.screenshot({path: `${shots}/${picture}-${what.replaceAll(/\W+/g, '-')}.png`, fullPage});
  const step = async what => {
    console.log(`${((Date.now() - begun) / 1000).toFixed(1)} s: ${what}`);
    await shoot(what);
  };
  try {
    page = await openPage(browser, real);
    await walk(page, step, real);
    assert.deepEqual(page.trouble, []);
    await browser.close();
    const {requests, elsewhere} = log.read(real.origin);
    assert.deepEqual(elsewhere, [], 'the net log has nothing but the app');
    for (const part of asked)
      assert.ok(requests.some(url => url.startsWith(real.origin + part)), `the net log has ${part}`);
    console.log(`${name}: ok; ${requests.length} requests, none left the machine`);
  } catch (error) {
    await shoot('failed')?.catch(() => {});
    console.log(error, page?.trouble, real.said());
    process.exitCode = 1;
  } finally {
    await browser.close();
    await real.close();
    log.remove();
  }
}
