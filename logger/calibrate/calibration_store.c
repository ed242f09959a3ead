/* SPDX-License-Identifier: MIT */
#include "calibrate/calibration_store.h"

#include "decode/host_time.h"
#include "wire/vocabulary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SAVING_US 5000000 /* 80 bytes of EEPROM take 0.3 s */
#define KEPT "Its saved settings are unchanged."

static void write_command(char *text, size_t size, const struct calibration_value *value)
{
    const char *source = value->is_default ? WIRE_SOURCE_DEFAULT : value->day;
    if (value->is_radius)
        snprintf(text, size, "L,%.1f", value->radius_mm);
    else
        snprintf(text, size, "K,%u,%.1f,%.3f%s%s", value->strip, value->k_n, value->p, *source ? "," : "",
                 source);
}

/* The value that the roller uses now. */
static struct calibration_value present(const struct device_info *device, const struct calibration_value *of)
{
    struct calibration_value value = *of;
    value.radius_mm = device->rolling_radius_mm;
    value.k_n = device->calibration_k_n[of->strip];
    value.p = device->calibration_p[of->strip];
    snprintf(value.day, sizeof value.day, "%s", device->measured_date[of->strip]);
    value.is_default = !(device->measured >> of->strip & 1);
    return value;
}

/* Equal within the resolution of the roller. */
static bool is_same(const struct calibration_value *a, const struct calibration_value *b)
{
    if (a->is_radius)
        return fabs(a->radius_mm - b->radius_mm) < 0.01;
    return fabs(a->k_n - b->k_n) < 0.01 && fabs(a->p - b->p) < 0.0001 && strcmp(a->day, b->day) == 0 &&
           a->is_default == b->is_default;
}

/* Set the failure for a reply that is not an acceptance; `after` ends the message. Returns false. */
static bool fail(const struct device_client *roller, const char *command, enum device_client_reply answer,
                 const char *after, struct failure *failure)
{
    struct failure gone = *failure;
    switch (answer) {
    case DEVICE_CLIENT_REPLY_REJECTED:
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller rejected \"%s\": %s. %s", command,
                           roller->reason, after);
    case DEVICE_CLIENT_REPLY_STOPPED:
        return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped before the roller saved \"%s\". %s", command,
                           after);
    case DEVICE_CLIENT_REPLY_LOST:
        return failure_set(failure, EXIT_STATUS_DEVICE, "%s %s", gone.message, after);
    default:
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller did not answer \"%s\". %s", command,
                           after);
    }
}

/* Read the value back. DEVICE_CLIENT_REPLY_REJECTED, with a reason, when it differs. */
static enum device_client_reply read_back(struct device_client *roller, const struct calibration_value *value,
                                          int stop_fd, struct failure *failure)
{
    enum device_client_reply answer = device_client_identify(roller, stop_fd, failure);
    struct calibration_value reported = present(&roller->device, value);
    if (answer != DEVICE_CLIENT_REPLY_ACCEPTED || is_same(&reported, value))
        return answer;
    char text[DEVICE_CLIENT_COMMAND_SIZE];
    write_command(text, sizeof text, &reported);
    snprintf(roller->reason, sizeof roller->reason, "read back, it is \"%s\"", text);
    return DEVICE_CLIENT_REPLY_REJECTED;
}

/* Send a command, again while an earlier save is under way. */
static enum device_client_reply command_when_saved(struct device_client *roller, const char *command,
                                                   struct failure *failure)
{
    int64_t end_us = host_time_us() + SAVING_US;
    for (;;) {
        enum device_client_reply answer = device_client_command(roller, command, -1, failure);
        if (answer != DEVICE_CLIENT_REPLY_REJECTED || !strstr(roller->reason, "still saving") ||
            host_time_us() > end_us)
            return answer;
    }
}

/* The roller forgets an unsaved change at its next start; until then it uses the old value again. */
static void undo_change(struct device_client *roller, const char *undo)
{
    struct failure ignored;
    (void)device_client_command(roller, undo, -1, &ignored);
}

/* The user cannot stop the save: it takes less than a second, and afterwards the state is known. */
static bool save(struct device_client *roller, const char *command, const char *undo,
                 const struct calibration_value *value, struct failure *failure)
{
    enum device_client_reply answer = command_when_saved(roller, "W", failure);
    if (answer == DEVICE_CLIENT_REPLY_REJECTED) {
        fail(roller, "W", answer, KEPT, failure);
        undo_change(roller, undo);
        return false;
    }
    const char *unsure =
        "It was asked to save, so it now holds the old value or the new one, never half of one: "
        "`roller-logger calibrate show` shows which.";
    if (answer != DEVICE_CLIENT_REPLY_ACCEPTED)
        return fail(roller, "W", answer, unsure, failure);
    answer = command_when_saved(roller, command, failure); /* accepted only after the save */
    if (answer == DEVICE_CLIENT_REPLY_ACCEPTED)
        answer = read_back(roller, value, -1, failure);
    if (answer != DEVICE_CLIENT_REPLY_ACCEPTED)
        return fail(roller, command, answer, unsure, failure);
    if (strcmp(roller->device.settings, WIRE_SETTINGS_STORED) == 0)
        return true;
    return failure_set(failure, EXIT_STATUS_DEVICE,
                       "The roller says that its settings are \"%s\" and not stored. %s",
                       roller->device.settings, unsure);
}

bool calibration_store(struct device_client *roller, const struct calibration_value *value, int stop_fd,
                       struct failure *failure)
{
    char command[DEVICE_CLIENT_COMMAND_SIZE], undo[DEVICE_CLIENT_COMMAND_SIZE];
    struct calibration_value before = present(&roller->device, value);
    write_command(command, sizeof command, value);
    write_command(undo, sizeof undo, &before);
    enum device_client_reply answer = device_client_command(roller, command, stop_fd, failure);
    if (answer == DEVICE_CLIENT_REPLY_REJECTED)
        return fail(roller, command, answer, KEPT, failure);
    if (answer == DEVICE_CLIENT_REPLY_ACCEPTED)
        answer = read_back(roller, value, stop_fd, failure);
    if (answer == DEVICE_CLIENT_REPLY_ACCEPTED)
        return save(roller, command, undo, value, failure);
    fail(roller, command, answer, KEPT, failure);
    if (answer != DEVICE_CLIENT_REPLY_LOST)
        undo_change(roller, undo);
    return false;
}
