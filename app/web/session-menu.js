/* SPDX-License-Identifier: MIT */
/* What can be done with a session besides opening it: pain and note, download, trash. */
import {h, choices} from './dom.js';
import {ask} from './dialog.js';
import {post} from './server.js';
import {attempt} from './app.js';
import {duration, sessionName} from './words.js';

const NOTE_MAX = 500;
const path = (session, more = '') => `/api/sessions/${encodeURIComponent(session.id)}${more}`;

export async function annotate(session) {
  const answer = {pain_before: session.pain_before ?? null, pain_after: session.pain_after ?? null};
  const note = h('textarea', {rows: 3, maxlength: NOTE_MAX, id: 'edit-note'});
  note.value = session.note || '';
  const scale = (name, legend) => h('fieldset', {class: 'field small-scale'}, h('legend', null, legend),
    h('div', {class: 'scale'}, choices(`edit-${name}`, Array.from({length: 11}, (_, i) => [i, String(i)]), answer[name], value => { answer[name] = value; })));
  const value = await ask({title: 'Pain and note', text: sessionName(session),
    body: [scale('pain_before', 'Pain before'), scale('pain_after', 'Pain after'), h('label', {class: 'field'}, h('span', null, 'Note'), note)],
    actions: [['no', 'Cancel', 'quiet'], ['keep', 'Keep', 'main']],
    accept: async chosen => {
      if (chosen !== 'keep')
        return null;
      try {
        await post(path(session), {...answer, note: note.value.trim()});
        return null;
      } catch (error) {
        return error.message;
      }
    }});
  return value === 'keep';
}

export async function trash(session) {
  const value = await ask({title: 'Move this recording to the trash folder?',
    text: `${sessionName(session)}, ${duration(session.duration_s)}. The file stays in the folder “trash” until you empty it.`,
    actions: [['keep', 'Keep it', 'main'], ['trash', 'Move to trash', 'danger']]});
  return value === 'trash' && attempt(() => post(path(session, '/trash')));
}

export async function moreOf(session, changed) {
  const readable = session.state !== 'unreadable';
  const download = h('a', {class: 'btn wide', href: `/download/${encodeURIComponent(session.id)}`, download: true}, 'Download the recording (CSV)');
  const value = await ask({title: sessionName(session), text: session.note || '', body: [h('div', {class: 'stack'}, download)],
    actions: [['close', 'Close', 'main'], ...(readable ? [['edit', 'Pain and note', '']] : []), ['trash', 'Move to trash', 'danger']]});
  if (value === 'edit' && await annotate(session) || value === 'trash' && await trash(session))
    changed();
}
