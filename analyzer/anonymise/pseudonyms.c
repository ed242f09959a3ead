/* SPDX-License-Identifier: MIT */
#include "anonymise/pseudonyms.h"

#include "session/session_date.h"
#include "shared/iso_time.h"
#include "wire/vocabulary.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Return a number that stands for `text`, as one of a `kind`, such as "device". */
static uint64_t hash(const struct pseudonyms *pseudonyms, const char *kind, const char *text, size_t length)
{
    char input[16 + SESSION_TEXT_SIZE];
    size_t kind_length = strlen(kind) + 1; /* its NUL keeps kind and text apart */
    if (length > sizeof input - kind_length)
        length = sizeof input - kind_length;
    memcpy(input, kind, kind_length);
    memcpy(input + kind_length, text, length);
    return keyed_hash(pseudonyms->key.bytes, input, kind_length + length);
}

static long shifted_day(const struct pseudonyms *pseudonyms, long day)
{
    uint64_t random = hash(pseudonyms, "days", pseudonyms->subject, strlen(pseudonyms->subject));
    return day - PSEUDONYMS_DAYS_MIN - (long)(random % PSEUDONYMS_DAYS_RANGE);
}

static void write_date(char *out, size_t size, long day)
{
    int year, month, day_of_month;
    iso_time_civil(day, &year, &month, &day_of_month);
    snprintf(out, size, "%04d-%02d-%02d", year, month, day_of_month);
}

/* Whether a date may be passed on after it is moved. A clock that was not set is known to say 1 January 1970, so that
 * date, moved, would give away the number of days, and with it all dates of the person. */
static bool may_be_moved(const struct iso_time *date)
{
    return date->known && session_date_is_plausible(date, (double)time(NULL));
}

/* The clock on the wall stays as it was, because the time of day may matter. The zone would tell the part of the world
 * and, by summer time, the season. */
static void replace_started(const struct pseudonyms *pseudonyms, struct session_header *header)
{
    const struct iso_time started = iso_time_parse(header->started);
    char date[ISO_TIME_SIZE], moved[sizeof header->started];
    struct text_buffer text = text_fixed(moved, sizeof moved);
    if (may_be_moved(&started)) {
        const char *clock = header->started + ISO_TIME_DATE_LENGTH + 1;
        write_date(date, sizeof date, shifted_day(pseudonyms, started.day));
        text_addf(&text, "%sT", date);
        text_add_bytes(&text, clock, strspn(clock, "0123456789:."));
        text_add(&text, "+00:00");
    }
    memcpy(header->started, moved, sizeof moved);
}

/* "measured 2026-03-01" keeps its meaning and gets another date. */
static void replace_calibration_source(const struct pseudonyms *pseudonyms, struct session_header *header)
{
    char date[ISO_TIME_SIZE] = "", source[sizeof header->calibration_source] = WIRE_SOURCE_DEFAULT;
    if (session_header_is_calibrated(header)) {
        const char *rest = header->calibration_source + strlen(WIRE_SOURCE_MEASURED);
        snprintf(date, sizeof date, "%.*sT00:00", ISO_TIME_DATE_LENGTH, rest + (*rest == ' '));
        const struct iso_time measured = iso_time_parse(date);
        bool has_date = may_be_moved(&measured);
        if (has_date)
            write_date(date, sizeof date, shifted_day(pseudonyms, measured.day));
        snprintf(source, sizeof source, "%s%s%s", WIRE_SOURCE_MEASURED, has_date ? " " : "", has_date ? date : "");
    }
    memcpy(header->calibration_source, source, sizeof source);
}

/* Whether a word of the device says nothing of which roller it is. */
static bool is_shared_word(const char *word, size_t length)
{
    static const char *const keys[] = {SESSION_DEVICE_FIRMWARE, SESSION_DEVICE_BOARD};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strncmp(word, keys[i], strlen(keys[i])) == 0)
            return true;
    return length == strlen(SESSION_DEVICE_ID) && strncmp(word, SESSION_DEVICE_ID, length) == 0;
}

/* Add a word in capitals, after one blank unless it is the first: an editor may have changed blanks and capitals. */
static void add_word(struct text_buffer *name, const char *word, size_t length)
{
    text_add(name, name->length > 0 ? " " : "");
    for (size_t i = 0; i < length; i++)
        text_addf(name, "%c", toupper((unsigned char)word[i]));
}

/* Add the words that name the roller: its id or, without one, all but firmware and board, which other rollers share. */
static void add_roller_name(const struct session_header *header, struct text_buffer *name)
{
    size_t length;
    const char *id = session_header_find_word(header, SESSION_DEVICE_ID, &length);
    if (id && length > 0) {
        add_word(name, id, length);
        return;
    }
    for (const char *word = header->device; *word; word += length) {
        word += strspn(word, " ");
        length = strcspn(word, " ");
        if (length > 0 && !is_shared_word(word, length))
            add_word(name, word, length);
    }
}

/* One roller keeps one pseudonym, so that its forces can still be compared with each other. One without a name has
 * none, because it may be any. */
static void replace_device(const struct pseudonyms *pseudonyms, struct session_header *header)
{
    char bytes[sizeof header->device];
    struct text_buffer name = text_fixed(bytes, sizeof bytes);
    add_roller_name(header, &name);
    if (name.length > 0)
        snprintf(header->device, sizeof header->device, SESSION_DEVICE_ID "%08" PRIX32,
                 (uint32_t)hash(pseudonyms, "device", name.bytes, name.length));
    else
        header->device[0] = '\0';
}

void pseudonyms_replace(const struct pseudonyms *pseudonyms, struct session_header *header)
{
    replace_started(pseudonyms, header);
    replace_calibration_source(pseudonyms, header);
    replace_device(pseudonyms, header);
    snprintf(header->subject, sizeof header->subject, "%s", pseudonyms->subject);
    header->note[0] = '\0';
    if (*header->recording_id)
        snprintf(header->recording_id, sizeof header->recording_id, "%016" PRIx64,
                 hash(pseudonyms, "recording", header->recording_id, strlen(header->recording_id)));
    snprintf(header->logger, sizeof header->logger, "roller-analyzer " ROLLER_VERSION ", anonymised");
}
