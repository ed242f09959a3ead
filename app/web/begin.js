/* SPDX-License-Identifier: MIT */
/* How a recording begins: the signal is there; the upper thigh is set; the first stroke starts it, without a hand on the
 * keyboard. */
import {app} from './app.js';
import {isNumber} from './words.js';

const FIRST_STROKE_MM = 25;
const SIGNAL_LIMIT_MS = 12000;

let asked = false;
let waitedSince = 0;

/* Whether the roller is heard: 'yes', 'wait', or 'no' when it should have been. */
export function signal(expected) {
  if (app.live.numbers || !expected) {
    waitedSince = 0;
    return app.live.numbers ? 'yes' : 'wait';
  }
  waitedSince ||= performance.now();
  return performance.now() - waitedSince > SIGNAL_LIMIT_MS ? 'no' : 'wait';
}

export const placeIt = leg => `Put the roller under the fold below your ${leg} buttock.`;
export const HOLD_BUTTON = 'Hold its button for one second.';
export const PRESS_HERE = 'Then press the button on this page.'; /* the virtual roller has none */

export const rollNow = simulated => simulated ? 'The simulated person rolls by itself. The recording starts with the first stroke.'
  : 'Slowly, towards the knee and back. The recording starts with your first stroke.';

export const silent = simulated => simulated ? 'Its program takes longer than usual to start.'
  : 'Unplug its cable and plug it in again. It is found by itself.';

export function beginByRolling({position_mm, loaded}, start) {
  if (!app.state.session?.zero_set)
    asked = false;
  else if (!asked && loaded && isNumber(position_mm) && Math.abs(position_mm) >= FIRST_STROKE_MM) {
    asked = true;
    /* Another tab may have been quicker: then the answer is of no interest, the state says it. */
    start().catch(() => { asked = false; });
  }
}
