/* SPDX-License-Identifier: MIT */
#include "fake_child.h"
#include "fuzz.h"
#include "shared/sanitized_text.h"

#include <jansson.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define RUNNING_MAX 64
#define ARGUMENTS_MAX 32
#define KILLED_STATUS 143

/* A program that runs. `port` is the link that a virtual roller has made. */
struct running {
    struct child *child;
    char arguments[4096]; /* separated by newlines */
    char port[PATH_MAX];
    bool must_end, has_no_input, takes_json;
};

/* child.h has no place for them. */
static struct running running[RUNNING_MAX];
static const struct places *used;

void fake_child_set_places(const struct places *places)
{
    used = places;
}

static struct running *find(const struct child *child)
{
    for (size_t i = 0; i < RUNNING_MAX; i++)
        if (running[i].child == child)
            return &running[i];
    return NULL;
}

/* Whether a path has no way out: no ".." in it. */
static bool is_straight(const char *path)
{
    for (const char *part = path; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return false;
    return true;
}

static bool is_within(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '\0' || path[length] == '/') && is_straight(path);
}

static void check_start(const char *const argv[], const struct child_options *options)
{
    static const char *const programs[] = {"/programs/roller-logger", "/programs/roller-analyzer",
                                           "/programs/virtual-roller"};
    size_t count = 0, known = 0;
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
        known += strcmp(argv[0], programs[i]) == 0;
    FUZZ_HOLDS(known == 1);
    FUZZ_HOLDS(!options->folder || is_within(options->folder, used->folder) ||
               is_within(options->folder, used->runtime));
    for (; argv[count]; count++) {
        FUZZ_HOLDS(count < ARGUMENTS_MAX && strlen(argv[count]) < 70000);
        const char *before = count > 0 ? argv[count - 1] : "";
        bool is_free_text = strcmp(before, "--note") == 0 || strcmp(before, "--subject") == 0;
        if (!is_free_text && strchr(argv[count], '/') && count > 0)
            FUZZ_HOLDS((strncmp(argv[count], "./", 2) == 0 && is_straight(argv[count])) ||
                       is_within(argv[count], used->folder) || is_within(argv[count], used->runtime) ||
                       strncmp(argv[count], "/dev/", strlen("/dev/")) == 0);
        if (strcmp(before, "annotate") == 0)
            FUZZ_HOLDS(strncmp(argv[count], "./", 2) == 0 || is_within(argv[count], used->folder));
    }
}

bool child_start(struct children *children, struct child *child, const char *const argv[],
                 const struct child_options *options, struct child_owner owner, struct failure *failure)
{
    struct running *own = find(NULL);
    FUZZ_HOLDS(!child_is_running(child));
    check_start(argv, options);
    if (!own)
        return failure_set(failure, EXIT_STATUS_DEVICE, "%s cannot be started: too many.", argv[0]);
    *own = (struct running){.child = child, .takes_json = strcmp(argv[0], "/programs/roller-logger") == 0};
    struct text_buffer arguments = text_fixed(own->arguments, sizeof own->arguments);
    for (size_t i = 1; argv[i]; i++) {
        text_addf(&arguments, "\n%s\n", argv[i]);
        if (strcmp(argv[i - 1], "--pty") == 0) {
            FUZZ_HOLDS(is_within(argv[i], used->runtime));
            (void)snprintf(own->port, sizeof own->port, "%s", argv[i]);
            FILE *link = fopen(own->port, "w");
            FUZZ_HOLDS(link && fclose(link) == 0);
        }
    }
    *child = (struct child){.next = children->first, .process = 1, .owner = owner};
    children->first = child;
    return true;
}

bool child_start_apart(const char *const argv[])
{
    (void)argv;
    return false;
}

bool child_is_running(const struct child *child)
{
    return child->process > 0;
}

bool child_send(struct child *child, const char *line)
{
    const struct running *own = find(child);
    size_t length = strlen(line);
    FUZZ_HOLDS(length > 0 && length < 512 && line[length - 1] == '\n');
    if (own && own->takes_json) {
        json_t *command = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        FUZZ_HOLDS(strchr(line, '\n') == line + length - 1 && json_is_string(json_object_get(command, "command")));
        json_decref(command);
    }
    return own && !own->has_no_input;
}

void child_close_input(struct child *child)
{
    if (child_is_running(child))
        find(child)->has_no_input = find(child)->must_end = true;
}

void child_kill(struct child *child, int signal_number)
{
    (void)signal_number;
    if (child_is_running(child))
        find(child)->must_end = true;
}

int children_add_descriptors(const struct children *children, fd_set *readable, int *max_fd)
{
    (void)children, (void)readable, (void)max_fd;
    return 0;
}

void children_run(struct children *children, const fd_set *readable)
{
    (void)readable;
    for (struct child *child = children->first; child;) {
        struct child *next = child->next;
        if (find(child)->must_end) {
            fake_child_end(children, child, KILLED_STATUS, "");
            next = children->first; /* its owner may have started another one */
        }
        child = next;
    }
}

struct child *fake_child_find(const struct children *children, const char *argument)
{
    char wanted[64];
    (void)snprintf(wanted, sizeof wanted, "\n%s\n", argument);
    for (struct child *child = children->first; child; child = child->next)
        if (strstr(find(child)->arguments, wanted))
            return child;
    return NULL;
}

void fake_child_print(struct child *child, const char *line, size_t length)
{
    char *copy = child && child->owner.line ? strndup(line, length) : NULL; /* of that size: it is not read beyond */
    if (copy)
        child->owner.line(child->owner.owner, copy, strlen(copy));
    free(copy);
}

void fake_child_end(struct children *children, struct child *child, int status, const char *message)
{
    struct running *own = find(child);
    struct child **link = &children->first;
    while (*link != child)
        link = &(*link)->next;
    *link = child->next;
    if (*own->port)
        (void)unlink(own->port);
    own->child = NULL;
    child->process = 0;
    sanitized_text_copy(child->message, sizeof child->message, message);
    if (child->owner.ended)
        child->owner.ended(child->owner.owner, status, child->message);
}
