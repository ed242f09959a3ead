/* SPDX-License-Identifier: MIT */
/* The leg from behind. It is built once; afterwards only what has changed is touched, so that 20 updates a second cost
 * a transform each. Drawn in units of a thigh that is 350 long; positions in millimetres are scaled to it. */
import {s, set, put} from './dom.js';
import {isNumber} from './words.js';

export const DRAWN_LENGTH = 350;
const BINS = 35;
const BIN = DRAWN_LENGTH / BINS;
const ABOVE = -20, BELOW = DRAWN_LENGTH + 25; /* where the roller can be drawn */
const SECONDS_OF_LEVEL = [1, 3, 6, 11];       /* of dwell on one bin, for each strength of colour */
const LABEL_GAP = 62;                         /* between the seconds of neighbouring places */
const MARKS_DRAWN = 24;

const level = seconds => SECONDS_OF_LEVEL.filter(limit => seconds >= limit).length;
const outerEdge = y => 103 - Math.max(0, y - 40) * .165;
const innerEdge = y => -92 + Math.max(0, y - 60) * .13;
const use = href => s('use', {href, x: -140, y: -110, width: 280, height: 1000});

/* Move labels apart, from the top down, and back up if that pushes them off the drawing. */
function spread(wanted) {
  const order = wanted.map((y, index) => ({y, index})).sort((a, b) => a.y - b.y);
  order.forEach((label, i) => { if (i) label.y = Math.max(label.y, order[i - 1].y + LABEL_GAP); });
  for (let i = order.length - 1; i >= 0; i--)
    order[i].y = Math.min(order[i].y, i === order.length - 1 ? BELOW : order[i + 1].y - LABEL_GAP);
  const result = [];
  for (const label of order)
    result[label.index] = label.y;
  return result;
}

/* A leg in this svg element. `withBand` draws the roller. */
export function makeLeg(svg, {side, length_mm, withBand}) {
  const mirror = side === 'left' ? -1 : 1;
  const scale = DRAWN_LENGTH / length_mm;
  const x = value => value * mirror;
  const toY = position_mm => Math.min(BELOW, Math.max(ABOVE, position_mm * scale));
  const heat = Array.from({length: BINS}, (_, bin) => s('rect', {class: 'heat-0', x: -130, y: bin * BIN, width: 260, height: BIN + .8}));
  const heatLevel = new Array(BINS).fill(0);
  const places = s('g'), marks = s('g');
  const band = s('g', {class: 'band'},
    s('rect', {x: -110, y: -23, width: 220, height: 46, rx: 14}),
    s('path', {d: 'M-120 -8h8v16h-8a4 4 0 0 1 -4 -4v-8a4 4 0 0 1 4 -4zM120 -8h-8v16h8a4 4 0 0 0 4 -4v-8a4 4 0 0 0 -4 -4z'}));
  svg.replaceChildren(
    s('g', {mask: 'url(#fade-mask)'}, s('g', {transform: `scale(${mirror} 1)`}, use('#leg-shape'),
      s('g', {'clip-path': 'url(#ham-clip)'}, heat))),
    ...[places, withBand && band, marks].filter(Boolean));
  let drawnPlaces = '', drawnMarks = '', labels = [];

  return {
    /* Seconds per bin of 10 mm. */
    dwell(dwell_s) {
      const bins = new Array(BINS).fill(0);
      dwell_s.forEach((seconds, index) => {
        const bin = Math.floor((index + .5) * 10 * scale / BIN);
        if (bin >= 0 && bin < BINS && isNumber(seconds))
          bins[bin] += seconds;
      });
      bins.forEach((seconds, bin) => {
        const now = level(seconds);
        if (now !== heatLevel[bin])
          heat[bin].setAttribute('class', `heat-${heatLevel[bin] = now}`);
      });
    },

    band(position_mm, visible) {
      band.style.transform = `translate(0, ${toY(position_mm).toFixed(1)}px)`;
      set(band, 'visibility', visible ? 'visible' : 'hidden');
    },

    /* Each place with its seconds and, as dots, its visits; or with its number, if it has one. `here` is the index of
     * the place where the roller stays now, or -1. */
    places(list, here = -1) {
      const shape = list.map(place => [Math.round(place.position_mm / 4), place.visits, place.number].join()).join(';') + here;
      if (shape !== drawnPlaces) {
        drawnPlaces = shape;
        const at = list.map(place => toY(place.position_mm)), label = spread(at);
        labels = list.map((place, i) => s('text', {class: i === here ? 'pl' : 'pl-s', x: x(134), y: label[i] + 15,
          'text-anchor': mirror > 0 ? 'start' : 'end'}));
        places.replaceChildren(...list.map((place, i) => s('g', null,
          i === here ? null : s('path', {class: 'tick', d: `M${x(outerEdge(at[i]) + 4)} ${at[i]}L${x(126)} ${label[i]}`}),
          place.number
            ? [s('circle', {class: 'dot', cx: x(140), cy: label[i], r: 19}),
              s('text', {class: 'dot-t', x: x(140), y: label[i] + 7, 'text-anchor': 'middle'}, String(place.number))]
            : [labels[i], Array.from({length: Math.min(place.visits || 0, 6)}, (_, visit) =>
              s('circle', {class: 'dot', cx: x(139 + visit * 15), cy: label[i] + 29, r: 5}))])));
      }
      list.forEach((place, i) => place.number || put(labels[i], Math.floor(place.dwell_s)));
    },

    marks(list) {
      const shape = list.map(Math.round).join();
      if (shape === drawnMarks)
        return;
      drawnMarks = shape;
      marks.replaceChildren(...list.slice(-MARKS_DRAWN).map(position_mm => {
        const y = toY(position_mm);
        return s('path', {class: 'mk', d: `M${x(innerEdge(y))} ${y}l${x(-36)} -18v36z`});
      }));
    },
  };
}

/* Both whole legs. The roller lies below the fold of `next`; a tick is on those that are done. */
export function bothLegs(svg, {next, done = [], withBand}) {
  const middle = {left: -198, right: 4};
  svg.replaceChildren(
    s('g', {mask: 'url(#fade-both)'},
      s('g', {transform: 'translate(-194 0) scale(-1 1)', class: next === 'left' ? '' : 'dim'}, use('#leg-shape')),
      s('g', {class: next === 'right' ? '' : 'dim'}, use('#leg-shape'))),
    ...(withBand ? [s('g', {class: 'band', transform: `translate(${next === 'left' ? -200 : 6} 24)`},
      s('rect', {x: -118, y: -23, width: 236, height: 46, rx: 14}))] : []),
    ...done.flatMap(leg => [s('circle', {class: 'badge', cx: middle[leg], cy: 190, r: 46}),
      s('path', {class: 'badge-t', d: `M${middle[leg] - 20} 192l14 15 28 -32`})]));
}

const SMALL = 'M-90 0C-92 120 -62 260 -58 350S-70 460 -62 520L-34 720V860H32V720L58 520C72 450 54 400 58 350S104 120 107 0V-95H-96Z';

/* Both legs as a small picture, with the chosen ones filled. */
export const smallLegs = legs => s('svg', {viewBox: '-310 -100 420 970', 'aria-hidden': 'true'},
  s('g', {class: legs === 'right' ? '' : 'sel', transform: 'translate(-194 0) scale(-1 1)'}, s('path', {d: SMALL})),
  s('g', {class: legs === 'left' ? '' : 'sel'}, s('path', {d: SMALL})));
