/* SPDX-License-Identifier: MIT */
#include "serial/roller_choice.h"

#include "serial/link_status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define STEP_MS 20
#define LIST_SIZE 500

/* Why ports could not be looked at helps most. */
static const char *first_reason(const struct discovery *discovery)
{
    for (size_t i = 0; i < discovery->count; i++) {
        const struct probe *probe = &discovery->probe[i];
        if (probe->state == PROBE_CLOSED && probe->failure.message[0])
            return probe->failure.message;
    }
    return "";
}

static void list_rollers(struct discovery *discovery, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (struct probe *probe = discovery_next(discovery, NULL); probe && used < size;
         probe = discovery_next(discovery, probe)) {
        char name[300];
        discovery_describe(probe, name, sizeof name);
        used += (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", name);
    }
}

static bool fail_for_none(struct discovery *discovery, struct failure *failure)
{
    char others[LIST_SIZE], rate[40] = "any of its baud rates";
    const char *wanted = discovery->id, *reason = first_reason(discovery);
    discovery->id = NULL;
    list_rollers(discovery, others, sizeof others);
    if (discovery->usb_port_count == 0)
        return failure_set(
            failure, EXIT_STATUS_DEVICE,
            "There is no serial port on USB. Plug the roller in, or name its port with --port.");
    if (wanted && *others)
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller %s did not answer; there is %s.", wanted,
                           others);
    if (discovery->baud > 0)
        snprintf(rate, sizeof rate, "%d baud", discovery->baud);
    return failure_set(failure, EXIT_STATUS_DEVICE,
                       "No roller answered at %s on the %zu serial port%s on USB. Is it plugged in? "
                       "`roller-logger list` shows "
                       "the ports.%s%s",
                       rate, discovery->usb_port_count, discovery->usb_port_count == 1 ? "" : "s",
                       *reason ? " " : "", reason);
}

/* The rollers as they were shown: a number stays with its roller when another one is pulled. */
struct shown {
    struct probe *probe[PORT_LIST_MAX];
    unsigned count;
};

/* The roller of a number from 1, or of an id, that is still there. */
static struct probe *pick(const struct shown *shown, const char *typed)
{
    char *end;
    unsigned long number = strtoul(typed, &end, 10);
    bool is_number = *typed != '\0' && *end == '\0' && strlen(typed) < 3;
    for (unsigned i = 0; i < shown->count; i++) {
        bool meant = is_number ? number == i + 1 : strcasecmp(typed, shown->probe[i]->device.id) == 0;
        if (meant && shown->probe[i]->state == PROBE_ROLLER)
            return shown->probe[i];
    }
    return NULL;
}

static void show_all(struct discovery *discovery, struct shown *shown, struct status_line *status_line)
{
    status_line_print(status_line, "Several rollers answer:");
    for (struct probe *probe = discovery_next(discovery, NULL); probe && shown->count < PORT_LIST_MAX;
         probe = discovery_next(discovery, probe)) {
        char name[300];
        discovery_describe(probe, name, sizeof name);
        shown->probe[shown->count++] = probe;
        status_line_print(status_line, "  %u  %s", shown->count, name);
    }
    status_line_print(status_line, "Which one? Type its number, then Enter. (--id chooses without asking.)");
}

static struct probe *ask_which(struct discovery *discovery, struct prompt *prompt,
                               struct status_line *status_line, int stop_fd, struct failure *failure)
{
    struct shown shown = {.count = 0};
    show_all(discovery, &shown, status_line);
    for (;;) {
        char typed[PROMPT_LINE_SIZE];
        struct failure ignored;
        enum prompt_result answer = prompt_read_line(prompt, typed, sizeof typed);
        discovery_poll(discovery); /* what they send meanwhile must not pile up; and who was pulled shows */
        struct probe *chosen = answer == PROMPT_LINE ? pick(&shown, typed) : NULL;
        if (chosen)
            return chosen;
        if (answer == PROMPT_LINE)
            status_line_print(status_line,
                              "\"%s\" is none of them, or was pulled. Type a number from 1 to %u.", typed,
                              shown.count);
        if (answer == PROMPT_ENDED || link_wait(stop_fd, -1, STEP_MS, &ignored) == LINK_DATA) {
            failure_set(failure, EXIT_STATUS_DEVICE, "Stopped before a roller was chosen.");
            return NULL;
        }
    }
}

struct probe *roller_choice_select(struct discovery *discovery, struct status_line *status_line, int stop_fd,
                                   struct failure *failure)
{
    char all[LIST_SIZE];
    struct prompt prompt;
    struct probe *first = discovery_next(discovery, NULL);
    if (!first) {
        fail_for_none(discovery, failure);
        return NULL;
    }
    if (!discovery_next(discovery, first))
        return first;
    prompt_init(&prompt);
    if (prompt.can_ask && !status_line->quiet)
        return ask_which(discovery, &prompt, status_line, stop_fd, failure);
    list_rollers(discovery, all, sizeof all);
    failure_set(failure, EXIT_STATUS_DEVICE, "Several rollers answer: %s. Choose one with --id.", all);
    return NULL;
}
