/* SPDX-License-Identifier: MIT */
#include "calibrate/calibration_store.h"

#include "platform/platform.h"
#include "wire/vocabulary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SAVE_LIMIT_US 5000000 /* ample: writing 80 bytes of EEPROM takes 0.3 s */
#define SETTINGS_UNCHANGED "Its saved settings are unchanged."

static const char save_command[] = {WIRE_COMMAND_SAVE, '\0'};

/* Format the command that sets a value. */
static void format_command(char *text, size_t size, const struct calibration_value *value)
{
    const char *source = value->is_default ? WIRE_SOURCE_DEFAULT : value->day;
    if (value->is_radius)
        snprintf(text, size, "%c,%.1f", WIRE_COMMAND_RADIUS, value->radius_mm);
    else
        snprintf(text, size, "%c,%u,%.1f,%.3f%s%s", WIRE_COMMAND_CALIBRATION, value->strip, value->k_n, value->p,
                 *source ? "," : "", source);
}

/* Return the roller's current value of the same quantity as `value`: a strip's force law, or the radius. */
static struct calibration_value current_value(const struct device_info *device, const struct calibration_value *value)
{
    struct calibration_value current = *value;
    current.radius_mm = device->rolling_radius_mm;
    current.k_n = device->calibration_k_n[value->strip];
    current.p = device->calibration_p[value->strip];
    snprintf(current.day, sizeof current.day, "%s", device->measured_date[value->strip]);
    current.is_default = !(device->measured >> value->strip & 1);
    return current;
}

/* Whether two values are equal within the roller's resolution. */
static bool are_equal(const struct calibration_value *a, const struct calibration_value *b)
{
    if (a->is_radius)
        return fabs(a->radius_mm - b->radius_mm) < 0.01;
    return fabs(a->k_n - b->k_n) < 0.01 && fabs(a->p - b->p) < 0.0001 && strcmp(a->day, b->day) == 0 &&
           a->is_default == b->is_default;
}

/* Set the failure for a command that was not accepted; `consequence` ends the message. Returns false. */
static bool fail(const struct device_client *client, const char *command, enum device_client_reply reply,
                 const char *consequence, struct failure *failure)
{
    const struct failure original = *failure;
    switch (reply) {
    case DEVICE_CLIENT_REPLY_REFUSED:
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller refused \"%s\": %s. %s", command, client->reason,
                           consequence);
    case DEVICE_CLIENT_REPLY_STOPPED:
        return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped before the roller saved \"%s\". %s", command,
                           consequence);
    case DEVICE_CLIENT_REPLY_FAILED:
        return failure_set(failure, EXIT_STATUS_DEVICE, "%s %s", original.message, consequence);
    default:
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller did not reply to \"%s\". %s", command, consequence);
    }
}

/* Read the value back. Returns DEVICE_CLIENT_REPLY_REFUSED, with a reason, if it differs. */
static enum device_client_reply read_back(struct device_client *client, const struct calibration_value *value,
                                          int stop_fd, struct failure *failure)
{
    enum device_client_reply reply = device_client_identify(client, stop_fd, failure);
    struct calibration_value reported = current_value(&client->device, value);
    if (reply != DEVICE_CLIENT_REPLY_ACCEPTED || are_equal(&reported, value))
        return reply;
    char text[DEVICE_CLIENT_COMMAND_SIZE];
    format_command(text, sizeof text, &reported);
    snprintf(client->reason, sizeof client->reason, "read back, it is \"%s\"", text);
    return DEVICE_CLIENT_REPLY_REFUSED;
}

/* Send a command; repeat it while the roller is busy with an earlier save. */
static enum device_client_reply repeat_while_saving(struct device_client *client, const char *command,
                                                    struct failure *failure)
{
    int64_t end_us = platform_now_us() + SAVE_LIMIT_US;
    for (;;) {
        enum device_client_reply reply = device_client_command(client, command, -1, failure);
        if (reply != DEVICE_CLIENT_REPLY_REFUSED || !strstr(client->reason, WIRE_REASON_SAVING) ||
            platform_now_us() > end_us)
            return reply;
    }
}

/* Restore the old value. An error is ignored, because the roller loses an unsaved change at its next boot. */
static void undo_change(struct device_client *client, const char *undo)
{
    struct failure ignored;
    (void)device_client_command(client, undo, -1, &ignored);
}

/* Save the settings and check the saved value. `command` has set it; `undo` restores the old one. The user cannot stop
 * the save, which takes less than a second, because the state would then be unknown. */
static bool save(struct device_client *client, const char *command, const char *undo,
                 const struct calibration_value *value, struct failure *failure)
{
    enum device_client_reply reply = repeat_while_saving(client, save_command, failure);
    if (reply == DEVICE_CLIENT_REPLY_REFUSED) {
        fail(client, save_command, reply, SETTINGS_UNCHANGED, failure);
        undo_change(client, undo);
        return false;
    }
    const char *unknown_state = "It was asked to save, so it now holds the old value or the new one, never a mixture: "
                                "`roller-logger calibrate show` shows which.";
    if (reply != DEVICE_CLIENT_REPLY_ACCEPTED)
        return fail(client, save_command, reply, unknown_state, failure);
    /* `command` is sent again because the roller accepts it only when the save is complete */
    reply = repeat_while_saving(client, command, failure);
    if (reply == DEVICE_CLIENT_REPLY_ACCEPTED)
        reply = read_back(client, value, -1, failure);
    if (reply != DEVICE_CLIENT_REPLY_ACCEPTED)
        return fail(client, command, reply, unknown_state, failure);
    if (strcmp(client->device.settings_state, WIRE_SETTINGS_STORED) == 0)
        return true;
    return failure_set(failure, EXIT_STATUS_DEVICE, "The roller reports that its settings are \"%s\", not stored. %s",
                       client->device.settings_state, unknown_state);
}

bool calibration_store(struct device_client *client, const struct calibration_value *value, int stop_fd,
                       struct failure *failure)
{
    char command[DEVICE_CLIENT_COMMAND_SIZE], undo[DEVICE_CLIENT_COMMAND_SIZE];
    struct calibration_value old_value = current_value(&client->device, value);
    format_command(command, sizeof command, value);
    format_command(undo, sizeof undo, &old_value);
    enum device_client_reply reply = device_client_command(client, command, stop_fd, failure);
    if (reply == DEVICE_CLIENT_REPLY_REFUSED)
        return fail(client, command, reply, SETTINGS_UNCHANGED, failure);
    if (reply == DEVICE_CLIENT_REPLY_ACCEPTED)
        reply = read_back(client, value, stop_fd, failure);
    if (reply == DEVICE_CLIENT_REPLY_ACCEPTED)
        return save(client, command, undo, value, failure);
    fail(client, command, reply, SETTINGS_UNCHANGED, failure);
    if (reply != DEVICE_CLIENT_REPLY_FAILED)
        undo_change(client, undo);
    return false;
}
