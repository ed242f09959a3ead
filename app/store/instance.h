/* SPDX-License-Identifier: MIT */
/* One running program for each folder of sessions: the second one finds the first. */
#pragma once

#include "shared/failure.h"
#include "store/places.h"

#include <stdbool.h>

#define INSTANCE_ADDRESS_SIZE 128

struct instance {
    int fd;              /* of the lock file, which has the address; for this user only */
    char lock[PATH_MAX]; /* its path */
    char page[PATH_MAX]; /* a page that leads to the address, for this user only. A browser is started with its name,
                          * because every user can see the arguments of a program */
};

/* Claim the folder. Sets *is_first to false, and the address, if it is claimed by another program. False
 * (EXIT_STATUS_OUTPUT) if the lock file cannot be made, or if the other program does not say its address. */
bool instance_claim(struct instance *instance, const struct places *places, bool *is_first,
                    char address[INSTANCE_ADDRESS_SIZE], struct failure *failure);

/* Make the address known to a second program and to the browser. False (EXIT_STATUS_OUTPUT) on failure. */
bool instance_publish(struct instance *instance, const char *address, struct failure *failure);

/* Remove the page, and unlock the folder. */
void instance_release(struct instance *instance);
