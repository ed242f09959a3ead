/* SPDX-License-Identifier: MIT */
/* Markup in every text that a user, a file or a folder can bring: the page and the report show it as text. With the real
 * program in a real browser. */
import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startReal} from './real-server.mjs';
import {launch, openPage, until} from './browser.mjs';

const attack = name => `<img src=x onerror="hacked='${name}'"><script>hacked='${name}'</script>&amp;"'`;
/* A file's name has no slash. */
const FOLDER = "<img src=x onerror=hacked='folder'>", FILE = "<hk>&lt;'x.csv";

function writeAttackSession(home) {
  const sample = readFileSync(new URL('../../../samples/one-spot.csv', import.meta.url), 'utf8');
  const folder = join(home, 'FoamRoller', FOLDER), path = join(folder, FILE);
  const said = sample.replace(/^# subject: .*$/m, `# subject: ${attack('subject')}`).replace(/^# note: .*$/m, `# note: ${attack('note')}`)
    .replace(/^# device: .*$/m, `# device: id=<hk>1</hk> fw=<hk>2</hk> board=<hk>3</hk>\n# condition: ${attack('condition')}\n# study_visit: ${attack('visit')}`);
  mkdirSync(folder, {recursive: true});
  writeFileSync(path, said);
  utimesSync(path, Date.now() / 1000 - 3600, Date.now() / 1000 - 3600);
  writeFileSync(join(folder, '<script>hacked=1<\\script>.csv'), attack('no session')); /* its error has its name */
}

/* Nothing became markup, or ran, in the page or a frame of it. A frame may be on its way out, with the screen before. */
async function assertHarmless(page, where) {
  for (const frame of page.frames()) {
    const seen = await frame.evaluate(() => ({hacked: typeof hacked === 'undefined' ? '' : hacked,
      made: document.querySelectorAll('img[src="x"], hk, body script:not([src])').length}))
      .catch(error => { if (!frame.isDetached()) throw error; });
    if (!frame.isDetached())
      assert.deepEqual(seen, {hacked: '', made: 0}, `${where}: ${frame.url()}`);
  }
  assert.deepEqual(page.trouble, [], where);
}

const home = mkdtempSync(join(tmpdir(), 'foam-roller-test-'));
writeAttackSession(home);
const real = await startReal({home});
const browser = await launch();
let page;
try {
  page = await openPage(browser, real);
  await page.click('#people .btn');
  await page.fill('#person-name', attack('name').slice(0, 60));
  await page.fill('#person-length', '350');
  await page.click('#dialog button[value=keep]');
  await until(page, words => document.getElementById('people').textContent.includes(words), attack('name').slice(0, 40));
  await assertHarmless(page, 'people');

  await page.evaluate(() => { location.hash = '#history'; });
  await until(page, words => document.getElementById('hist-list').textContent.includes(words), attack('note'));
  await until(page, words => document.getElementById('hist-list').textContent.includes(words), FOLDER);
  await assertHarmless(page, 'history');

  /* A note that is written in the page. */
  const state = await page.evaluate(async () => (await fetch('/api/sessions')).json());
  const session = state.sessions.find(one => one.state === 'ok');
  assert.equal(session.person_name, FOLDER);
  assert.equal(session.file, FILE);
  const status = await page.evaluate(async ([id, note]) => (await fetch(`/api/sessions/${id}`,
    {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({note})})).status, [session.id, attack('changed')]);
  assert.equal(status, 204);
  await until(page, words => document.getElementById('hist-list').textContent.includes(words), attack('changed'));
  await assertHarmless(page, 'note');

  await page.click('#hist-list a.btn');
  await page.waitForSelector('iframe');
  await until(page, () => !document.querySelector('.frame-wait'));
  const sandbox = await page.getAttribute('iframe', 'sandbox');
  assert.ok(sandbox !== null && !/allow-scripts|allow-same-origin|allow-top-navigation|allow-forms/.test(sandbox), `sandbox="${sandbox}"`);
  const report = page.frames().find(frame => frame.url().includes('/report/'));
  assert.ok((await report.evaluate(() => document.body.textContent)).includes(attack('subject')), 'the report has the subject as text');
  assert.equal(await report.evaluate(() => window.origin), 'null', 'the report is of no origin');
  await assertHarmless(page, 'report');

  for (const screen of ['#roller', '#settings', '#roll']) {
    await page.evaluate(address => { location.hash = address; }, screen);
    await until(page, () => document.querySelector('.screen.on'));
    await assertHarmless(page, screen);
  }
  console.log('markup in every text: ok');
} catch (error) {
  console.log(error, page?.trouble, real.said());
  process.exitCode = 1;
} finally {
  await browser.close();
  await real.close();
}
