/* SPDX-License-Identifier: MIT */
#include "session/annotator.h"

#include <string.h>
#include <unistd.h>

#define LIMIT_S 60

static void end(void *owner, int status, const char *message)
{
    const struct annotation_child *own = owner;
    const struct annotator *annotator = own->annotator;
    const char *colon = strstr(message, ": ");
    if (status != EXIT_STATUS_DONE)
        annotator->failed(annotator->owner, colon ? colon + 2 : "A note could not be written into the session.");
}

void annotator_write(struct annotator *annotator, const char *path, const struct annotator_remarks *remarks)
{
    const char *argv[10] = {annotator->programs->logger, "annotate", path};
    const struct {
        const char *option, *value;
    } given[] = {
        {"--pain-before", remarks->pain_before}, {"--pain-after", remarks->pain_after}, {"--note", remarks->note}};
    size_t count = 3, slot = 0;
    struct failure failure;
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
        if (given[i].value) {
            argv[count++] = given[i].option;
            argv[count++] = given[i].value;
        }
    if (count == 3)
        return;
    while (slot < ANNOTATOR_PARALLEL_MAX && child_is_running(&annotator->running[slot].child))
        slot++;
    if (slot == ANNOTATOR_PARALLEL_MAX) {
        annotator->failed(annotator->owner, "A note could not be written into the session: too many at a time.");
        return;
    }
    struct annotation_child *own = &annotator->running[slot];
    struct child_options options = {.output_as = STDOUT_FILENO, .limit_s = LIMIT_S};
    own->annotator = annotator;
    if (!child_start(annotator->programs->children, &own->child, argv, &options, (struct child_owner){NULL, end, own},
                     &failure))
        annotator->failed(annotator->owner, failure.message);
}
