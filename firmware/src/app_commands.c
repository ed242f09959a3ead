/* SPDX-License-Identifier: MIT */
#include "app_commands.h"

#include <stddef.h>

static bool fits(const struct device *device, uint8_t scans, uint32_t baud)
{
    return rate_fits_baud(scans, baud, imu_is_detected(&device->imu));
}

void orders_slow_down_to_fit(struct device *device)
{
    while (!fits(device, device->settings.scans, settings_baud(&device->settings))) {
        device->settings.scans++;
    }
    sampler_set_scans(&device->sampler, device->settings.scans);
}

static const char *set_rate(struct device *device, const struct command *command)
{
    uint8_t scans = rate_nearest_scans(command->rate_mhz);
    if (!fits(device, scans, settings_baud(&device->settings))) {
        return HAL_FLASH("more than the baud rate carries");
    }
    if (scans != device->settings.scans) {
        device->settings.scans = scans;
        device->outbox.counts.dropped += device->stage != STAGE_NONE;
        device->stage = STAGE_NONE;
        sampler_set_scans(&device->sampler, scans);
        outbox_announce(&device->outbox); /* H goes before readings, and so before those that it tells of */
    }
    return NULL;
}

static const char *set_baud(struct device *device, const struct command *command)
{
    if (!fits(device, device->settings.scans, command->baud)) {
        return HAL_FLASH("too slow for the rate; lower that first");
    }
    settings_set_baud(&device->settings, command->baud);
    device->pending_baud = command->baud;
    return NULL;
}

/* Commands that change what W saves. */
static const char *change_settings(struct device *device, const struct command *command)
{
    struct settings_strip *strip = &device->settings.strip[command->strip];
    switch (command->kind) {
    case COMMAND_RATE:
        return set_rate(device, command);
    case COMMAND_BAUD:
        return set_baud(device, command);
    case COMMAND_RADIUS:
        device->settings.radius_dmm = command->radius_dmm;
        outbox_announce_hello(&device->outbox);
        return NULL;
    case COMMAND_BIAS:
        device->settings.biased = command->biased;
        outbox_announce_hello(&device->outbox);
        return NULL;
    case COMMAND_ANGLE:
        strip->angle_deg = command->angle_deg;
        break;
    default:
        strip->k_dn = command->k_dn;
        strip->p_milli = command->p_milli;
        strip->measured = command->measured;
        break;
    }
    outbox_announce_strip(&device->outbox, command->strip);
    return NULL;
}

const char *orders_obey(struct device *device, const struct command *command)
{
    if (settings_is_saving(&device->settings)) {
        return HAL_FLASH("still saving; try again");
    }
    if (command->kind == COMMAND_SAVE) {
        settings_save(&device->settings);
        return NULL;
    }
    return change_settings(device, command);
}
