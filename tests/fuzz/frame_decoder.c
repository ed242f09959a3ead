/* SPDX-License-Identifier: MIT */
/* The decoder of the wire: any bytes in chunks of any size give the same lines, and each taken line is in
 * bounds. */
#include "wire/frame.h"
#include "fuzz.h"

#include <string.h>

struct heard {
    uint32_t lines;
    uint32_t frames;
    uint32_t hash; /* of all that was taken */
};

static void hash_text(struct heard *heard, const char *text)
{
    for (; *text; text++)
        heard->hash = (heard->hash ^ (uint8_t)*text) * 16777619u;
    heard->hash = heard->hash * 16777619u + 1;
}

static void take_line(struct heard *heard, struct frame_decoder *decoder, const struct frame_line *line)
{
    static const char NAMES[] = "HCDESAN";
    struct frame_data data;
    FUZZ_HOLDS(line->type != '\0' && strchr(NAMES, line->type));
    FUZZ_HOLDS(line->field_count >= 1 && line->field_count <= FRAME_FIELDS_MAX);
    for (uint8_t i = 0; i < line->field_count; i++) {
        FUZZ_HOLDS(strlen(line->field[i]) < FRAME_LINE_MAX);
        hash_text(heard, line->field[i]);
    }
    heard->lines++;
    (void)frame_find_key(line, "boot");
    if (line->type != 'D')
        return;
    uint8_t strips = (uint8_t)(1 + heard->lines % FRAME_STRIPS_MAX);
    if (line->field_count > 8)
        strips = (uint8_t)(line->field_count >= 16 ? 8 : line->field_count - 2);
    uint32_t taken = decoder->rejected[FRAME_ACCEPTED];
    uint32_t refused = decoder->rejected[FRAME_BAD_FIELDS];
    bool parsed = frame_parse_data(decoder, line, strips, &data);
    FUZZ_HOLDS(decoder->rejected[FRAME_ACCEPTED] == taken - (parsed ? 0 : 1));
    FUZZ_HOLDS(decoder->rejected[FRAME_BAD_FIELDS] == refused + (parsed ? 0 : 1));
    if (parsed) {
        FUZZ_HOLDS(data.strip_count == strips && (!data.imu_valid || data.has_imu_fields));
        heard->frames++;
        heard->hash += data.seq + data.t_us + data.strip[strips - 1];
    }
}

static struct heard hear(const uint8_t *bytes, size_t count, size_t chunk, struct frame_decoder *decoder)
{
    struct heard heard = {.hash = 2166136261u};
    frame_decoder_init(decoder, count % 2 == 0);
    for (size_t at = 0; at < count;) {
        struct frame_line line;
        bool whole = false;
        size_t room = count - at < chunk ? count - at : chunk;
        size_t taken = frame_decoder_feed(decoder, bytes + at, room, &line, &whole);
        FUZZ_HOLDS(taken >= 1 && taken <= room);
        if (whole)
            take_line(&heard, decoder, &line);
        at += taken;
    }
    return heard;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct frame_decoder whole, pieces;
    struct heard of_whole = hear(bytes, count, count + 1, &whole);
    struct heard of_pieces = hear(bytes, count, 1 + count % 7, &pieces);
    FUZZ_HOLDS(of_whole.lines == of_pieces.lines && of_whole.frames == of_pieces.frames);
    FUZZ_HOLDS(of_whole.hash == of_pieces.hash);
    FUZZ_HOLDS(memcmp(whole.rejected, pieces.rejected, sizeof whole.rejected) == 0);
    return 0;
}
