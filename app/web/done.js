/* SPDX-License-Identifier: MIT */
/* Done: pain and a note first, then what the analyzer found in each leg, left beside right, and the last time's. */
import {$, h, s, put, set, choose, painScale} from './dom.js';
import {app, attempt, dose, sessionPerson, thighLength, units} from './app.js';
import {get, session} from './server.js';
import {count, dayOfSession, duration, force, legName, length, longDay, place, time, isNumber} from './words.js';
import {makeLeg} from './leg.js';
import {showKindOf} from './history.js';
import {stepStretch, stretchLegs, stretchSeconds, STRETCH_STEP_S} from './stretch.js';

const PLACES_SHOWN = 4;

const reports = new Map(); /* by session id: the analyzer's report, or an Error */
let before = null;         /* sessions of the history, to find the last time */
let pain = null, shownFor = '';

const saved = () => app.state.session?.saved || [];

async function load(id) {
  if (reports.has(id))
    return;
  reports.set(id, null);
  try {
    reports.set(id, await get(`/api/report/${encodeURIComponent(id)}`));
  } catch (error) {
    reports.set(id, error);
  }
  draw();
}

async function loadBefore() {
  try {
    before = (await get('/api/sessions')).sessions;
  } catch {
    before = [];
  }
  draw();
}

const spotsOf = report => (Array.isArray(report?.tender_spots) ? report.tender_spots : []).filter(spot => isNumber(spot.center_mm));
const lengthOf = report => report?.position?.thigh_length_mm || thighLength(sessionPerson());

function headline() {
  const known = saved().map(({id, leg}) => ({leg, report: reports.get(id)})).filter(({report}) => report && !(report instanceof Error));
  if (!saved().length)
    return 'Nothing was recorded';
  if (!known.length)
    return saved().length > 1 ? 'Both legs are saved' : `Your ${saved()[0].leg} leg is saved`;
  const longest = known.flatMap(({leg, report}) => spotsOf(report).map(spot => ({leg, spot, length_mm: lengthOf(report)})))
    .sort((a, b) => b.spot.dwell_s - a.spot.dwell_s)[0];
  return longest ? `You stayed longest on your ${longest.leg} thigh, ${place(longest.spot.center_mm, longest.length_mm)}.`
    : 'You rolled evenly: no place stands out.';
}

function lead() {
  const all = saved(), lost = all.reduce((sum, {lost: frames}) => sum + (frames || 0), 0);
  const total = all.reduce((sum, {duration_s}) => sum + (duration_s || 0), 0);
  if (!all.length)
    return 'The recording was stopped before its first reading.';
  const legs = all.length > 1 ? 'Both legs' : `${legName(all[0].leg)} leg`;
  const losses = lost ? `${count(lost, 'reading', 'readings')} lost on the way; the report counts them.` : 'Nothing was lost.';
  return `${legs}, ${duration(total)}. ${losses} Saved.`;
}

const spotItem = (spot, number, length_mm) => h('li', null, h('span', {class: 'no'}, number), h('b', null, `${Math.round(spot.dwell_s)} s`),
  h('p', null, place(spot.center_mm, length_mm).replace(/^./, letter => letter.toUpperCase()) + (spot.marks ? '; you marked it' : ''),
    h('br'), [length(spot.center_mm, units()), count(spot.visits, 'visit', 'visits'), isNumber(spot.mean_force_n) ? force(spot.mean_force_n, units()) : null]
      .filter(Boolean).join(', ')));

function legParts({id, leg, duration_s}) {
  const report = reports.get(id), title = h('h3', null, `${legName(leg)} `, h('span', null, duration(duration_s)));
  if (!report || report instanceof Error)
    return [h('div', null, title, h('p', {class: 'sub'}, report ? report.message : 'Reading the recording.')), h('div')];
  const length_mm = lengthOf(report), spots = spotsOf(report).slice(0, PLACES_SHOWN);
  const places = spots.map((spot, i) => `Place ${i + 1} at ${length(spot.center_mm, units())}, ${Math.round(spot.dwell_s)} seconds.`).join(' ');
  const svg = s('svg', {viewBox: `${leg === 'left' ? -166 : -128} -74 294 545`, role: 'img',
    'aria-label': `${legName(leg)} thigh from behind. ${places}`});
  const figure = makeLeg(svg, {side: leg, length_mm, withBand: false});
  const bins = new Array(60).fill(0);
  report.profile?.x_mm?.forEach((x, i) => {
    const bin = Math.floor(x / 10);
    if (bin >= 0 && bin < bins.length)
      bins[bin] += report.profile.dwell_s[i] || 0;
  });
  figure.dwell(bins);
  figure.places(spots.map((spot, i) => ({position_mm: spot.center_mm, dwell_s: spot.dwell_s, visits: spot.visits, number: i + 1})));
  figure.marks(spots.filter(spot => spot.marks).map(spot => spot.center_mm));
  return [h('div', null, title, spots.length ? h('ul', {class: 'spots'}, spots.map((spot, i) => spotItem(spot, i + 1, length_mm)))
    : h('p', {class: 'sub'}, 'No place stands out.')), svg];
}

