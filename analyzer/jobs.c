/* SPDX-License-Identifier: MIT */
#include "jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Sessions that may be done before their turn, for each worker: one that is long holds up its own processor only. */
#define AHEAD 16
#define CHUNK_BYTES 16384

/* A session that was begun and whose turn has not come. */
struct job {
    pid_t pid;
    int fd; /* what it says comes here; -1 = it is done */
    int ended;
    int error; /* of hearing it */
    struct text_buffer heard; /* a struct failure (status 0 when it went well), then the text */
};

struct pool {
    const struct jobs *jobs;
    struct job *job; /* [window], session i in job[i % window] */
    struct pollfd *polled;
    size_t *polled_job;
    size_t window, running;
    size_t begun, told; /* sessions */
};

unsigned jobs_processors(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > JOBS_MOST ? JOBS_MOST : (unsigned)online;
}

static bool write_all(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t wrote = write(fd, at, length);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        at += wrote;
        length -= (size_t)wrote;
    }
    return true;
}

/* In the child. Returns its exit status. */
static int work(const struct jobs *jobs, size_t index, int fd)
{
    struct text_buffer text = {0};
    struct failure failure = {0};
    if (jobs->work(jobs->context, index, &text, &failure))
        failure.status = EXIT_STATUS_DONE;
    bool told = write_all(fd, &failure, sizeof failure) && write_all(fd, text.bytes, text.length);
    text_free(&text);
    return told ? 0 : 1;
}

static bool begin(struct pool *pool)
{
    struct job *job = &pool->job[pool->begun % pool->window];
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    for (int end = 0; end < 2; end++)
        fcntl(ends[end], F_SETFD, FD_CLOEXEC);
    pid_t pid = fork();
    if (pid == 0)
        _exit(work(pool->jobs, pool->begun, ends[1]));
    int reason = errno;
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        errno = reason;
        return false;
    }
    job->pid = pid;
    job->fd = ends[0];
    job->error = 0;
    job->ended = 0;
    text_free(&job->heard);
    pool->running++;
    pool->begun++;
    return true;
}

static void end(struct pool *pool, struct job *job)
{
    close(job->fd);
    job->fd = -1;
    while (waitpid(job->pid, &job->ended, 0) < 0 && errno == EINTR)
        ;
    pool->running--;
}

/* Wait until at least one says something, and hear it. */
static void listen_to_all(struct pool *pool)
{
    nfds_t count = 0;
    for (size_t i = pool->told; i < pool->begun; i++) {
        size_t k = i % pool->window;
        if (pool->job[k].fd >= 0) {
            pool->polled_job[count] = k;
            pool->polled[count++] = (struct pollfd){.fd = pool->job[k].fd, .events = POLLIN};
        }
    }
    if (poll(pool->polled, count, -1) <= 0)
        return; /* a signal; the caller comes back */
    for (nfds_t p = 0; p < count; p++) {
        struct job *job = &pool->job[pool->polled_job[p]];
        char chunk[CHUNK_BYTES];
        if (pool->polled[p].revents == 0)
            continue;
        ssize_t got = read(job->fd, chunk, sizeof chunk);
        if (got > 0)
            text_add_bytes(&job->heard, chunk, (size_t)got);
        else if (got == 0 || errno != EINTR) {
            job->error = got < 0 ? errno : 0;
            end(pool, job);
        }
    }
}

/* Whether all came that it had to say. Else the failure is filled in. */
static bool is_heard(const struct job *job, const char *name, struct failure *failure)
{
    if (job->heard.failed)
        failure_set(failure, EXIT_STATUS_OUTPUT, "%s: not enough memory for its report.", name);
    else if (job->error != 0)
        failure_set(failure, EXIT_STATUS_INPUT, "%s: the process that analysed it cannot be heard: %s.", name,
                    strerror(job->error));
    else if (job->ended != 0 || job->heard.length < sizeof *failure)
        failure_set(failure, EXIT_STATUS_INPUT,
                    "%s: its analysis broke off (%s %d), perhaps for want of memory; try it alone.", name,
                    WIFSIGNALED(job->ended) ? "signal" : "exit status",
                    WIFSIGNALED(job->ended) ? WTERMSIG(job->ended) : WEXITSTATUS(job->ended));
    else
        return true;
    return failure_unread(failure);
}

/* Hand on what the next session said. False = no more is wanted. */
static bool tell(struct pool *pool)
{
    const struct jobs *jobs = pool->jobs;
    const struct job *job = &pool->job[pool->told % pool->window];
    struct failure failure;
    struct text_buffer text = {0};
    if (is_heard(job, jobs->name[pool->told], &failure)) {
        memcpy(&failure, job->heard.bytes, sizeof failure);
        text.bytes = job->heard.bytes + sizeof failure; /* borrowed */
        text.length = job->heard.length - sizeof failure;
    }
    return jobs->take(jobs->context, pool->told++, &text, failure.status == EXIT_STATUS_DONE ? NULL : &failure);
}

static void stop(struct pool *pool)
{
    for (size_t i = pool->told; i < pool->begun; i++) {
        struct job *job = &pool->job[i % pool->window];
        if (job->fd >= 0) {
            kill(job->pid, SIGKILL); /* it holds nothing but its answer */
            end(pool, job);
        }
    }
}

static bool run_pool(struct pool *pool, struct failure *failure)
{
    const struct jobs *jobs = pool->jobs;
    while (pool->told < jobs->count) {
        while (pool->running < jobs->workers && pool->begun < jobs->count &&
               pool->begun < pool->told + pool->window && begin(pool))
            ;
        if (pool->running == 0 && pool->begun == pool->told)
            return failure_set(failure, EXIT_STATUS_INPUT, "No process can be started: %s. Try fewer --jobs.",
                               strerror(errno));
        if (pool->running > 0)
            listen_to_all(pool);
        while (pool->told < pool->begun && pool->job[pool->told % pool->window].fd < 0) {
            if (!tell(pool))
                return true;
        }
    }
    return true;
}

static void run_here(const struct jobs *jobs)
{
    bool wanted = true;
    for (size_t i = 0; wanted && i < jobs->count; i++) {
        struct text_buffer text = {0};
        struct failure failure = {0};
        bool good = jobs->work(jobs->context, i, &text, &failure);
        wanted = jobs->take(jobs->context, i, &text, good ? NULL : &failure);
        text_free(&text);
    }
}

bool jobs_run(const struct jobs *jobs, struct failure *failure)
{
    if (jobs->workers <= 1 || jobs->count <= 1) {
        run_here(jobs);
        return true;
    }
    size_t workers = jobs->workers, window = AHEAD * workers;
    struct pool pool = {.jobs = jobs,
                        .job = calloc(window, sizeof *pool.job),
                        .polled = calloc(window, sizeof *pool.polled),
                        .polled_job = calloc(window, sizeof *pool.polled_job),
                        .window = window};
    bool good = pool.job != NULL && pool.polled != NULL && pool.polled_job != NULL
                    ? run_pool(&pool, failure)
                    : failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory for %zu jobs; try fewer --jobs.",
                                  workers);
    if (pool.job != NULL) {
        stop(&pool);
        for (size_t k = 0; k < window; k++)
            text_free(&pool.job[k].heard);
    }
    free(pool.job);
    free(pool.polled);
    free(pool.polled_job);
    return good;
}
