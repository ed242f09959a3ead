/* SPDX-License-Identifier: MIT */
/* A page of the analyzer - report, comparison, trend - in a frame that may do nothing. */
import {$, h, icon, put, set} from './dom.js';
import {nameOf} from './people.js';
import {findSession, forget} from './history.js';
import {getPage} from './server.js';
import {annotate, trash} from './session-menu.js';
import {sessionName, legName} from './words.js';

let page = '';

/* A page that cannot be made is answered with a sentence: ask for it first, and say that sentence here. */
async function open(src, title) {
  page = src;
  put($('rep-h'), title);
  $('rep-act').replaceChildren();
  const say = h('p', {class: 'frame-wait', role: 'status'}, 'The page is being made. A long recording takes some seconds.');
  $('rep-frame').replaceChildren(say);
  try {
    await getPage(src);
  } catch (error) {
    if (page === src)
      put(say, error.message);
    return;
  }
  if (page !== src)
    return;
  $('rep-frame').prepend(h('iframe', {sandbox: true, src, title, on: {load: () => say.remove()}}));
  $('rep-act').append(h('a', {class: 'btn quiet', href: src, target: '_blank', rel: 'noopener'}, icon('down'), h('span', null, 'Print view')));
}

async function openReport(id) {
  const src = `/report/${encodeURIComponent(id)}`;
  put($('rep-say'), '');
  open(src, 'Report');
  const session = await findSession(id);
  if (page !== src || !session)
    return;
  put($('rep-h'), sessionName(session));
  put($('rep-say'), [nameOf(session.person, session.person_name), session.simulated ? 'simulated' : null, session.note].filter(Boolean).join(' · '));
  const again = changed => {
    if (!changed)
      return;
    forget();
    page = '';
    openReport(id);
  };
  $('rep-act').prepend(
    h('button', {type: 'button', class: 'btn quiet', on: {click: async () => again(await annotate(session))}}, icon('pen'), h('span', null, 'Pain and note')),
    h('a', {class: 'btn quiet', href: `/download/${encodeURIComponent(id)}`, download: true}, icon('down'), h('span', null, 'CSV')),
    h('button', {type: 'button', class: 'btn quiet', on: {click: async () => {
      if (await trash(session)) {
        forget();
        location.hash = '#history';
      }
    }}}, icon('bin'), h('span', null, 'Trash')));
}

export const screen = {
  id: 'report',
  title: 'Report',
  show(kind, one, two) {
    page = '';
    set($('rep-back'), 'href', '#history');
    put($('rep-say'), '');
    if (kind === 'compare')
      open(`/compare/${encodeURIComponent(one)}/${encodeURIComponent(two)}`, 'Two sessions compared');
    else if (kind === 'trend') {
      open(`/trend?person=${encodeURIComponent(one)}&leg=${encodeURIComponent(two)}`, `What has changed, ${legName(two).toLowerCase()} leg`);
      put($('rep-say'), nameOf(one));
    } else
      openReport(one);
  },
  hide() {
    page = '';
    $('rep-frame').replaceChildren();
  },
};
