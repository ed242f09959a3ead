/* SPDX-License-Identifier: MIT */
#include "worker_pool.h"

#include "platform/platform.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Number of sessions per worker that may be finished before an earlier session is. Thus a long session delays only its
 * own worker. */
#define SESSIONS_AHEAD 16
#define CHUNK_BYTES 16384

/* A worker's reply about a session; `length` bytes of result follow. */
struct reply {
    struct failure failure; /* EXIT_STATUS_DONE if the task succeeded */
    size_t length;
};

/* A session from the time when a worker gets it until its result is delivered. */
struct job {
    bool done;
    int wait_status;             /* status from waitpid, if the session's worker ended before it replied */
    int read_error;              /* errno if the reply could not be read, else 0 */
    struct text_buffer received; /* a struct reply, then the result */
};

/* A process that serves many sessions, because starting it takes longer than a short session. */
struct worker {
    pid_t pid; /* 0 = not running */
    int fd;    /* a socket: session numbers go out, replies come in */
    bool busy;
    size_t session; /* the worker's current or last session */
};

struct pool_run {
    const struct worker_pool *pool;
    struct worker *worker; /* [pool->worker_count] */
    struct pollfd *polled; /* [pool->worker_count] */
    struct job *job;       /* [jobs_max] session i is job[i % jobs_max] */
    size_t jobs_max;       /* maximum number of sessions that are started but not delivered */
    size_t started_count, delivered_count;
};

unsigned worker_pool_processor_count(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > WORKER_POOL_MAX ? WORKER_POOL_MAX : (unsigned)online;
}

/* Process sessions in a worker until the socket is closed. Returns the exit status of the worker. */
static int serve_sessions(const struct worker_pool *pool, int fd)
{
    size_t session;
    ssize_t received;
    while ((received = recv(fd, &session, sizeof session, MSG_WAITALL)) == (ssize_t)sizeof session) {
        struct text_buffer result = {0};
        struct reply reply = {0};
        if (pool->task(pool->context, session, &result, &reply.failure))
            reply.failure.status = EXIT_STATUS_DONE;
        reply.length = result.length;
        bool sent = platform_write(fd, (const char *)&reply, sizeof reply) == sizeof reply &&
                    platform_write(fd, result.bytes, result.length) == result.length;
        text_free(&result);
        if (!sent)
            return 1;
    }
    return received == 0 ? 0 : 1;
}

/* Start a worker, connected to this process by a socket. False, with errno, if it cannot be started. */
static bool start_worker(struct pool_run *run, struct worker *worker)
{
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0)
        return false;
    platform_close_on_exec(sockets[0]); /* so that gnuplot does not inherit the sockets */
    platform_close_on_exec(sockets[1]);
    pid_t pid = fork();
    if (pid == 0) {
        close(sockets[0]);
        for (size_t w = 0; w < run->pool->worker_count; w++)
            if (run->worker[w].pid != 0)
                close(run->worker[w].fd); /* otherwise worker w would never read an end of file */
        _exit(serve_sessions(run->pool, sockets[1]));
    }
    int fork_errno = errno;
    close(sockets[1]);
    if (pid < 0) {
        close(sockets[0]);
        errno = fork_errno;
        return false;
    }
    *worker = (struct worker){.pid = pid, .fd = sockets[0]};
    return true;
}

/* End a worker, and return its status from waitpid. A busy worker is killed. */
static int stop_worker(struct worker *worker)
{
    int status = 0;
    if (worker->busy)
        kill(worker->pid, SIGKILL); /* its unfinished result is no longer needed */
    close(worker->fd);
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        ;
    *worker = (struct worker){0};
    return status;
}

/* Give the next session to an idle worker, or to a new one. False if all are busy or none can be started. */
static bool start_session(struct pool_run *run)
{
    struct worker *chosen = NULL;
    for (size_t w = 0; w < run->pool->worker_count; w++) {
        struct worker *worker = &run->worker[w];
        if (!worker->busy && (!chosen || worker->pid != 0)) /* prefer a running worker */
            chosen = worker;
    }
    if (!chosen || (chosen->pid == 0 && !start_worker(run, chosen)))
        return false;
    struct job *job = &run->job[run->started_count % run->jobs_max];
    text_free(&job->received);
    *job = (struct job){0};
    chosen->busy = true;
    chosen->session = run->started_count++;
    /* If the worker has ended, receiving its reply will fail; SIGPIPE is ignored (main.c). */
    (void)send(chosen->fd, &chosen->session, sizeof chosen->session, 0);
    return true;
}

/* Return whether the whole reply about a session was received. */
static bool is_complete(const struct job *job)
{
    struct reply reply;
    if (job->received.failed || job->received.length < sizeof reply)
        return false;
    memcpy(&reply, job->received.bytes, sizeof reply);
    return job->received.length == sizeof reply + reply.length;
}

