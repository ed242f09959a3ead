/* SPDX-License-Identifier: MIT */
/* The recording begins with the first stroke after the upper thigh was set, without a hand on the keyboard. */
import {app} from './app.js';
import {isNumber} from './words.js';

const FIRST_STROKE_MM = 25;

let asked = false;

export function beginByRolling({position_mm, loaded}, start) {
  if (!app.state.session?.zero_set)
    asked = false;
  else if (!asked && loaded && isNumber(position_mm) && Math.abs(position_mm) >= FIRST_STROKE_MM) {
    asked = true;
    /* Another tab may have been quicker: then the answer is of no interest, the state says it. */
    start().catch(() => { asked = false; });
  }
}
