/* SPDX-License-Identifier: MIT */
/* A list of any length: only the rows in view are built. All rows are equally high; the style sheet says how high. */

const BEYOND = 12;      /* rows built above and below the view, so that Tab and scrolling find them */
const KEPT_MAX = 60;

export function makeLongList(list, makeRow) {
  let items = [], built = new Map(), drawn = '';

  function build(from, to) {
    for (const [index, row] of built)
      if ((index < from || index >= to) && !row.contains(document.activeElement)) {
        row.remove();
        built.delete(index);
      }
    for (let index = from; index < to; index++) {
      if (built.has(index))
        continue;
      const row = makeRow(items[index], items[index - 1]);
      row.style.setProperty('--row', index);
      row.setAttribute('aria-setsize', items.length);
      row.setAttribute('aria-posinset', index + 1);
      const after = [...built].filter(([other]) => other > index).sort((a, b) => a[0] - b[0])[0];
      list.insertBefore(row, after ? after[1] : null);
      built.set(index, row);
    }
  }

  function frame() {
    if (!items.length)
      return;
    const box = list.getBoundingClientRect(), height = box.height / items.length;
    if (!height)
      return;
    const from = Math.max(0, Math.floor(-box.top / height) - BEYOND);
    const to = Math.min(items.length, Math.max(from + 1, Math.ceil((innerHeight - box.top) / height) + BEYOND));
    const shape = `${from},${to}`;
    if (shape === drawn || from >= items.length)
      return;
    drawn = shape;
    build(from, Math.min(to, from + KEPT_MAX + 2 * BEYOND));
  }

  return {
    show(now) {
      items = now;
      built = new Map();
      drawn = '';
      list.replaceChildren();
      list.style.setProperty('--rows', items.length);
      frame();
    },
    /* Scroll to a row, to the middle of the window, and move the focus there; show that `number` rows from it on were
     * looked for. */
    goTo(index, number) {
      const box = list.getBoundingClientRect(), height = box.height / items.length;
      scrollTo({top: scrollY + box.top + height * index - (index ? innerHeight / 2 : innerHeight / 4)});
      frame();
      for (const [at, row] of built)
        row.classList.toggle('looked-for', at >= index && at < index + number);
      built.get(index)?.querySelector('a, button')?.focus({preventScroll: true});
    },
    pause: () => { drawn = ''; },
    frame,
  };
}