function drawLegs() {
  const order = [...saved()].sort((a, b) => a.leg.localeCompare(b.leg));
  set($('done-legs'), 'class', order.length > 1 ? 'card' : 'card one');
  put($('done-legs-h'), order.length > 1 ? 'Left beside right' : `Your ${order[0]?.leg || ''} thigh`);
  put($('done-legs-say'), 'From behind. The stronger the colour, the longer you stayed.');
  $('lr').replaceChildren(...order.flatMap((one, i) => i ? legParts(one).reverse() : legParts(one)));
  $('done-open').replaceChildren(...order.map(({id, leg}) =>
    h('a', {class: 'btn', href: `#report/${encodeURIComponent(id)}`}, order.length > 1 ? `Full report, ${leg}` : 'Full report')),
  ...(order.length > 1 ? [h('a', {class: 'btn', href: `#compare/${order.map(({id}) => encodeURIComponent(id)).join('/')}`}, 'Left against right')] : []));
}

/* The session of this person and leg before this one. What it means is the comparison's to say. */
function lastTime({id, leg}) {
  const own = saved().map(one => one.id);
  return (before || []).find(old => old.leg === leg && !own.includes(old.id) && old.id !== id && old.state === 'ok' &&
    old.person === app.state.session.person_id && Boolean(old.simulated) === Boolean(app.state.roller?.simulated));
}

function drawSince() {
  const list = saved().map(one => [one, lastTime(one)]).filter(pair => pair[1]);
  $('done-since').hidden = !list.length;
  const seconds = (position_mm, dwell_s) => `${length(position_mm, units())}: ${Math.round(dwell_s)} s`;
  $('since').replaceChildren(...list.map(([one, old]) => {
    const now = spotsOf(reports.get(one.id)).slice(0, PLACES_SHOWN);
    return h('li', null, h('b', null, legName(one.leg)),
      h('p', null, h('span', null, `Last time: ${dayOfSession(old)}`), (old.spots || []).slice(0, PLACES_SHOWN).map(spot => seconds(spot.position_mm, spot.dwell_s)).join('; ') || 'no place'),
      h('p', null, h('span', null, 'Now'), now.map(spot => seconds(spot.center_mm, spot.dwell_s)).join('; ') || 'no place'),
      h('a', {class: 'btn small', href: `#compare/${encodeURIComponent(old.id)}/${encodeURIComponent(one.id)}`}, 'What has changed'));
  }));
}

function drawPain() {
  const start = app.state.session?.pain_before;
  $('done-pain').replaceChildren(...(isNumber(start)
    ? ['Before: ', h('b', null, String(start)), h('span', {'aria-hidden': 'true'}, '→'), ' now: ', h('b', null, pain === null ? '–' : String(pain))] : []));
}

function draw() {
  if (!app.state?.session)
    return;
  put($('done-who'), `${sessionPerson()?.name || ''} · ${longDay(new Date())}, ${time(new Date())}`);
  put($('done-h'), headline());
  put($('done-lead'), lead());
  put($('stretch-say'), `${dose().stretch_min_s} to ${dose().stretch_max_s} seconds each side, as far as it stays comfortable. The page counts, and sounds.`);
  put($('stretch-s'), `${stretchSeconds()} s`);
  put($('stretch-side'), stretchLegs().length > 1 ? 'each side, right first' : `${stretchLegs()[0]} leg`);
  drawPain();
  drawLegs();
  drawSince();
}

async function keep() {
  const answer = {note: $('done-note').value.trim()};
  if (pain !== null)
    answer.pain_after = pain;
  if (await attempt(() => session('done', answer))) {
    shownFor = '';
    showKindOf(app.state.roller || {});
    location.hash = '#history';
  }
}

function update() {
  const ids = saved().map(({id}) => id).join();
  if (ids !== shownFor) {
    shownFor = ids;
    pain = null;
    before = null;
    choose('pain-after', '');
    $('done-note').value = '';
    loadBefore();
  }
  saved().forEach(({id}) => load(id));
  draw();
}

export const screen = {
  id: 'done',
  title: 'Done',
  make() {
    $('pain-after').append(...painScale('pain-after', value => { pain = value; drawPain(); }));
    $('done-keep').addEventListener('click', keep);
    for (const [id, step] of [['stretch-less', -STRETCH_STEP_S], ['stretch-more', STRETCH_STEP_S]])
      $(id).addEventListener('click', () => {
        stepStretch(step);
        draw();
      });
  },
  show: update,
  update,
};
