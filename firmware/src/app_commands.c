/* SPDX-License-Identifier: MIT */
#include "app_state.h"

#include <stddef.h>

#include "rate.h"
#include "tx_queue.h"
#include "wire/vocabulary.h"

static bool rate_fits(const struct app *app, uint8_t scans, uint32_t baud)
{
    return rate_fits_baud(scans, baud, imu_is_detected(&app->imu));
}

void app_lower_rate_to_fit(struct app *app)
{
    while (!rate_fits(app, app->settings.scans_per_frame, settings_baud(&app->settings)))
        app->settings.scans_per_frame++;
    sampler_set_scans(&app->sampler, app->settings.scans_per_frame);
}

static const char *set_rate(struct app *app, const struct command *command)
{
    uint8_t scans = rate_nearest_scans(command->rate_millihz);
    if (!rate_fits(app, scans, settings_baud(&app->settings)))
        return HAL_FLASH("the baud rate is too low for this rate");
    if (scans != app->settings.scans_per_frame) {
        app->settings.scans_per_frame = scans;
        if (app->stage != STAGE_NONE) { /* drop the current frame, which has the old rate */
            app->tx_queue.counts.dropped++;
            app->stage = STAGE_NONE;
        }
        sampler_set_scans(&app->sampler, scans);
        tx_queue_announce(&app->tx_queue); /* H must precede the readings that it describes */
    }
    return NULL;
}

static const char *set_baud(struct app *app, const struct command *command)
{
    if (!rate_fits(app, app->settings.scans_per_frame, command->baud))
        return HAL_FLASH("lower the frame rate first");
    settings_set_baud(&app->settings, command->baud);
    app->pending_baud = command->baud;
    return NULL;
}

/* Execute a command that changes a setting. */
static const char *change_settings(struct app *app, const struct command *command)
{
    struct settings_strip *strip = &app->settings.strip[command->strip];
    switch (command->kind) {
    case COMMAND_RATE: return set_rate(app, command);
    case COMMAND_BAUD: return set_baud(app, command);
    case COMMAND_RADIUS:
        app->settings.radius_tenth_mm = command->radius_tenth_mm;
        tx_queue_announce_hello(&app->tx_queue);
        return NULL;
    case COMMAND_BIAS:
        app->settings.bias_resistors = command->bias_resistors;
        tx_queue_announce_hello(&app->tx_queue);
        return NULL;
    case COMMAND_ANGLE: strip->angle_deg = command->angle_deg; break;
    default: /* COMMAND_CALIBRATE */
        strip->k_tenth_n = command->k_tenth_n;
        strip->p_milli = command->p_milli;
        strip->measured_on = command->measured_on;
        break;
    }
    tx_queue_announce_strip(&app->tx_queue, command->strip);
    return NULL;
}

const char *app_execute_setting(struct app *app, const struct command *command)
{
    if (settings_is_saving(&app->settings))
        return HAL_FLASH(WIRE_REASON_SAVING);
    if (command->kind == COMMAND_SAVE) {
        settings_save(&app->settings);
        return NULL;
    }
    return change_settings(app, command);
}
