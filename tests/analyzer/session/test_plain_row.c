/* SPDX-License-Identifier: MIT */
/* Lines that are read in one pass, against what libcsv makes of the same lines. */
#include "session/cell_ends.h"
#include "session/line_reader.h"
#include "session/plain_row.h"
#include "session/row_reader.h"
#include "support/cmocka_includes.h"

#include <stdlib.h>
#include <string.h>

#define LINES 50000
#define LINE_MOST 600
#define FULL_SCALE 1023.5 /* the largest count is between two whole numbers */

struct table {
    struct columns columns;
    struct csv_fields fields;
    size_t cells; /* in a line */
};

static void start(struct table *table, const char *header)
{
    struct notes notes = {0};
    struct failure failure;
    assert_true(csv_fields_open(&table->fields));
    assert_true(
        columns_read(&table->columns, &table->fields, header, strlen(header), "here", 1, &notes, &failure));
    table->cells = table->columns.count;
    notes_free(&notes);
}

static uint32_t draw(uint32_t *random)
{
    *random = *random * 1664525u + 1013904223u;
    return *random >> 8;
}

/* A cell of a line: mostly as a roller writes it, now and then as nobody should. */
static size_t add_cell(char *line, uint32_t *random, unsigned role)
{
    static const char *const odd[] = {"-",
                                      "--1",
                                      "1-",
                                      "+7",
                                      "\"3\"",
                                      "\"",
                                      " 5",
                                      "5 ",
                                      "0x1",
                                      "1e2",
                                      "1.5",
                                      ".",
                                      "-.5",
                                      "5.",
                                      "nan",
                                      "1234567",
                                      "12345678",
                                      "-1234567",
                                      "999999",
                                      "1000000",
                                      "1000001",
                                      "-0",
                                      "00012",
                                      "1023",
                                      "1024",
                                      "65536",
                                      "\xC3\xA9",
                                      "1\0002",
                                      "a",
                                      "1\r2",
                                      "mark",
                                      "!",
                                      "",
                                      "-1",
                                      "123456789.123456",
                                      "0.1234567890123456",
                                      "10000000",
                                      "10000000.5",
                                      "/",
                                      ":",
                                      "1/",
                                      "1:"};
    static const int sizes[] = {10, 100, 1024, 33000};
    if (draw(random) % 150 == 0) {
        const char *cell = odd[draw(random) % (sizeof odd / sizeof odd[0])];
        size_t length = strcmp(cell, "1") == 0 ? 3 : strlen(cell); /* the one with a 0 inside */
        memcpy(line, cell, length);
        return length;
    }
    int number = (int)(draw(random) % (unsigned)sizes[draw(random) % (role >= COLUMN_STRIP ? 3 : 4)]);
    if (role == COLUMN_TIME || role == COLUMN_IGNORED)
        return (size_t)sprintf(line, "%d.%06u", number, draw(random) % 1000000u);
    if (role == COLUMN_EVENT)
        return draw(random) % 50 == 0 ? (size_t)sprintf(line, "mark") : 0;
    if (role >= COLUMN_IMU && role < COLUMN_STRIP && draw(random) % 100 == 0)
        return 0;
    return (size_t)sprintf(line, "%s%d",
                           role < COLUMN_STRIP && role >= COLUMN_IMU && draw(random) % 2 ? "-" : "", number);
}

static size_t make_line(char *line, uint32_t *random, const struct table *table)
{
    size_t length = 0, cells = table->cells;
    if (draw(random) % 50 == 0)
        cells += draw(random) % 2 ? 1 : (size_t)-1;
    for (size_t c = 0; c < cells; c++) {
        if (c > 0)
            line[length++] = ',';
        length += add_cell(line + length, random, c < table->cells ? table->columns.role[c] : COLUMN_IGNORED);
    }
    return length;
}

/* What libcsv makes of it: a recording of one row or none. */
static void read_slowly(struct session_rows *rows, struct row_reader *reader, struct table *table,
                        const char *line, size_t length)
{
    *rows = (struct session_rows){.header = {.strip_count = table->columns.strip_count,
                                             .adc_full_scale = FULL_SCALE,
                                             .has_imu = table->columns.has_imu}};
    row_reader_init(reader, &table->columns, &table->fields, rows);
    assert_true(row_reader_read(reader, line, length, 1));
}

