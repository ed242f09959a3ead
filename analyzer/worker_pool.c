/* SPDX-License-Identifier: MIT */
#include "worker_pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Sessions that may be done before their turn, for each worker: one that is long holds up its own processor
 * only. */
#define AHEAD 16
#define CHUNK_BYTES 16384

/* What a worker says of a session: this, then so many bytes of text. */
struct answer {
    struct failure failure; /* status 0 when it went well */
    size_t length;
};

/* A session that was begun and whose turn has not come. */
struct job {
    bool over;
    int ended;                /* how its worker ended, where it did */
    int error;                /* of hearing it */
    struct text_buffer heard; /* a struct answer, then the text */
};

/* A process that does one session after the other, for a process and its memory cost more than a short
 * session. */
struct worker {
    pid_t pid; /* 0 = not there */
    int fd;    /* numbers of sessions go out here, and answers come in */
    bool busy;
    size_t session; /* that it was given last */
};

struct pool {
    const struct jobs *jobs;
    struct worker *worker; /* [jobs->workers] */
    struct pollfd *polled; /* [jobs->workers] */
    struct job *job;       /* [window], session i in job[i % window] */
    size_t window;
    size_t begun, told; /* sessions */
};

unsigned worker_pool_processor_count(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > WORKER_POOL_MAX ? WORKER_POOL_MAX : (unsigned)online;
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

/* In the child: do what is asked for, until nobody asks. Returns its exit status. */
static int work(const struct jobs *jobs, int fd)
{
    size_t session;
    ssize_t got;
    while ((got = recv(fd, &session, sizeof session, MSG_WAITALL)) == (ssize_t)sizeof session) {
        struct text_buffer text = {0};
        struct answer answer = {0};
        if (jobs->work(jobs->context, session, &text, &answer.failure))
            answer.failure.status = EXIT_STATUS_DONE;
        answer.length = text.length;
        bool told = write_all(fd, &answer, sizeof answer) && write_all(fd, text.bytes, text.length);
        text_free(&text);
        if (!told)
            return 1;
    }
    return got == 0 ? 0 : 1;
}

static bool start(struct pool *pool, struct worker *worker)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        for (size_t w = 0; w < pool->jobs->workers; w++) {
            if (pool->worker[w].pid != 0)
                close(pool->worker[w].fd); /* else that one would not see its end */
        }
        _exit(work(pool->jobs, ends[1]));
    }
    int reason = errno;
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        errno = reason;
        return false;
    }
    *worker = (struct worker){.pid = pid, .fd = ends[0]};
    return true;
}

/* Returns how it ended. */
static int end(struct worker *worker)
{
    int ended = 0;
    if (worker->busy)
        kill(worker->pid, SIGKILL); /* it holds nothing but its answer */
    close(worker->fd);
    while (waitpid(worker->pid, &ended, 0) < 0 && errno == EINTR)
        ;
    *worker = (struct worker){0};
    return ended;
}

/* Give the next session to a worker that waits, or to a new one. False when there is none and none can be
 * started. */
static bool begin(struct pool *pool)
{
    struct worker *free_one = NULL;
    for (size_t w = 0; w < pool->jobs->workers; w++) {
        struct worker *worker = &pool->worker[w];
        if (!worker->busy && (!free_one || worker->pid != 0))
            free_one = worker;
    }
    if (!free_one || (free_one->pid == 0 && !start(pool, free_one)))
        return false;
    struct job *job = &pool->job[pool->begun % pool->window];
    text_free(&job->heard);
    *job = (struct job){0};
    free_one->busy = true;
    free_one->session = pool->begun++;
    /* Where the worker is gone, hearing it will tell. */
    (void)!send(free_one->fd, &free_one->session, sizeof free_one->session, MSG_NOSIGNAL);
    return true;
}

static bool is_whole(const struct job *job)
{
    struct answer answer;
    if (job->heard.failed || job->heard.length < sizeof answer)
        return false;
    memcpy(&answer, job->heard.bytes, sizeof answer);
    return job->heard.length == sizeof answer + answer.length;
}

