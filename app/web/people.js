/* SPDX-License-Identifier: MIT */
/* A person's name, thigh length and usual leg: added and changed in the dialog. */
import {h, choices} from './dom.js';
import {ask} from './dialog.js';
import {post} from './server.js';
import {app, attempt, units} from './app.js';

const MM_PER_INCH = 25.4;
const LENGTH_MIN_MM = 150, LENGTH_MAX_MM = 600; /* the logger's limits are wider; this catches inches and centimetres */
const NAME_MAX = 60;

/* Ask, and send. `done` gets the answer, which is the person. */
export async function editPerson(person, done = () => {}) {
  const us = units() === 'us', unit = us ? 'inches' : 'millimetres', factor = us ? MM_PER_INCH : 1;
  let legs = person?.usual_leg || 'both', answer = null;
  const name = h('input', {type: 'text', id: 'person-name', maxlength: NAME_MAX, autocomplete: 'off', value: person?.name || ''});
  const known = person?.thigh_length_mm;
  const length = h('input', {type: 'text', inputmode: 'decimal', id: 'person-length', autocomplete: 'off',
    value: known ? String(us ? (known / factor).toFixed(1) : Math.round(known)) : ''});
  const send = async value => {
    if (value !== 'keep')
      return null;
    const length_mm = Number(length.value.trim().replace(',', '.')) * factor;
    if (!name.value.trim())
      return 'Please type a name.';
    if (length.value.trim() && !(length_mm >= LENGTH_MIN_MM && length_mm <= LENGTH_MAX_MM))
      return us ? 'Please type the length in inches: 6 to 23. Or leave it empty.'
        : 'Please type the length in millimetres: 150 to 600. Or leave it empty.';
    try {
      answer = await post(person ? `/api/people/${encodeURIComponent(person.id)}` : '/api/people',
        {name: name.value.trim(), thigh_length_mm: length.value.trim() ? Math.round(length_mm) : null, usual_leg: legs});
      return null;
    } catch (error) {
      return error.message;
    }
  };
  const value = await ask({
    title: person ? 'Change this person' : 'Add a person',
    body: [h('label', {class: 'field'}, h('span', null, 'Name'), name),
      h('label', {class: 'field'}, h('span', null, `Thigh, in ${unit}`), length,
        h('small', null, 'From the fold below the buttock to the crease of the knee. May be left empty.')),
      h('fieldset', {class: 'field seg'}, h('legend', null, 'Usual leg'),
        h('div', null, choices('usual', [['left', 'Left'], ['right', 'Right'], ['both', 'Both']], legs, chosen => { legs = chosen; })))],
    actions: [['no', 'Cancel', 'quiet'], ['keep', person ? 'Keep' : 'Add', 'main']],
    accept: send,
  });
  if (value === 'keep')
    done(answer);
}

export async function forgetPerson(person) {
  const value = await ask({title: 'Forget this person here?', text: `${person.name} is no longer shown. All recordings stay in the folder.`,
    actions: [['no', 'Keep', 'main'], ['yes', 'Forget', 'danger']]});
  if (value === 'yes')
    attempt(() => post(`/api/people/${encodeURIComponent(person.id)}/forget`));
}

export const nameOf = (id, otherwise) => (app.state?.people || []).find(person => person.id === id)?.name || otherwise || 'Person not known';
