/* SPDX-License-Identifier: MIT */
/* Checks the roller by `roller-logger check`. */
#include "platform/platform.h"
#include "session/roller.h"
#include "shared/iso_time.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK_LIMIT_S 120

/* A line of the check: "  ok     the strips ...", "  FAULT  ...", or a sentence at its end. */
static void take_check_line(void *owner, const char *line, size_t length)
{
    static const char *const labels[] = {"  ok     ", "  note   ", "  FAULT  "};
    struct roller *roller = owner;
    (void)length;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (strncmp(line, labels[i], strlen(labels[i])) == 0) {
            json_array_append_new(roller->check_items, json_pack("{s:b, s:s}", "ok", strcmp(labels[i], labels[2]) != 0,
                                                                 "text", line + strlen(labels[i])));
            return;
        }
    if (*line && *line != ' ') {
        free(roller->listed);
        roller->listed = strdup(line);
    }
}

static void end_check(void *owner, int status, const char *message)
{
    struct roller *roller = owner;
    char at[ISO_TIME_SIZE];
    iso_time_format(at, sizeof at, platform_wall_clock_us());
    json_decref(roller->check);
    roller->check = json_pack("{s:b, s:s, s:s, s:o}", "ok", status == EXIT_STATUS_DONE, "summary",
                              roller->listed ? roller->listed : message, "at", at, "items", roller->check_items);
    roller->check_items = NULL;
    free(roller->listed);
    roller->listed = NULL;
    roller->changed(roller->owner);
}

bool roller_check(struct roller *roller, struct failure *failure)
{
    const char *const argv[] = {roller->programs->logger, "check", "--port", roller->port, "--quiet", NULL};
    struct child_options options = {.output_as = STDOUT_FILENO, .limit_s = CHECK_LIMIT_S};
    if (roller->is_in_use || child_is_running(&roller->checker) || child_is_running(&roller->lister))
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller is in use. Try again in a moment.");
    if (roller->status != ROLLER_FOUND || roller->is_simulated)
        return failure_set(failure, EXIT_STATUS_DEVICE, "There is no real roller to check.");
    if (!child_start(roller->programs->children, &roller->checker, argv, &options,
                     (struct child_owner){take_check_line, end_check, roller}, failure))
        return false;
    json_decref(roller->check);
    json_decref(roller->check_items);
    roller->check = json_pack("{s:b}", "running", 1);
    roller->check_items = json_array();
    roller->changed(roller->owner);
    return true;
}