/* Receive a part of a worker's reply. A worker that ended, or whose reply does not fit into memory, is stopped. */
static void receive(struct pool_run *run, struct worker *worker)
{
    struct job *job = &run->job[worker->session % run->jobs_max];
    char chunk[CHUNK_BYTES];
    ssize_t length = read(worker->fd, chunk, sizeof chunk);
    if (length < 0 && errno == EINTR)
        return;
    if (length > 0)
        text_add_bytes(&job->received, chunk, (size_t)length);
    else
        job->read_error = length < 0 ? errno : 0;
    if (is_complete(job)) {
        job->done = true;
        worker->busy = false;
    } else if (length <= 0 || job->received.failed) {
        job->done = true;
        if (length == 0)
            worker->busy = false; /* the worker ends by itself; killing it might change its status */
        job->wait_status = stop_worker(worker);
    }
}

/* Block until workers reply, and receive from them. */
static void receive_replies(struct pool_run *run)
{
    size_t workers = run->pool->worker_count;
    for (size_t w = 0; w < workers; w++)
        run->polled[w] = (struct pollfd){.fd = run->worker[w].busy ? run->worker[w].fd : -1, .events = POLLIN};
    if (poll(run->polled, (nfds_t)workers, -1) <= 0)
        return; /* interrupted by a signal: the caller polls again */
    for (size_t w = 0; w < workers; w++)
        if (run->polled[w].revents != 0)
            receive(run, &run->worker[w]);
}

/* Check that the whole reply was received. If not, return false with the failure. */
static bool check_received(const struct job *job, const char *name, struct failure *failure)
{
    if (job->received.failed)
        failure_set_unreadable(failure, EXIT_STATUS_OUTPUT, "%s: not enough memory for its report.", name);
    else if (job->read_error != 0)
        failure_set_unreadable(failure, EXIT_STATUS_INPUT, "%s: the result of its analysis cannot be received: %s.",
                               name, strerror(job->read_error));
    else if (!is_complete(job))
        failure_set_unreadable(
            failure, EXIT_STATUS_INPUT,
            "%s: its analysis stopped unexpectedly (%s %d), perhaps for lack of memory; analyse this session alone.",
            name, WIFSIGNALED(job->wait_status) ? "signal" : "exit status",
            WIFSIGNALED(job->wait_status) ? WTERMSIG(job->wait_status) : WEXITSTATUS(job->wait_status));
    else
        return true;
    return false;
}

/* Deliver the result of the next session. False if no more results are wanted. */
static bool deliver_next(struct pool_run *run)
{
    const struct worker_pool *pool = run->pool;
    const struct job *job = &run->job[run->delivered_count % run->jobs_max];
    struct failure failure;
    struct text_buffer result = {0};
    if (check_received(job, pool->name[run->delivered_count], &failure)) {
        struct reply reply;
        memcpy(&reply, job->received.bytes, sizeof reply);
        failure = reply.failure;
        result.bytes = job->received.bytes + sizeof reply; /* the job still owns the bytes */
        result.length = reply.length;
    }
    return pool->deliver(pool->context, run->delivered_count++, &result,
                         failure.status == EXIT_STATUS_DONE ? NULL : &failure);
}

static bool has_busy_worker(const struct pool_run *run)
{
    for (size_t w = 0; w < run->pool->worker_count; w++)
        if (run->worker[w].busy)
            return true;
    return false;
}

/* Start sessions and deliver their results until all are delivered or no more are wanted. False if no process can be
 * started. */
static bool run_workers(struct pool_run *run, struct failure *failure)
{
    size_t count = run->pool->count;
    while (run->delivered_count < count) {
        while (run->started_count < count && run->started_count < run->delivered_count + run->jobs_max &&
               start_session(run))
            ;
        if (run->started_count == run->delivered_count)
            return failure_set(failure, EXIT_STATUS_INPUT, "No process can be started: %s. Try fewer --jobs.",
                               strerror(errno));
        if (has_busy_worker(run))
            receive_replies(run);
        while (run->delivered_count < run->started_count && run->job[run->delivered_count % run->jobs_max].done)
            if (!deliver_next(run))
                return true;
    }
    return true;
}

static void run_in_this_process(const struct worker_pool *pool)
{
    bool wanted = true;
    for (size_t i = 0; wanted && i < pool->count; i++) {
        struct text_buffer result = {0};
        struct failure failure = {0};
        bool ok = pool->task(pool->context, i, &result, &failure);
        wanted = pool->deliver(pool->context, i, &result, ok ? NULL : &failure);
        text_free(&result);
    }
}

bool worker_pool_run(const struct worker_pool *pool, struct failure *failure)
{
    if (pool->worker_count <= 1 || pool->count <= 1) {
        run_in_this_process(pool);
        return true;
    }
    size_t workers = pool->worker_count, jobs_max = SESSIONS_AHEAD * workers;
    struct pool_run run = {.pool = pool,
                           .worker = calloc(workers, sizeof *run.worker),
                           .polled = calloc(workers, sizeof *run.polled),
                           .job = calloc(jobs_max, sizeof *run.job),
                           .jobs_max = jobs_max};
    bool has_memory = run.worker && run.polled && run.job;
    bool ok = has_memory ? run_workers(&run, failure)
                         : failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory for %zu jobs; try fewer --jobs.",
                                       workers);
    for (size_t w = 0; has_memory && w < workers; w++)
        if (run.worker[w].pid != 0)
            stop_worker(&run.worker[w]);
    for (size_t k = 0; has_memory && k < jobs_max; k++)
        text_free(&run.job[k].received);
    free(run.worker);
    free(run.polled);
    free(run.job);
    return ok;
}
