/* SPDX-License-Identifier: MIT */
/* A double of foam-roller's server, for tests of the page: it serves app/web with the real headers, answers what docs/APP.md
 * says, keeps a state that the test sets, and sends the events that the test tells it to. */
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import {randomBytes} from 'node:crypto';
import {extname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const WEB = fileURLToPath(new URL('../../../app/web', import.meta.url));
const TYPES = {'.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml'};
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "frame-src 'self'; media-src 'self' blob:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";
const COMMON = {'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store'};

export async function startFake({state, sessions = [], report = () => null}) {
  const token = randomBytes(16).toString('hex'), cookie = `fake=${token}`;
  const streams = new Set(), asked = [];
  const fake = {asked, token, answers: {}}; /* answers, for errors: by "METHOD path" a [status, body] */

  async function body(request) {
    let text = '';
    for await (const part of request)
      text += part;
    return text ? JSON.parse(text) : {};
  }

  const server = createServer(async (request, response) => {
    const {pathname} = new URL(request.url, 'http://localhost');
    const send = (status, content, type = 'application/json', more = {}) => {
      response.writeHead(status, {...COMMON, 'Content-Type': type, ...more});
      response.end(content);
    };
    const json = (status, value) => send(status, value === undefined ? '' : JSON.stringify(value));
    if (fake.refuse)
      return request.socket.destroy();
    if (request.method === 'POST' && pathname === '/api/login')
      return (await body(request)).token === token ? send(204, '', 'application/json', {'Set-Cookie': `${cookie}; HttpOnly; SameSite=Strict; Path=/`})
        : json(401, {error: 'wrong token', code: 'login'});
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    if (request.method === 'GET' && TYPES[extname(name)] && !name.includes('/'))
      return readFile(join(WEB, name)).then(content => send(200, content, TYPES[extname(name)], {'Content-Security-Policy': POLICY}), () => json(404, {error: 'no such file'}));
    if (!(request.headers.cookie || '').includes(cookie))
      return json(401, {error: 'no cookie', code: 'login'});
    if (pathname === '/api/events') {
      response.writeHead(200, {...COMMON, 'Content-Type': 'text/event-stream'});
      response.write(`retry: 50\n\nevent: state\ndata: ${JSON.stringify(fake.state)}\n\n`);
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return null;
    }
    const got = request.method === 'POST' ? await body(request) : null;
    asked.push({method: request.method, path: pathname, body: got});
    const special = fake.answers[`${request.method} ${pathname}`];
    if (special)
      return json(...special);
    if (pathname === '/api/state')
      return json(200, fake.state);
    if (pathname === '/api/sessions')
      return json(200, {sessions: fake.sessions, total: fake.sessions.length});
    if (pathname.startsWith('/api/report/')) {
      const found = report(decodeURIComponent(pathname.slice(12)));
      return found ? json(200, found) : json(404, {error: 'This recording is not there any more.', code: 'gone'});
    }
    if (/^\/(report|compare|trend)\b/.test(pathname))
      return send(200, '<!doctype html><html lang="en"><title>Report</title><body><h1>A page of the analyzer</h1></body></html>', 'text/html', {'Content-Security-Policy': REPORT_POLICY});
    if (request.method === 'POST') {
      fake.onPost?.(pathname, got);
      return pathname === '/api/people' ? json(200, {id: 'new', ...got}) : send(204, '');
    }
    return json(404, {error: 'There is no such page.', code: 'not_found'});
  });

  fake.state = state;
  fake.sessions = sessions;
  fake.send = (name, data) => streams.forEach(stream => stream.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
  fake.set = more => {
    fake.state = {...fake.state, ...more};
    fake.send('state', fake.state);
  };
  fake.drop = () => streams.forEach(stream => stream.destroy());
  fake.close = () => new Promise(done => {
    server.closeAllConnections();
    server.close(done);
  });
  await new Promise(listening => server.listen(0, '127.0.0.1', listening));
  fake.origin = `http://127.0.0.1:${server.address().port}`;
  fake.url = `${fake.origin}/#token=${token}`;
  return fake;
}
