/* SPDX-License-Identifier: MIT */
/* How numbers and dates are said. Every text with a unit is made here. */

export const NEWTON_PER_KG = 9.81;
const NEWTON_PER_POUND = 4.448;
const MM_PER_INCH = 25.4;

export const isNumber = value => typeof value === 'number' && Number.isFinite(value);

export const clock = seconds => {
  const whole = Math.max(0, Math.floor(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

export function ordinal(number) {
  const last = number % 10, teen = number % 100 > 10 && number % 100 < 14;
  return number + (!teen && ['', 'st', 'nd', 'rd'][last] || 'th');
}

export const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

export const legName = leg => ({left: 'Left', right: 'Right', both: 'Both'}[leg] || 'Leg not known');

/* A place on the thigh, as a person would say it. */
export function place(position_mm, length_mm) {
  const part = position_mm / length_mm;
  if (part < .12) return 'near the buttock';
  if (part < .29) return 'a quarter of the way to the knee';
  if (part < .42) return 'a third of the way to the knee';
  if (part < .58) return 'halfway to the knee';
  if (part < .71) return 'two thirds of the way to the knee';
  if (part < .88) return 'three quarters of the way to the knee';
  return 'just above the knee';
}

export const length = (mm, units) =>
  units === 'us' ? `${(mm / MM_PER_INCH).toFixed(1)} in` : `${Math.round(mm)} mm`;

export const weight = (newton, units) =>
  units === 'us' ? `${Math.round(newton / NEWTON_PER_POUND)} lb` : `${Math.round(newton / NEWTON_PER_KG)} kg`;

/* A force: newtons rounded to `step`, or pounds. */
export const force = (newton, units, step = 1) =>
  units === 'us' ? weight(newton, units) : `${Math.round(newton / step) * step} N`;

const dayText = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short'});
const yearText = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', year: 'numeric'});
const longText = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'long', year: 'numeric'});
const timeText = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit'});
const monthText = new Intl.DateTimeFormat('en-GB', {month: 'short'});

export const DAY_MS = 864e5;

/* Midnight at the start of the day, in local time. */
export const dayOf = date => new Date(date.getFullYear(), date.getMonth(), date.getDate());

export const month = date => monthText.format(date);
export const time = date => timeText.format(date);
export const longDay = date => longText.format(date);

export function day(date, now = new Date()) {
  const days = Math.round((dayOf(now) - dayOf(date)) / DAY_MS);
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday'
    : (date.getFullYear() === now.getFullYear() ? dayText : yearText).format(date);
}

export function dayOfSession({start}) {
  const date = new Date(start);
  return isNaN(date) ? 'No date' : day(date);
}

export function sessionName(session) {
  const start = new Date(session.start);
  const leg = `${legName(session.leg)}${session.leg ? ' leg' : ''}`;
  return isNaN(start) ? leg : `${leg}, ${longDay(start)}, ${time(start)}`;
}
