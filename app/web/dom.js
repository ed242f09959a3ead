/* SPDX-License-Identifier: MIT */
/* Builds elements. Text from people, files and devices only ever becomes text: nothing here parses HTML. */

const SVG = 'http://www.w3.org/2000/svg';

export const $ = id => document.getElementById(id);

/* Attributes: `on` takes listeners by name, true and false set or leave out, the rest are strings. */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {}))
    if (name === 'on')
      for (const [event, listener] of Object.entries(value))
        element.addEventListener(event, listener);
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, value === true ? '' : String(value));
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export const icon = (name, kind = '') => s('svg', {class: `ico ${kind}`.trim(), 'aria-hidden': 'true'}, s('use', {href: `#i-${name}`}));

/* Write only what has changed: an unchanged text costs no layout and is not read out again. */
export function put(element, text) {
  const value = String(text);
  if (element.textContent !== value)
    element.textContent = value;
}

export function set(element, name, value) {
  const text = String(value);
  if (element.getAttribute(name) !== text)
    element.setAttribute(name, text);
}

export const button = (text, kind, click, more) =>
  h('button', {type: 'button', class: `btn ${kind}`.trim(), on: {click}, ...more}, text);

export const key = name => h('kbd', {'aria-hidden': 'true'}, name);

/* A choice of one, drawn as buttons. `list` has [value, content]. */
export function choices(name, list, chosen, change) {
  return list.map(([value, content]) => h('label', {class: 'opt'},
    h('input', {type: 'radio', name, value, checked: value === chosen, on: {change: () => change(value)}}),
    h('span', null, content)));
}

/* The scale of pain, 0 to 10, with nothing chosen at first. */
export function painScale(name, change) {
  const list = Array.from({length: 11}, (_, value) => [value, String(value)]);
  return [h('div', {class: 'scale'}, choices(name, list, null, change)),
    h('p', {class: 'ends'}, h('span', null, '0: no pain'), h('span', null, '10: worst you have had'))];
}

export function choose(name, value) {
  for (const input of document.querySelectorAll(`input[name="${name}"]`))
    input.checked = input.value === String(value);
}
