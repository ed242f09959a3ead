/* SPDX-License-Identifier: MIT */
/* What every screen shares: the state that the program sends, the live numbers, and where errors are said. */
import {makeLive} from './live.js';

export const app = {
  state: null,      /* of docs/APP.md; null until the program has answered */
  connected: true,
  trouble: null,    /* an error of the connection */
  failed: null,     /* the last command that did not work, as a sentence */
  tabs: {quiet: false}, /* whether another tab makes the sounds */
  live: makeLive(),
  redraw: () => {}, /* main.js sets it */
};

export const settings = () => app.state?.settings || {};
export const units = () => settings().units || 'metric';
/* How much to do: from the program, which has the numbers of logger/shared/dose.h. Two of them are aims that a user may change. */
export const dose = () => app.state.dose;
export const doseAim = () => settings().dose_place_s;
export const strokesAim = () => settings().strokes_aim;
export const personOf = id => (app.state?.people || []).find(person => person.id === id) || null;
export const sessionPerson = () => personOf(app.state?.session?.person_id);
/* The virtual roller has ended, or did not start: its problem says why. It is not tried again until someone asks. */
export const virtualFailed = () => Boolean(app.state.roller?.simulated && app.state.phase === 'ready' && app.state.problem?.code === 'roller');
export const thighLength = person => person?.thigh_length_mm || 350;

/* Do what a control asks; say it if it fails. Returns whether it worked. */
export async function attempt(action) {
  try {
    await action();
    app.failed = null;
    return true;
  } catch (error) {
    app.failed = error.code === 'gone' ? null : error.message;
    return false;
  } finally {
    app.redraw();
  }
}
