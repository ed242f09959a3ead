/* SPDX-License-Identifier: MIT */
/* Writes remarks into the heads of saved sessions by `roller-logger annotate`, which locks the file: several at a time
 * lose nothing. */
#pragma once

#include "jobs/programs.h"

#define ANNOTATOR_PARALLEL_MAX 16

struct annotator {
    const struct programs *programs;
    void (*failed)(void *owner, const char *message); /* a remark was not written */
    void *owner;
    struct annotation_child {
        struct child child;
        struct annotator *annotator;
    } running[ANNOTATOR_PARALLEL_MAX];
};

/* Remarks to write; NULL = as it is. Pain as text, "" removes it. */
struct annotator_remarks {
    const char *pain_before, *pain_after, *note;
};

/* Start to write remarks into the session `path`, absolute. */
void annotator_write(struct annotator *annotator, const char *path, const struct annotator_remarks *remarks);
