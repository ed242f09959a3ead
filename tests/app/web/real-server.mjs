/* SPDX-License-Identifier: MIT */
/* The real foam-roller, with a home, settings and recordings of its own. PROGRAMS is the folder of the programs. */
import {spawn} from 'node:child_process';
import {mkdtempSync, mkdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export async function startReal({programs = process.env.PROGRAMS, home = mkdtempSync(join(tmpdir(), 'foam-roller-test-'))} = {}) {
  const runtime = join(home, 'runtime');
  mkdirSync(runtime, {recursive: true, mode: 0o700});
  const folder = join(home, 'FoamRoller');
  const child = spawn(join(programs, 'foam-roller'), ['--folder', folder, '--no-open'],
    {env: {PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_RUNTIME_DIR: runtime, XDG_CACHE_HOME: join(home, 'cache')}, stdio: ['ignore', 'pipe', 'pipe']});
  let said = '';
  const ended = new Promise(end => child.on('exit', (code, signal) => end({code, signal})));
  const url = await new Promise((found, failed) => {
    const read = data => {
      said += data;
      const match = /http:\/\/127\.0\.0\.1:\d+\/#token=[0-9a-f]+/.exec(said);
      if (match)
        found(match[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    ended.then(end => failed(new Error(`foam-roller ended (${JSON.stringify(end)}): ${said}`)));
  });
  return {url, origin: new URL(url).origin, folder, home, child, said: () => said,
    async close() {
      child.kill('SIGTERM');
      await ended;
      rmSync(home, {recursive: true, force: true});
    }};
}
