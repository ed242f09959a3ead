/* SPDX-License-Identifier: MIT */
/* Talks to the program. Every failure becomes an Error whose message is a sentence for the person. */

const ANSWER_LIMIT_MS = 15000;
const PAGE_LIMIT_MS = 120000; /* a page of many long recordings */
const RETRY_MS = 1000;

export const GONE = 'Foam roller does not answer. Trying again.';
const LOGIN = 'This page is from an earlier start of Foam roller. Close it, and start Foam roller again.';

const EVENTS = ['live', 'places', 'visit', 'mark', 'zero', 'knee', 'lost_link', 'back', 'saved', 'dose', 'lifted',
  'countdown', 'notice', 'refused', 'sessions', 'signal', 'settling'];

async function ask(path, options, limit_ms = ANSWER_LIMIT_MS) {
  let answer;
  try {
    answer = await fetch(path, {...options, cache: 'no-store', signal: AbortSignal.timeout(limit_ms)});
  } catch {
    throw Object.assign(new Error(GONE), {code: 'gone'});
  }
  const text = await answer.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    body = null;
  }
  if (answer.status === 401)
    throw Object.assign(new Error(LOGIN), {code: 'login'});
  if (!answer.ok)
    throw Object.assign(new Error(body?.error || `Foam roller could not do it (status ${answer.status}).`),
      {code: body?.code || 'failed'});
  return body;
}

export const get = path => ask(path);
export const getPage = path => ask(path, {}, PAGE_LIMIT_MS);
export const post = (path, body = {}) =>
  ask(path, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});

export const session = (command, more = {}) => post('/api/session', {command, ...more});

/* Trade the token of the address for the cookie, and take it out of the address and the history. */
export async function login() {
  const token = /^#token=([0-9a-f]+)$/i.exec(location.hash)?.[1];
  if (!token)
    return;
  history.replaceState(null, '', `${location.pathname}#roll`);
  await post('/api/login', {token});
}

/* Hear the events. The browser connects again by itself, except after an answer that was no stream of events: then
 * ask for the state, which tells a login from a program that is gone. */
export function listen({event, connected, lost}) {
  let source, timer = 0;
  const again = async () => {
    source.close();
    try {
      await get('/api/state');
      lost(Object.assign(new Error(GONE), {code: 'gone'}));
    } catch (error) {
      lost(error);
      if (error.code === 'login')
        return;
    }
    clearTimeout(timer);
    timer = setTimeout(open, RETRY_MS);
  };
  const open = () => {
    source = new EventSource('/api/events');
    source.addEventListener('open', connected);
    source.addEventListener('error', again);
    for (const name of ['state', ...EVENTS])
      source.addEventListener(name, message => {
        try {
          event(name, JSON.parse(message.data));
        } catch (error) {
          console.warn('An event was left out:', error.message);
        }
      });
  };
  open();
}
