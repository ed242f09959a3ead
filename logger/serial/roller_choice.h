/* SPDX-License-Identifier: MIT */
/* Which of the rollers that were found is meant. */
#ifndef ROLLER_CHOICE_H
#define ROLLER_CHOICE_H

#include "terminal/status_line.h"
#include "terminal/prompt.h"
#include "serial/discovery.h"

/*
 * The only one; of several, the one that whoever is at the terminal chooses. NULL (EXIT_STATUS_DEVICE): none
 * was found, nobody can be asked (the failure lists them), or the user stopped.
 */
struct probe *roller_choice_select(struct discovery *discovery, struct status_line *status_line, int stop_fd,
                                   struct failure *failure);

#endif
