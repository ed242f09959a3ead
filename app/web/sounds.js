/* SPDX-License-Identifier: MIT */
/* Sounds, made here: no files. Browsers allow them after the first touch or key. */

/* Each sound: notes as [frequency in Hz, start in s, length in s]. */
const SOUNDS = {
  visit: {name: 'A visit begins', says: 'one low note', notes: [[262, 0, .18]]},
  dose: {name: 'Aim reached', says: 'two notes, falling', notes: [[784, 0, .2], [523, .2, .4]]},
  mark: {name: 'Marked', says: 'a short ding', notes: [[1319, 0, .25]]},
  zero: {name: 'Upper thigh is set', says: 'two notes, rising', notes: [[523, 0, .18], [784, .18, .35]]},
  lifted: {name: 'Lifted off', says: 'a tick each second of the last ten', notes: [[660, 0, .06]]},
  strokes: {name: 'All strokes of the aim', says: 'three notes, rising', notes: [[523, 0, .16], [659, .16, .16], [784, .32, .4]]},
  lost: {name: 'No contact with the roller', says: 'repeats until it is back', notes: [[196, 0, .22], [196, .3, .22]]},
  turn: {name: 'Stretch: change sides', says: 'two ticks', notes: [[880, 0, .1], [880, .18, .3]]},
};
const LOUDNESS = .28;
const ATTACK_S = .012;
const STORED = 'foam-roller-sounds-off';

let context = null;
let muted = false;
let off = new Set();
try {
  off = new Set(JSON.parse(localStorage.getItem(STORED) || '[]'));
} catch {
  off = new Set();
}

export const names = Object.entries(SOUNDS).map(([id, {name, says}]) => ({id, name, says}));
export const isOn = id => !off.has(id);

export function turn(id, on) {
  off[on ? 'delete' : 'add'](id);
  localStorage.setItem(STORED, JSON.stringify([...off]));
}

export const mute = value => { muted = value; };

/* The first touch or key makes sounds possible. */
export function wake() {
  try {
    context ||= new AudioContext();
    if (context.state === 'suspended')
      context.resume().catch(() => {});
  } catch {
    context = null;
  }
}

export function play(id, asked = false) {
  document.documentElement.dataset.lastSound = id;
  if (!context || context.state !== 'running' || !asked && (muted || off.has(id)))
    return;
  for (const [frequency, start, length] of SOUNDS[id].notes) {
    const note = context.createOscillator(), volume = context.createGain(), at = context.currentTime + start;
    note.type = 'triangle';
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + ATTACK_S);
    volume.gain.exponentialRampToValueAtTime(.001, at + length);
    note.connect(volume).connect(context.destination);
    note.start(at);
    note.stop(at + length);
  }
}
