/* SPDX-License-Identifier: MIT */
/* The "# key: value" lines alone: each line of the input is one of them. Accepted numbers are finite and in range,
 * accepted texts are sanitised. */
#include "session/metadata.h"
#include "fuzz.h"

#include <math.h>
#include <string.h>

static void check_text(const char *text, size_t size)
{
    FUZZ_HOLDS(memchr(text, '\0', size));
    for (; *text; text++)
        FUZZ_HOLDS((unsigned char)*text >= 0x20 && *text != 0x7F);
}

static void check_header(const struct session_header *header)
{
    check_text(header->started, sizeof header->started);
    check_text(header->subject, sizeof header->subject);
    check_text(header->note, sizeof header->note);
    check_text(header->condition, sizeof header->condition);
    check_text(header->study_visit, sizeof header->study_visit);
    check_text(header->recording_id, sizeof header->recording_id);
    check_text(header->calibration_source, sizeof header->calibration_source);
    FUZZ_HOLDS(isfinite(header->thigh_length_mm) && header->thigh_length_mm >= 0);
    FUZZ_HOLDS(isfinite(header->rolling_radius_mm) && header->rolling_radius_mm > 0);
    FUZZ_HOLDS(isnan(header->pain_before) || (header->pain_before >= 0 && header->pain_before <= 10));
    FUZZ_HOLDS(isnan(header->pain_after) || (header->pain_after >= 0 && header->pain_after <= 10));
    FUZZ_HOLDS(isfinite(header->rate_hz) && header->rate_hz >= 0);
    FUZZ_HOLDS(isfinite(header->adc_full_scale) && header->adc_full_scale > 0);
    FUZZ_HOLDS(header->roll_direction >= -1 && header->roll_direction <= 1);
    for (unsigned i = 0; i < header->strip_count; i++) {
        FUZZ_HOLDS(isfinite(header->strip_angle_deg[i]));
        FUZZ_HOLDS(isfinite(header->calibration_k_n[i]) && header->calibration_k_n[i] > 0);
        FUZZ_HOLDS(isfinite(header->calibration_p[i]) && header->calibration_p[i] > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct metadata metadata;
    struct csv_fields fields;
    struct notes notes = {0};
    struct failure failure = {0};
    const char *text = (const char *)bytes;
    size_t line_number = 0;
    bool ok = true;
    FUZZ_HOLDS(csv_fields_open(&fields));
    metadata_init(&metadata);
    for (size_t used = 0; ok && used < count;) {
        const char *line = text + used, *end = memchr(line, '\n', count - used);
        size_t length = end ? (size_t)(end - line) : count - used;
        (void)metadata_starts_session(&fields, line, length);
        const struct file_line file_line = {line, length, "input", ++line_number};
        ok = metadata_read_line(&metadata, &fields, &file_line, &notes, &failure);
        used += length + 1;
    }
    unsigned strips = SESSION_STRIPS_MIN + (unsigned)(count % (SESSION_STRIPS_MAX - SESSION_STRIPS_MIN + 1));
    if (ok && metadata_finish(&metadata, strips, "input", &notes, &failure)) {
        FUZZ_HOLDS(metadata.header.strip_count == strips);
        check_header(&metadata.header);
    } else {
        FUZZ_HOLDS(failure.status == EXIT_STATUS_INPUT && failure.message[0] != '\0');
    }
    for (size_t i = 0; i < notes.count; i++)
        check_text(notes.message[i], strlen(notes.message[i]) + 1);
    notes_free(&notes);
    csv_fields_close(&fields);
    return 0;
}
