/* SPDX-License-Identifier: MIT */
/* Where a recording's rows go: to the file and the live view or, before a leg begins, nowhere but past the
 * watch for the button that begins it. */
#ifndef RECORDING_ROWS_H
#define RECORDING_ROWS_H

#include "decode/recorder.h"
#include "record/recording_setup.h"

/* The output for `recording->waiting` as it is now. */
struct recorder_output recording_rows_output(struct recording *recording);

/* An output that keeps nothing. */
struct recorder_output recording_rows_discard(struct recording *recording);

#endif
