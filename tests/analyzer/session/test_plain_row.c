/* SPDX-License-Identifier: MIT */
/* The fast path for rows of plain numbers reads the same values as the path through libcsv. */
#include "text/line_reader.h"
#include "session/row_reader.h"
#include "support/cmocka_includes.h"
#include "support/random.h"

#include <stdlib.h>
#include <string.h>

#define LINES 50000
#define LINE_MAX_BYTES 600
#define FULL_SCALE 1023.5 /* the largest count is between two integers */

struct table {
    struct columns columns;
    struct csv_fields fields;
    size_t cells; /* number of cells in a line */
};

static void read_header(struct table *table, const char *header)
{
    struct notes notes = {0};
    struct failure failure;
    assert_true(csv_fields_open(&table->fields));
    const struct file_line line = {header, strlen(header), "here", 1};
    assert_true(columns_read(&table->columns, &table->fields, false, &line, &notes, &failure));
    table->cells = table->columns.count;
    notes_free(&notes);
}

static bool one_in(struct random *random, uint32_t count)
{
    return random_below(random, count) == 0;
}

/* Add a cell as a roller writes it or, rarely, an unusual one. */
static size_t add_cell(char *line, struct random *random, unsigned role)
{
    /* clang-format off */
    static const char *const unusual[] = {
        "-", "--1", "1-", "+7", "\"3\"", "\"", " 5", "5 ", "0x1", "1e2", "1.5", ".", "-.5", "5.", "nan", "1234567",
        "12345678", "-1234567", "999999", "1000000", "1000001", "-0", "00012", "1023", "1024", "65536", "\xC3\xA9",
        "1\0002", "a", "1\r2", "mark", "!", "", "-1", "123456789.123456", "0.1234567890123456", "10000000",
        "10000000.5", "/", ":", "1/", "1:"};
    /* clang-format on */
    static const uint32_t limits[] = {10, 100, 1024, 33000};
    bool is_imu = role >= COLUMN_IMU && role < COLUMN_STRIP;
    if (one_in(random, 150)) {
        const char *cell = unusual[random_below(random, sizeof unusual / sizeof unusual[0])];
        size_t length = strcmp(cell, "1") == 0 ? 3 : strlen(cell); /* "1\0002" contains a NUL */
        memcpy(line, cell, length);
        return length;
    }
    unsigned number = random_below(random, limits[random_below(random, role >= COLUMN_STRIP ? 3 : 4)]);
    if (role == COLUMN_TIME || role == COLUMN_IGNORED)
        return (size_t)sprintf(line, "%u.%06u", number, (unsigned)random_below(random, 1000000));
    if (role == COLUMN_EVENT)
        return one_in(random, 50) ? (size_t)sprintf(line, "mark") : 0;
    if (is_imu && one_in(random, 100))
        return 0;
    return (size_t)sprintf(line, "%s%u", is_imu && one_in(random, 2) ? "-" : "", number);
}

static size_t make_line(char *line, struct random *random, const struct table *table)
{
    size_t length = 0, cells = table->cells;
    if (one_in(random, 50))
        cells += one_in(random, 2) ? 1 : (size_t)-1;
    for (size_t c = 0; c < cells; c++) {
        if (c > 0)
            line[length++] = ',';
        length += add_cell(line + length, random, c < table->cells ? table->columns.role[c] : COLUMN_IGNORED);
    }
    return length;
}

static void init_reader(struct row_reader *reader, struct session_table *rows, struct table *table)
{
    *rows = (struct session_table){.header = {.strip_count = table->columns.strip_count,
                                              .adc_full_scale = FULL_SCALE,
                                              .has_imu = table->columns.has_imu}};
    row_reader_init(reader, &table->columns, &DIALECT_OF_LOGGER, &table->fields, rows);
}

static void assert_same(const struct session_table *slow, const struct row_reader *slow_reader,
                        const struct session_table *fast, const struct row_reader *fast_reader)
{
    assert_int_equal(slow->count, 1);
    assert_int_equal(fast->count, 1);
    assert_true(slow->time_s[0] == fast->time_s[0] && slow_reader->frames.last_seq == fast_reader->frames.last_seq);
    assert_memory_equal(slow->strip, fast->strip, slow->header.strip_count * sizeof *slow->strip);
    if (slow->header.has_imu)
        assert_memory_equal(slow->imu, fast->imu, SESSION_IMU_AXES * sizeof *slow->imu);
    assert_int_equal(slow->event_count, 0);
    assert_int_equal(fast->event_count, 0);
}

static void compare(const char *header, uint64_t seed)
{
    struct table table;
    struct random random = random_init(seed);
    size_t plain = 0, valid = 0;
    read_header(&table, header);
    for (int trial = 0; trial < LINES; trial++) {
        char line[LINE_MAX_BYTES + 3] = {0};
        const char *end = one_in(&random, 3) ? "\r\n" : "\n";
        size_t length = make_line(line, &random, &table), read = 0;
        struct session_table slow, fast;
        struct row_reader slow_reader, fast_reader;
        assert_true(length < LINE_MAX_BYTES);
        init_reader(&slow_reader, &slow, &table);
        assert_true(row_reader_read(&slow_reader, line, length, 1));
        memcpy(line + length, end, strlen(end));
        init_reader(&fast_reader, &fast, &table);
        assert_true(row_reader_read_plain(&fast_reader, line, 1, &read));
        if (read > 0) {
            assert_int_equal(read, length + strlen(end));
            assert_same(&slow, &slow_reader, &fast, &fast_reader);
        }
        plain += read > 0;
        valid += slow.count == 1 && slow.event_count == 0;
        line[length] = '\0'; /* a line without its end is not read */
        assert_true(row_reader_read_plain(&fast_reader, line, 1, &read));
        assert_int_equal(read, 0);
        session_table_free(&slow);
        session_table_free(&fast);
    }
    assert_true(plain > LINES / 3 && plain >= valid * 95 / 100); /* the other valid rows contain unusual notations */
    csv_fields_close(&table.fields);
}

static void it_reads_the_same_as_libcsv(void **state)
{
    (void)state;
    compare("time_s,host_s,seq,strip0,strip1,strip2,strip3,strip4,strip5,strip6,strip7,"
            "accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z,event",
            1);
    compare("event,strip3,strip2,strip1,strip0,time_s", 2);
    compare("gyro_z,x,time_s,accel_x,accel_y,event,accel_z,strip0,strip1,strip2,strip3,strip4,"
            "gyro_x,gyro_y,y",
            3);
    compare("strip0,strip1,strip2,strip3,accel_x,time_s,seq", 4);
}

/* A cell of an unknown column may have any length, but a line may not. */
static void a_line_that_is_too_long_is_not_plain(void **state)
{
    (void)state;
    static char line[LINE_READER_LINE_MAX + 8];
    struct table table;
    read_header(&table, "time_s,x,strip0,strip1,strip2,strip3");
    for (size_t length = LINE_READER_LINE_MAX; length <= LINE_READER_LINE_MAX + 1; length++) {
        struct session_table rows;
        struct row_reader reader;
        size_t read;
        init_reader(&reader, &rows, &table);
        memset(line, '7', sizeof line);
        memcpy(line, "1.5,", 4);
        memcpy(line + length - 8, ",1,2,3,4\n", 10);
        assert_true(row_reader_read_plain(&reader, line, 1, &read));
        assert_int_equal(read, length <= LINE_READER_LINE_MAX ? length + 1 : 0);
        session_table_free(&rows);
    }
    csv_fields_close(&table.fields);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_reads_the_same_as_libcsv),
        cmocka_unit_test(a_line_that_is_too_long_is_not_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
