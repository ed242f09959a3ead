/* SPDX-License-Identifier: MIT */
/* The page may be open twice. All show the same; only the newest, or the one chosen, makes sounds. */

export function watchTabs(changed) {
  const channel = new BroadcastChannel('foam-roller');
  const tabs = {quiet: false, takeOver() {
    tabs.quiet = false;
    channel.postMessage({sounds: true});
    changed();
  }};
  channel.addEventListener('message', ({data}) => {
    if (data?.closed)
      tabs.quiet = false;
    else if (data?.sounds)
      tabs.quiet = true;
    changed();
  });
  addEventListener('pagehide', () => !tabs.quiet && channel.postMessage({closed: true}));
  channel.postMessage({sounds: true});
  return tabs;
}