static void hear(struct pool *pool, struct worker *worker)
{
    struct job *job = &pool->job[worker->session % pool->window];
    char chunk[CHUNK_BYTES];
    ssize_t got = read(worker->fd, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR)
        return;
    if (got > 0)
        text_add_bytes(&job->heard, chunk, (size_t)got);
    else
        job->error = got < 0 ? errno : 0;
    if (is_whole(job)) {
        job->over = true;
        worker->busy = false;
    } else if (got <= 0 || job->heard.failed) {
        job->over = true;
        worker->busy = got != 0; /* else it is gone, and how is to be told */
        job->ended = end(worker);
    }
}

/* Wait until at least one says something, and hear it. */
static void listen_to_all(struct pool *pool)
{
    size_t workers = pool->jobs->workers;
    for (size_t w = 0; w < workers; w++)
        pool->polled[w] =
            (struct pollfd){.fd = pool->worker[w].busy ? pool->worker[w].fd : -1, .events = POLLIN};
    if (poll(pool->polled, (nfds_t)workers, -1) <= 0)
        return; /* a signal; the caller comes back */
    for (size_t w = 0; w < workers; w++) {
        if (pool->polled[w].revents != 0)
            hear(pool, &pool->worker[w]);
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
    else if (!is_whole(job))
        failure_set(failure, EXIT_STATUS_INPUT,
                    "%s: its analysis broke off (%s %d), perhaps for want of memory; try it alone.", name,
                    WIFSIGNALED(job->ended) ? "signal" : "exit status",
                    WIFSIGNALED(job->ended) ? WTERMSIG(job->ended) : WEXITSTATUS(job->ended));
    else
        return true;
    return failure_mark_unreadable(failure);
}

/* Hand on what the next session said. False = no more is wanted. */
static bool tell(struct pool *pool)
{
    const struct jobs *jobs = pool->jobs;
    const struct job *job = &pool->job[pool->told % pool->window];
    struct failure failure;
    struct text_buffer text = {0};
    if (is_heard(job, jobs->name[pool->told], &failure)) {
        struct answer answer;
        memcpy(&answer, job->heard.bytes, sizeof answer);
        failure = answer.failure;
        text.bytes = job->heard.bytes + sizeof answer; /* borrowed */
        text.length = answer.length;
    }
    return jobs->take(jobs->context, pool->told++, &text,
                      failure.status == EXIT_STATUS_DONE ? NULL : &failure);
}

static bool any_busy(const struct pool *pool)
{
    bool busy = false;
    for (size_t w = 0; w < pool->jobs->workers; w++)
        busy = busy || pool->worker[w].busy;
    return busy;
}

static bool run_pool(struct pool *pool, struct failure *failure)
{
    const struct jobs *jobs = pool->jobs;
    while (pool->told < jobs->count) {
        while (pool->begun < jobs->count && pool->begun < pool->told + pool->window && begin(pool))
            ;
        if (pool->begun == pool->told)
            return failure_set(failure, EXIT_STATUS_INPUT, "No process can be started: %s. Try fewer --jobs.",
                               strerror(errno));
        if (any_busy(pool))
            listen_to_all(pool);
        while (pool->told < pool->begun && pool->job[pool->told % pool->window].over) {
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

bool worker_pool_run(const struct jobs *jobs, struct failure *failure)
{
    if (jobs->workers <= 1 || jobs->count <= 1) {
        run_here(jobs);
        return true;
    }
    size_t workers = jobs->workers, window = AHEAD * workers;
    struct pool pool = {.jobs = jobs,
                        .worker = calloc(workers, sizeof *pool.worker),
                        .polled = calloc(workers, sizeof *pool.polled),
                        .job = calloc(window, sizeof *pool.job),
                        .window = window};
    bool room = pool.worker != NULL && pool.polled != NULL && pool.job != NULL;
    bool good = room ? run_pool(&pool, failure)
                     : failure_set(failure, EXIT_STATUS_OUTPUT,
                                   "Not enough memory for %zu jobs; try fewer --jobs.", workers);
    for (size_t w = 0; room && w < workers; w++) {
        if (pool.worker[w].pid != 0)
            end(&pool.worker[w]);
    }
    for (size_t k = 0; room && k < window; k++)
        text_free(&pool.job[k].heard);
    free(pool.worker);
    free(pool.polled);
    free(pool.job);
    return good;
}
