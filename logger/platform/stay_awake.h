/* SPDX-License-Identifier: MIT */
/* Keeps the computer from falling asleep by itself, where the system offers it: through systemd-inhibit (logind) or
 * caffeinate (macOS). It never keeps it awake when its lid is closed: a computer in a bag must not overheat. */
#pragma once

/* Ask the system not to sleep. Returns a descriptor for stay_awake_end; -1 if the system offers no such program. It may
 * still refuse, for example to a user who is logged in from elsewhere; that is not reported. */
int stay_awake_begin(const char *why);

/* Let it sleep again; so does the end of this process, however it ends. -1 is ignored. */
void stay_awake_end(int fd);
