/* SPDX-License-Identifier: MIT */
/* What whole_way.mjs reads in Chromium's log of its network is seen there: each way in which a page can reach elsewhere. */
import {createSocket} from 'node:dgram';
import {createServer} from 'node:http';
import {once} from 'node:events';
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {launch, LIMIT_MS} from './browser.mjs';
import {startNetLog} from './net_log.mjs';

const LIMITED = {timeout: LIMIT_MS};
const PAGE = '<!doctype html><title>A page without a policy</title><link rel="icon" href="data:,">';

async function serve() {
  const server = createServer((request, response) => response.end(PAGE));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {server, host: `127.0.0.1:${server.address().port}`, close: () => {
    server.closeAllConnections();
    server.close();
  }};
}

/* Open a page, do this in it, and read the log. */
async function logOf(body, argument) {
  const own = await serve(), log = startNetLog();
  try {
    const browser = await launch(log.args);
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(LIMIT_MS);
      page.setDefaultNavigationTimeout(LIMIT_MS);
      await page.goto(`http://${own.host}/`);
      await body(page, argument);
    } finally {
      await browser.close();
    }
    return log.read(`http://${own.host}`);
  } finally {
    log.remove();
    own.close();
  }
}

const inPage = (page, action, argument) => page.evaluate(action, argument);

test('a page that asks for nothing else is clean', LIMITED, async () => {
  const {requests, elsewhere} = await logOf(page => inPage(page, () => fetch('/more').then(() => true)));
  assert.deepEqual(elsewhere, []);
  assert.deepEqual(requests.map(url => new URL(url).pathname), ['/', '/more']);
});

test('an image of a foreign host is seen, and that its name was looked up', LIMITED, async () => {
  const {elsewhere} = await logOf(page => inPage(page, () => new Promise(done => {
    const image = new Image();
    image.onerror = done;
    image.src = 'http://image.invalid/x.png';
  })));
  assert.ok(elsewhere.includes('http://image.invalid/x.png'), elsewhere.join());
  assert.ok(elsewhere.includes('http://image.invalid'), elsewhere.join());
});

test('a socket to a foreign host is seen', LIMITED, async () => {
  const {elsewhere} = await logOf(page => inPage(page, () => new Promise(done => {
    new WebSocket('ws://socket.invalid/x').onerror = done;
  })));
  assert.ok(elsewhere.includes('ws://socket.invalid/x'), elsewhere.join());
});

test('another port of this machine is seen', LIMITED, async () => {
  const other = await serve();
  try {
    const {elsewhere} = await logOf(page => inPage(page, url => fetch(url, {mode: 'no-cors'}).then(() => true), `http://${other.host}/x`));
    assert.deepEqual(elsewhere.sort(), [other.host, `http://${other.host}/x`]);
  } finally {
    other.close();
  }
});

/* A peer connection of this page asks a relay at this address, until `asked`. */
const askRelay = async (page, urls, asked) => {
  await inPage(page, relay => {
    window.peer = new RTCPeerConnection({iceTransportPolicy: 'relay', iceServers: [{urls: relay, username: 'a', credential: 'b'}]});
    window.peer.createDataChannel('a');
    window.gathered = new Promise(done => { window.peer.onicegatheringstatechange = () => window.peer.iceGatheringState === 'complete' && done(); });
    return window.peer.setLocalDescription();
  }, urls);
  await (asked || inPage(page, () => window.gathered));
};

test('a connection without a request is seen', LIMITED, async () => {
  const other = await serve();
  try {
    const {elsewhere} = await logOf(page => askRelay(page, `turn:${other.host}?transport=tcp`, once(other.server, 'connection')));
    assert.deepEqual(elsewhere, [other.host]);
  } finally {
    other.close();
  }
});

test('a datagram without a request is seen', LIMITED, async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  try {
    const host = `127.0.0.1:${socket.address().port}`;
    const {elsewhere} = await logOf(page => askRelay(page, `turn:${host}`, once(socket, 'message')));
    assert.deepEqual(elsewhere, [host]);
  } finally {
    socket.close();
  }
});

test('a lookup without a request is seen', LIMITED, async () => {
  const {elsewhere} = await logOf(page => askRelay(page, 'turn:relay.invalid'));
  assert.ok(elsewhere.some(to => to.includes('relay.invalid')), elsewhere.join());
});

test('leaving for a foreign page is seen, by a link and by its address', LIMITED, async () => {
  const {elsewhere} = await logOf(async page => {
    const failed = page.waitForEvent('requestfailed');
    await inPage(page, () => { location.href = 'http://link.invalid/'; });
    await failed;
    await page.goto('http://address.invalid/').catch(() => {});
  });
  assert.ok(elsewhere.includes('http://link.invalid/') && elsewhere.includes('http://address.invalid/'), elsewhere.join());
});
