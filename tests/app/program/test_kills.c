/* SPDX-License-Identifier: MIT */
/* The app, the logger or the page is killed at random moments of a recording with the virtual roller. The oracle is
 * what the roller sent (its truth) and what the file had before the kill: app:    the logger saves by itself. Saved +
 * counted lost = sent, but for the last second. page:   the recording continues; its end is the same. logger: every row
 * that the file had is still there, and the next start finds the session. APP_KILLS is their number, APP_KILLS_SEED the
 * first seed. */
#include "app/support/running_app.h"
#include "support/cmocka_includes.h"
#include "support/now.h"
#include "support/random.h"

#include <dirent.h>
#include <jansson.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define KILLS_USUAL 3
#define KILL_WITHIN_S 3.0 /* of rolling */
#define RATE_HZ 100.16
#define TAIL_MAX_S 1.0 /* sent while the programs end, and after the last row that was read */

struct scene {
    struct running_app app;
    char truth[400]; /* written by the roller at its end */
    char file[600];  /* of the session, when it was found */
};

static unsigned number_of(const char *variable, unsigned usual)
{
    const char *given = getenv(variable);
    return given ? (unsigned)strtoul(given, NULL, 10) : usual;
}

static void link_program(const char *bin, const char *name)
{
    char from[400], to[600];
    (void)snprintf(from, sizeof from, BUILD_DIR "/%s", name);
    (void)snprintf(to, sizeof to, "%s/%s", bin, name);
    assert_int_equal(symlink(from, to), 0);
}

/* Start the app beside a virtual roller that writes its truth, and record. */
static void start(struct scene *scene)
{
    char bin[300], wrapper[600], script[1500];
    struct running_app *app = &scene->app;
    running_app_make(app);
    temp_dir_join(&app->dir, "bin", bin, sizeof bin);
    temp_dir_join(&app->dir, "truth.json", scene->truth, sizeof scene->truth);
    assert_int_equal(mkdir(bin, 0700), 0);
    (void)snprintf(wrapper, sizeof wrapper, "%s/virtual-roller", bin);
    (void)snprintf(script, sizeof script, "#!/bin/sh\nexec '" BUILD_DIR "/virtual-roller' --truth '%s' \"$@\"\n",
                   scene->truth);
    temp_file_write(wrapper, script, strlen(script));
    assert_int_equal(chmod(wrapper, 0700), 0);
    link_program(bin, "roller-logger");
    link_program(bin, "roller-analyzer");
    (void)snprintf(app->variable, sizeof app->variable, "LC_ALL=C");
    running_app_copy_program(app, bin);
    running_app_start(app);
    running_app_start_rolling(app);
}

/* Let it roll for a random time, while a page listens as a browser does. Returns its connection. */
static int roll(struct scene *scene, double seconds)
{
    char bytes[65536], request[512];
    const struct running_app *app = &scene->app;
    int fd = running_app_connect(app);
    int length =
        snprintf(request, sizeof request, "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: %s\r\n\r\n",
                 app->port, app->cookie);
    assert_int_equal(send(fd, request, (size_t)length, MSG_NOSIGNAL), length);
    for (double until_s = now_s() + seconds; now_s() < until_s;)
        assert_true(recv(fd, bytes, sizeof bytes, 0) > 0);
    return fd;
}

/* Find the only file of the session, with this suffix. */
static bool find_file(struct scene *scene, const char *suffix)
{
    char folder[400];
    bool found = false;
    (void)snprintf(folder, sizeof folder, "%s/Simulated/Anna", scene->app.folder);
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (const struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length <= strlen(suffix) || strcmp(entry->d_name + length - strlen(suffix), suffix) != 0)
            continue;
        assert_false(found);
        found = true;
        (void)snprintf(scene->file, sizeof scene->file, "%s/%.180s", folder, entry->d_name);
    }
    closedir(entries);
    return found;
}

static void wait_for_file(struct scene *scene, const char *suffix)
{
    for (double until_s = now_s() + APP_LIMIT_S; !find_file(scene, suffix); usleep(10000))
        assert_true(now_s() < until_s);
}

struct rows {
    unsigned count;
    long first, last; /* numbers of the frames */
};

/* Read the rows that are complete. Each has a number that is higher than that of the one before. */
static struct rows read_rows(const char *file)
{
    struct rows rows = {.first = -1, .last = -1};
    char *bytes = temp_file_read(file, NULL), *next;
    assert_non_null(bytes);
    for (char *line = bytes; (next = strchr(line, '\n')) != NULL; line = next + 1) {
        long seq;
        if (*line < '0' || *line > '9')
            continue; /* of the head */
        assert_int_equal(sscanf(line, "%*[^,],%*[^,],%ld,", &seq), 1);
        assert_true(seq > rows.last);
        rows.first = rows.count == 0 ? seq : rows.first;
        rows.last = seq;
        rows.count++;
    }
    free(bytes);
    return rows;
}