static void assert_same(const struct session_rows *slow, const struct row_reader *slow_reader,
                        const struct session_rows *fast, const struct row_reader *fast_reader)
{
    assert_int_equal(slow->count, 1);
    assert_int_equal(fast->count, 1);
    assert_true(slow->time_s[0] == fast->time_s[0] && slow_reader->last_seq == fast_reader->last_seq);
    assert_memory_equal(slow->strip, fast->strip, slow->header.strip_count * sizeof *slow->strip);
    if (slow->header.has_imu)
        assert_memory_equal(slow->imu, fast->imu, SESSION_ROWS_IMU_AXES * sizeof *slow->imu);
    assert_int_equal(slow->event_count, 0);
    assert_int_equal(fast->event_count, 0);
}

/* Lines of one table. */
static void compare(const char *header, uint32_t seed)
{
    struct table table;
    uint32_t random = seed;
    size_t plain = 0, good = 0;
    start(&table, header);
    for (int trial = 0; trial < LINES; trial++) {
        char line[LINE_MOST + LINE_READER_SLACK + 3] = {0};
        const char *end = draw(&random) % 3 == 0 ? "\r\n" : "\n";
        size_t length = make_line(line, &random, &table), read = 0;
        struct session_rows slow, fast;
        struct row_reader slow_reader, fast_reader;
        assert_true(length < LINE_MOST);
        read_slowly(&slow, &slow_reader, &table, line, length);
        memcpy(line + length, end, strlen(end));
        fast = (struct session_rows){.header = slow.header};
        row_reader_init(&fast_reader, &table.columns, &table.fields, &fast);
        assert_true(row_reader_read_plain(&fast_reader, line, 1, &read));
        if (read > 0) {
            assert_int_equal(read, length + strlen(end));
            assert_same(&slow, &slow_reader, &fast, &fast_reader);
        }
        plain += read > 0;
        good += slow.count == 1 && slow.event_count == 0;
        line[length] = '\0'; /* not there to its end */
        assert_true(row_reader_read_plain(&fast_reader, line, 1, &read));
        assert_int_equal(read, 0);
        session_rows_free(&slow);
        session_rows_free(&fast);
    }
    assert_true(plain > LINES / 3 && plain >= good * 95 / 100); /* the rest has other forms of numbers */
    csv_fields_close(&table.fields);
}

static void reads_what_libcsv_reads(void **state)
{
    (void)state;
    compare("time_s,host_s,seq,strip0,strip1,strip2,strip3,strip4,strip5,strip6,strip7,accel_x,accel_y,accel_"
            "z,gyro_x,gyro_y,"
            "gyro_z,event",
            1);
    compare("event,strip3,strip2,strip1,strip0,time_s", 2);
    compare(
        "gyro_z,x,time_s,accel_x,accel_y,event,accel_z,strip0,strip1,strip2,strip3,strip4,gyro_x,gyro_y,y",
        3);
    compare("strip0,strip1,strip2,strip3,accel_x,time_s,seq", 4);
}

/* A cell that no column is made of may be of any length, but a line may not. */
static void leaves_a_line_that_is_too_long(void **state)
{
    (void)state;
    static char line[LINE_READER_LINE_MAX + LINE_READER_SLACK + 8];
    struct table table;
    start(&table, "time_s,x,strip0,strip1,strip2,strip3");
    for (size_t length = LINE_READER_LINE_MAX; length <= LINE_READER_LINE_MAX + 1; length++) {
        struct session_row row;
        double seq;
        memset(line, '7', sizeof line);
        memcpy(line, "1.5,", 4);
        memcpy(line + length - 8, ",1,2,3,4\n", 10);
        size_t read = plain_row_read(&table.columns, FULL_SCALE, line, &row, &seq);
        assert_int_equal(read, length <= LINE_READER_LINE_MAX ? length + 1 : 0);
    }
    csv_fields_close(&table.fields);
}

/* The way for any processor, which is not the one taken on most, and byte by byte. */
static void ends_are_found_alike_on_all_processors(void **state)
{
    (void)state;
    uint32_t random = 5;
    for (int trial = 0; trial < 20000; trial++) {
        char text[CELL_ENDS_BYTES];
        uint64_t wanted = 0;
        for (unsigned i = 0; i < CELL_ENDS_BYTES; i++) {
            int byte = (int)(draw(&random) % (trial % 2 ? 256 : 64));
            text[i] = (char)(byte < 128 ? byte : byte - 256);
            wanted |= (uint64_t)(byte < '-' || byte >= 128) << i;
        }
        assert_true(cell_ends(text) == wanted && cell_ends_by_words(text) == wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_libcsv_reads),
        cmocka_unit_test(leaves_a_line_that_is_too_long),
        cmocka_unit_test(ends_are_found_alike_on_all_processors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
