/* SPDX-License-Identifier: MIT */
#include "jobs/job.h"

#include "http/request.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JOBS_MAX 4
#define LIMIT_S 120

struct job {
    struct job *next;
    struct jobs *jobs;
    struct child child;
    struct request *request; /* NULL = answered */
    enum job_answer answer;
    char output[PATH_MAX]; /* the file that the program writes; "" = none */
    char *line;            /* the first one printed */
    size_t line_length;
};

static void forget(struct job *job)
{
    struct job **link = &job->jobs->first;
    while (*link && *link != job)
        link = &(*link)->next;
    if (*link)
        *link = job->next;
    if (*job->output)
        (void)unlink(job->output);
    free(job->line);
    free(job);
}

static void take_line(void *owner, const char *line, size_t length)
{
    struct job *job = owner;
    if (job->answer != JOB_ANSWERS_LINE || job->line)
        return;
    job->line = malloc(length + 1);
    if (!job->line)
        return;
    memcpy(job->line, line, length + 1);
    job->line_length = length;
}

static bool is_json_object(const char *text, size_t length)
{
    json_t *value = json_loadb(text, length, 0, NULL);
    bool is_object = json_is_object(value);
    json_decref(value);
    return is_object;
}

/* Answer with what the program made; false if it made nothing. */
static bool answer(struct job *job)
{
    int fd;
    switch (job->answer) {
    case JOB_ANSWERS_DONE: request_done(job->request); return true;
    case JOB_ANSWERS_LINE:
        if (!job->line || !is_json_object(job->line, job->line_length))
            return false;
        request_answer_text(job->request, job->line, job->line_length);
        job->line = NULL;
        return true;
    case JOB_ANSWERS_PAGE:
        fd = open(job->output, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (fd < 0)
            return false;
        request_answer_report(job->request, fd);
        return true;
    }
    return false;
}

static void end(void *owner, int status, const char *message)
{
    struct job *job = owner;
    const char *colon = strstr(message, ": "); /* after the program's name */
    job->jobs->running--;
    bool ok = status == EXIT_STATUS_DONE || status == EXIT_STATUS_NO_CHARTS;
    if (job->request && !(ok && answer(job)))
        request_answer_error(job->request, MHD_HTTP_UNPROCESSABLE_CONTENT, "program_failed",
                             status > 128 ? "The analysis took too long, or was ended."
                             : colon      ? colon + 2
                             : *message   ? message
                                          : "The program ended without a result.");
    forget(job);
}

static struct job *make(struct jobs *jobs, struct request *request, enum job_answer answer)
{
    struct job *job = jobs->running < JOBS_MAX ? calloc(1, sizeof *job) : NULL;
    if (!job)
        return NULL;
    *job = (struct job){.next = jobs->first, .jobs = jobs, .request = request, .answer = answer};
    if (answer == JOB_ANSWERS_PAGE)
        (void)snprintf(job->output, sizeof job->output, "%s/page-%ld-%lu.html", jobs->programs->places->runtime,
                       (long)getpid(), ++jobs->started);
    jobs->first = job;
    return job;
}

void job_start(struct jobs *jobs, struct request *request, const char *const argv[], enum job_answer answer)
{
    const char *arguments[JOB_ARGUMENTS_MAX + 1];
    size_t count = 0;
    struct failure failure;
    struct job *job = make(jobs, request, answer);
    if (!job) {
        request_answer_error(request, MHD_HTTP_SERVICE_UNAVAILABLE, "busy",
                             "Other pages are being made. Try again soon.");
        return;
    }
    for (; count < JOB_ARGUMENTS_MAX && argv[count]; count++)
        arguments[count] = strcmp(argv[count], JOB_OUTPUT) == 0 ? job->output : argv[count];
    arguments[count] = NULL;
    struct child_options options = {
        .folder = jobs->programs->places->folder, .output_as = STDOUT_FILENO, .limit_s = LIMIT_S};
    if (child_start(jobs->programs->children, &job->child, arguments, &options,
                    (struct child_owner){take_line, end, job}, &failure)) {
        jobs->running++;
        return;
    }
    request_answer_error(request, MHD_HTTP_INTERNAL_SERVER_ERROR, "program_failed", failure.message);
    forget(job);
}

void jobs_stop(struct jobs *jobs)
{
    for (struct job *job = jobs->first; job; job = job->next) {
        if (job->answer != JOB_ANSWERS_DONE) /* that one writes something */
            child_kill(&job->child, SIGKILL);
        if (job->request)
            request_answer_error(job->request, MHD_HTTP_SERVICE_UNAVAILABLE, "ended", "foam-roller was ended.");
        job->request = NULL;
    }
}
