/* SPDX-License-Identifier: MIT */
/* A real Chromium for the tests of the page. TEST_MODULES is the folder into which `make deps-app` puts playwright-core. */
import {createRequire} from 'node:module';
import {join} from 'node:path';

const modules = createRequire(join(process.env.TEST_MODULES, 'package.json'));
const {chromium} = modules('playwright-core');

export const AXE = modules.resolve('axe-core/axe.min.js');
export const LIMIT_MS = 120000; /* how long an event may take on a machine under heavy load */

/* `args` may add Chromium's own options. */
export const launch = (args = []) => chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--autoplay-policy=user-gesture-required', ...args], timeout: LIMIT_MS});

/* A page that collects what a user must not see: errors, messages on the console, requests to elsewhere. */
export async function openPage(browser, fake, {width = 1280, height = 800, dark = false, still = false} = {}) {
  const context = await browser.newContext({viewport: {width, height}, colorScheme: dark ? 'dark' : 'light', reducedMotion: still ? 'reduce' : 'no-preference', bypassCSP: false});
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT_MS);
  page.setDefaultNavigationTimeout(LIMIT_MS);
  page.trouble = [];
  page.on('pageerror', error => page.trouble.push(`error: ${error.message}`));
  page.on('console', message => ['error', 'warning'].includes(message.type()) && page.trouble.push(`console: ${message.text()}`));
  page.on('request', request => !request.url().startsWith(fake.origin) && !/^(data|about):/.test(request.url()) && page.trouble.push(`request: ${request.url()}`));
  await page.goto(fake.url);
  await page.waitForSelector('.screen.on:not(#wait)');
  return page;
}

/* Wait until this is true in the page. (waitForFunction needs eval, which the page's policy forbids.) */
export async function until(page, test, argument) {
  const end = Date.now() + LIMIT_MS;
  while (!await page.evaluate(test, argument)) {
    if (Date.now() > end)
      throw new Error(`Not so within ${LIMIT_MS / 1000} s: ${test} ${JSON.stringify(argument ?? '')}`);
    await new Promise(again => setTimeout(again, 30));
  }
}

/* Show a view of made-up.mjs. Drawn means: two frames later. */
export async function show(page, fake, view, sessions) {
  fake.sessions = view.sessions === undefined ? sessions : sessions.slice(0, view.sessions);
  fake.set(view.state);
  await until(page, phase => document.documentElement.dataset.phase === phase, view.state.phase);
  await page.evaluate(address => { location.hash = address; }, view.address || '#roll');
  await until(page, ([phase, address]) => document.querySelector('.screen.on') && (address ? document.querySelector(address) : document.getElementById(phase))?.classList.contains('on'),
    [{listening: 'ready'}[view.state.phase] || view.state.phase, view.address?.split('/')[0]]);
  for (const [name, data] of view.events || [])
    fake.send(name, data);
  if (view.shows)
    await until(page, name => document.getElementById('rolling').dataset.state === name, view.shows);
  for (const selector of view.clicks || [])
    await page.locator(selector).first().click();
  await page.evaluate(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}
