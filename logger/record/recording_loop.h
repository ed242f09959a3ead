/* SPDX-License-Identifier: MIT */
/* The thread that writes: takes what the one that reads has put into the ring, until something ends it. */
#ifndef RECORDING_LOOP_H
#define RECORDING_LOOP_H

#include "serial/link.h"
#include "record/recording_setup.h"

/*
 * Take what comes. LINK_DATA: this part is over (the sign to begin came; the duration passed; Enter between
 * two legs) and the link goes on. LINK_STOPPED: the user stops, or the file failed. Else why the link ended.
 */
enum link_status recording_loop(struct recording *recording, struct failure *failure);

#endif
