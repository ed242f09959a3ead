/* SPDX-License-Identifier: MIT */
/* The one dialog: a question, or a small form. Esc answers as the first action does. */
import {$, h, put} from './dom.js';

export const isOpen = () => $('dialog').open;
export const close = () => isOpen() && $('dialog').close();

/* `actions`: [value, content, kind]. `accept(value)` may return a sentence, then the dialog stays and says it. Resolves to
 * the value of the action, or to the first one's after Esc. */
export function ask({title, text, body = [], actions, accept = async () => null}) {
  const dialog = $('dialog');
  put($('dialog-h'), title);
  put($('dialog-error'), '');
  $('dialog-body').replaceChildren(...(text ? [h('p', null, text)] : []), ...body);
  return new Promise(resolve => {
    let result = actions[0][0];
    const take = async event => {
      event.preventDefault();
      const value = event.submitter?.value ?? actions.find(action => action[2] === 'main')?.[0];
      const complaint = await accept(value);
      put($('dialog-error'), complaint || '');
      if (complaint)
        return;
      result = value;
      dialog.close();
    };
    const form = dialog.querySelector('form');
    $('dialog-actions').replaceChildren(...actions.map(([value, content, kind]) =>
      h('button', {type: 'submit', value, class: `btn ${kind}`.trim()}, content)));
    form.addEventListener('submit', take);
    dialog.addEventListener('close', () => {
      form.removeEventListener('submit', take);
      resolve(result);
    }, {once: true});
    dialog.showModal();
    if (!body.length)
      dialog.querySelector('.btn.main')?.focus();
  });
}
