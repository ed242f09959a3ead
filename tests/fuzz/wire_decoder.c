/* SPDX-License-Identifier: MIT */
/* The wire decoder: any bytes give the same lines with every chunk size, and each accepted line is within bounds. */
#include "wire/wire_line.h"
#include "fuzz.h"

#include <string.h>

struct received {
    uint32_t lines;
    uint32_t frames;
    uint32_t hash; /* hash of all accepted fields */
};

static void hash_text(struct received *received, const char *text)
{
    for (; *text; text++)
        received->hash = (received->hash ^ (uint8_t)*text) * 16777619u;
    received->hash = received->hash * 16777619u + 1;
}

static void check_line(struct received *received, struct wire_decoder *decoder, const struct wire_line *line)
{
    static const char LINE_TYPES[] = "HCDESAN";
    struct wire_frame data;
    FUZZ_HOLDS(line->type != '\0' && strchr(LINE_TYPES, line->type));
    FUZZ_HOLDS(line->field_count >= 1 && line->field_count <= WIRE_FIELDS_MAX);
    for (uint8_t i = 0; i < line->field_count; i++) {
        FUZZ_HOLDS(strlen(line->field[i]) < WIRE_LINE_MAX);
        hash_text(received, line->field[i]);
    }
    received->lines++;
    (void)wire_line_find_key(line, "boot");
    if (line->type != 'D')
        return;
    uint8_t strips = (uint8_t)(1 + received->lines % WIRE_STRIPS_MAX);
    if (line->field_count > 8)
        strips = (uint8_t)(line->field_count >= 16 ? 8 : line->field_count - 2);
    uint32_t accepted = decoder->line_count[WIRE_LINE_ACCEPTED];
    uint32_t bad_fields = decoder->line_count[WIRE_LINE_BAD_FIELDS];
    bool parsed = wire_decoder_parse_data(decoder, line, strips, &data);
    FUZZ_HOLDS(decoder->line_count[WIRE_LINE_ACCEPTED] == accepted - (parsed ? 0 : 1));
    FUZZ_HOLDS(decoder->line_count[WIRE_LINE_BAD_FIELDS] == bad_fields + (parsed ? 0 : 1));
    if (parsed) {
        FUZZ_HOLDS(data.strip_count == strips && (!data.imu_valid || data.has_imu_fields));
        received->frames++;
        received->hash += data.seq + data.t_us + data.strip[strips - 1];
    }
}

static struct received decode(const uint8_t *bytes, size_t count, size_t chunk, struct wire_decoder *decoder)
{
    struct received received = {.hash = 2166136261u};
    wire_decoder_init(decoder, count % 2 == 0);
    for (size_t used = 0; used < count;) {
        struct wire_line line;
        bool accepted = false;
        size_t available = count - used < chunk ? count - used : chunk;
        size_t consumed = wire_decoder_feed(decoder, bytes + used, available, &line, &accepted);
        FUZZ_HOLDS(consumed >= 1 && consumed <= available);
        if (accepted)
            check_line(&received, decoder, &line);
        used += consumed;
    }
    return received;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct wire_decoder unchunked, chunked;
    struct received at_once = decode(bytes, count, count + 1, &unchunked);
    struct received in_chunks = decode(bytes, count, 1 + count % 7, &chunked);
    FUZZ_HOLDS(at_once.lines == in_chunks.lines && at_once.frames == in_chunks.frames);
    FUZZ_HOLDS(at_once.hash == in_chunks.hash);
    FUZZ_HOLDS(memcmp(unchunked.line_count, chunked.line_count, sizeof unchunked.line_count) == 0);
    return 0;
}
