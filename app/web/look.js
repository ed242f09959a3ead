/* SPDX-License-Identifier: MIT */
/* How this screen looks: colours and units of force. It belongs to the screen, so it is kept in the browser. */

const DEFAULTS = {theme: 'auto', force: 'both'};

export const choice = name => localStorage.getItem(`foam-roller-${name}`) || DEFAULTS[name];

export function apply() {
  const theme = choice('theme');
  if (theme === 'auto')
    delete document.documentElement.dataset.theme;
  else
    document.documentElement.dataset.theme = theme;
}

export function choose(name, value) {
  localStorage.setItem(`foam-roller-${name}`, value);
  apply();
}
