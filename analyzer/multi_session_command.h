/* SPDX-License-Identifier: MIT */
/* Steps that compare, trend and repeatability share: reading their sessions, reporting and printing. */
#pragma once

#include "multi_session/session_set.h"
#include "run.h"
#include "writing/terminal_style.h"

/* Read the sessions of the run, in order, into `set`. Except for compare, also read the sessions in the folders of the
 * run. A file that is not a session is left out, and reported if the user named it. The caller frees the set with
 * session_set_free. */
void multi_session_read(struct session_set *set, struct run *run);

/* Report `failure`. Before it, report the sessions that were left out after multi_session_read, with the reasons,
 * because no other output shows them. */
void multi_session_report(const struct session_set *set, struct run *run, const struct failure *failure);

/* Add `plain` to `out` in the style of the terminal, and free `plain`. */
void multi_session_add_styled(struct text_buffer *out, struct text_buffer *plain, const struct terminal_style *style);
