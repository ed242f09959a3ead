/* SPDX-License-Identifier: MIT */
/* What is wrong, in a sentence, at the top of every screen. */
import {$, h, icon, button} from './dom.js';
import {app} from './app.js';

const NOTICE_MS = 12000;

const HELP = {
  not_saved: 'Everything until then is in the file. Make room on the disk, then start again.',
  disk_full: 'What was recorded until then is saved. Make room, then start again.',
  folder_gone: 'Nothing can be saved until it is back, or another one is chosen in the settings.',
  logger_died: 'What was recorded is in the file, and is shown in the history.',
  unplugged: 'Plug it in again; the recording continues by itself.',
};

let notice = null, noticeTimer = 0, drawn = '', dismissed = '';

const banner = (bad, title, text, action) => h('div', {class: `banner${bad ? ' bad' : ''}`}, icon('warn'), h('p', null, h('b', null, title), text ? h('span', null, text) : null), action);

/* The logger's own sentences, such as one that a strip reads nothing. */
export function showNotice(text) {
  if (typeof text !== 'string' || !text)
    return;
  notice = text;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => {
    notice = null;
    drawBanners();
  }, NOTICE_MS);
  drawBanners();
}

export function drawBanners(screen) {
  drawBanners.screen = screen ?? drawBanners.screen;
  const {state, connected, trouble, failed} = app, problem = state?.problem;
  const recording = state && ['rolling', 'change'].includes(state.phase) && !['rolling', 'change'].includes(drawBanners.screen) ? state.phase : '';
  const asked = problem && JSON.stringify(problem) !== dismissed ? problem : null;
  const shape = JSON.stringify([connected, trouble?.message, failed, asked, notice, recording, app.tabs.quiet]);
  if (shape === drawn)
    return;
  drawn = shape;
  const list = [];
  if (!connected && state)
    list.push(banner(true, trouble?.message || 'Foam roller does not answer.', trouble?.code === 'login' ? '' : 'If this stays, start Foam roller again. Recordings are safe in their folder.'));
  if (asked)
    list.push(banner(true, asked.text || 'Something went wrong.', HELP[asked.code] || '', button('Hide', 'small', () => {
      dismissed = JSON.stringify(problem);
      drawBanners();
    })));
  if (failed)
    list.push(banner(true, failed, '', button('Hide', 'small', () => {
      app.failed = null;
      drawBanners();
    })));
  if (notice)
    list.push(banner(false, notice, ''));
  if (app.tabs.quiet)
    list.push(banner(false, 'This page is open twice.', 'Both show the same. The other one makes the sounds.', button('Sound here', 'small', () => app.tabs.takeOver())));
  if (recording)
    list.push(banner(false, recording === 'rolling' ? 'A recording is running.' : 'The second leg is next.', '', h('a', {class: 'btn small', href: '#roll'}, 'Go to it')));
  $('banners').replaceChildren(...list);
}