/* Compare a saved session with what the roller sent. `counted_lost` is what the analyzer says. */
static void check_saved(struct scene *scene)
{
    for (double until_s = now_s() + APP_LIMIT_S; access(scene->truth, F_OK) != 0; usleep(10000))
        assert_true(now_s() < until_s);
    const char *const argv[] = {BUILD_DIR "/roller-analyzer", "report", "--json", scene->file, NULL};
    struct program_result result = program_run(argv, NULL, APP_LIMIT_S);
    json_t *report = json_loads(result.out, 0, NULL), *truth = json_load_file(scene->truth, 0, NULL);
    assert_non_null(truth);
    struct rows rows = read_rows(scene->file);
    long sent = (long)json_integer_value(json_object_get(truth, "sent"));
    long lost = report ? (long)json_integer_value(json_object_get(json_object_get(report, "session"), "lost_frames"))
                       : rows.last - rows.first + 1 - rows.count; /* too short for the analyzer */
    /* Those that nothing read any more, because the logger had ended before the roller. */
    assert_true((double)json_integer_value(json_object_get(truth, "lost")) <= RATE_HZ * TAIL_MAX_S);
    if (rows.count + lost != rows.last - rows.first + 1)
        fail_msg("%u saved and %ld lost, but %ld sent from %ld on", rows.count, lost, rows.last - rows.first + 1,
                 rows.first);
    if ((double)(sent - 1 - rows.last) > RATE_HZ * TAIL_MAX_S || rows.last >= sent)
        fail_msg("the last saved is %ld of %ld", rows.last, sent);
    json_decref(report);
    json_decref(truth);
    program_result_free(&result);
}

static void kill_app(struct scene *scene, double seconds)
{
    close(roll(scene, seconds));
    running_app_stop(&scene->app, SIGKILL, 128 + SIGKILL);
    wait_for_file(scene, ".csv");
    check_saved(scene);
    running_app_start(&scene->app);
    struct http_reply reply = http_wait_for(&scene->app, "/api/sessions", "\"total\":1");
    http_free(&reply);
}

static void kill_page(struct scene *scene, double seconds)
{
    const struct linger at_once = {.l_onoff = 1};
    int fd = roll(scene, seconds);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
    close(fd); /* with a reset, as of a process that is gone */
    close(roll(scene, 0.5));
    http_expect_post(&scene->app, "/api/session", "{\"command\":\"stop\"}", 204);
    struct http_reply reply = http_wait_for(&scene->app, "/api/state", "\"phase\":\"done\"");
    http_free(&reply);
    wait_for_file(scene, ".csv");
    check_saved(scene);
}

/* Find the logger among the children of the app. */
static pid_t find_logger(const struct running_app *app)
{
    char path[64], command[32];
    (void)snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", (long)app->program.pid, (long)app->program.pid);
    char *children = temp_file_read(path, NULL);
    pid_t logger = 0;
    assert_non_null(children);
    for (char *next = children; *next;) {
        long process = strtol(next, &next, 10);
        next += strspn(next, " \n");
        (void)snprintf(path, sizeof path, "/proc/%ld/comm", process);
        FILE *file = fopen(path, "re");
        if (file && fgets(command, sizeof command, file) && strncmp(command, "roller-logger", 13) == 0)
            logger = (pid_t)process;
        if (file)
            fclose(file);
    }
    free(children);
    return logger;
}

static void kill_logger(struct scene *scene, double seconds)
{
    close(roll(scene, seconds));
    pid_t logger = find_logger(&scene->app);
    assert_true(logger > 0 && find_file(scene, ".csv.part"));
    struct rows before = read_rows(scene->file);
    assert_int_equal(kill(logger, SIGKILL), 0);
    struct http_reply reply = http_wait_for(&scene->app, "/api/state", "\"code\":\"logger_died\"");
    http_free(&reply);
    struct rows after = read_rows(scene->file);
    assert_true(after.count >= before.count && after.first == before.first && after.last >= before.last);
    running_app_stop(&scene->app, SIGTERM, 0);
    /* A file that grew a moment ago may still be recorded. */
    const struct timeval hour_ago = {.tv_sec = time(NULL) - 3600};
    assert_int_equal(utimes(scene->file, (const struct timeval[2]){hour_ago, hour_ago}), 0);
    running_app_start(&scene->app);
    reply = http_wait_for(&scene->app, "/api/sessions", "\"total\":1");
    assert_non_null(strstr(reply.body, ".csv.part\""));
    http_free(&reply);
}

static void kills_lose_no_row(void **state)
{
    static void (*const kinds[])(struct scene *, double) = {kill_app, kill_page, kill_logger};
    static struct scene scene;
    unsigned kills = number_of("APP_KILLS", KILLS_USUAL), seed = number_of("APP_KILLS_SEED", 1);
    (void)state;
    for (unsigned i = 0; i < kills; i++) {
        struct random random = random_init(seed + i);
        double seconds = random_uniform(&random, 0, KILL_WITHIN_S);
        print_message("seed %u: %s after %.3f s\n", seed + i, (const char *[]){"app", "page", "logger"}[i % 3],
                      seconds);
        scene = (struct scene){.file = ""};
        start(&scene);
        kinds[i % 3](&scene, seconds);
        running_app_stop(&scene.app, SIGTERM, 0);
        running_app_remove(&scene.app);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(kills_lose_no_row)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
