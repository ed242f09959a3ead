/* SPDX-License-Identifier: MIT */
/* Requests that a program answers: a page of the analyzer, its JSON, a changed note. The server serves others while it
 * runs. */
#pragma once

#include "http/server.h"
#include "jobs/programs.h"

#define JOB_ARGUMENTS_MAX 24
#define JOB_OUTPUT "OUTPUT" /* as an argument: the file that the program writes */

enum job_answer {
    JOB_ANSWERS_PAGE, /* the file JOB_OUTPUT, an HTML page */
    JOB_ANSWERS_LINE, /* the first line that the program prints, JSON */
    JOB_ANSWERS_DONE  /* nothing: it is enough that the program ends well */
};

/* A zeroed struct has no jobs. */
struct jobs {
    const struct programs *programs;
    struct job *first;
    unsigned running;
    unsigned long started; /* numbers the output files */
};

/* Start argv, a NULL-terminated list that is copied, in the folder of the sessions, and answer the request when it
 * ends: with an error and the program's message if it fails. */
void job_start(struct jobs *jobs, struct request *request, const char *const argv[], enum job_answer answer);

/* End all jobs, except those that write something, and answer their requests. */
void jobs_stop(struct jobs *jobs);
