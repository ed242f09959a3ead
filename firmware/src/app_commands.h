/* SPDX-License-Identifier: MIT */
/* Commands that change the settings, or save them. What they change holds at once and is lost without W. */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "app_state.h"

/* Do it; NULL, or why not, as a flash text. */
const char *app_commands_execute(struct app *app, const struct command *command);

/* At boot, once it is known whether there is an IMU: the rate that the settings ask for, or the next one
 * below that the baud rate carries (which may be another one than that which was saved). */
void app_commands_lower_rate_to_fit(struct app *app);

#endif
