/* SPDX-License-Identifier: MIT */
/* `annotate`: only the head of a session changes, in one step, whatever the text and the disk. */

#include "logger/support/logger_run.h"
#include "shared/session_format.h"
#include "support/cmocka_includes.h"
#include "support/now.h"
#include "support/random.h"

#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD                                                                                                           \
    "# foam-roller-session: 1\n"                                                                                       \
    "# subject: Anna\n"                                                                                                \
    "# leg: left\n"                                                                                                    \
    "# note: before\n"                                                                                                 \
    "# thigh_length_mm:\n"                                                                                             \
    "#my remark,  kept: as it is \n"                                                                                   \
    "# an_unknown_key: 7\xFF\n"
#define TABLE                                                                                                          \
    "time_s,host_s,seq,strip0,strip1,strip2,strip3,event\n"                                                            \
    "0.00,0.00,0,1,2,3,4,\n"                                                                                           \
    "0.01,0.01,1,1,2,3,4,mark\r\n"                                                                                     \
    "a damaged \x01 row, \"without end\n"                                                                              \
    "# note: not of the head\n"                                                                                        \
    "# end: rows=3 lost=0\n"                                                                                           \
    "0.02,0.0"

static void write_session(const struct fixture *fixture)
{
    temp_file_write(fixture->path, HEAD TABLE, sizeof HEAD TABLE - 1);
}

/* Run `annotate a.csv` with two options and their values; the second may be NULL. */
static struct program_result annotate(const struct fixture *fixture, const char *option, const char *value,
                                      const char *second, const char *second_value, const char *const *env)
{
    const char *const argv[] = {LOGGER, "annotate", fixture->path, option, value, second, second_value, NULL};
    return program_run(argv, &(struct program_options){.env = env}, LIMIT_S);
}

static void assert_content(const struct fixture *fixture, const char *expected)
{
    char *bytes = temp_file_read(fixture->path, NULL);
    assert_non_null(bytes);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static size_t count_files(const struct fixture *fixture)
{
    size_t count = 0;
    DIR *folder = opendir(fixture->dir.path);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

static void each_option_changes_its_line_only(void **state)
{
    struct fixture *fixture = *state;
    static const char head[] = HEAD;
    static const struct {
        const char *option, *value, *old, *new;
    } tries[] = {{"--note", "after, \"quoted\"", "# note: before", "# note: after, \"quoted\""},
                 {"--subject", "Zoë", "# subject: Anna", "# subject: Zoë"},
                 {"--leg", "right", "# leg: left", "# leg: right"},
                 {"--thigh-length", "350.5", "# thigh_length_mm:", "# thigh_length_mm: 350.5"},
                 {"--note", "", "# note: before", "# note:"},
                 {"--start", "knee", NULL, "# start: knee\n"},
                 {"--pain-before", "7", NULL, "# pain_before: 7\n"},
                 {"--pain-after", "0", NULL, "# pain_after: 0\n"},
                 {"--condition", "warm", NULL, "# condition: warm\n"},
                 {"--study-visit", "week 2", NULL, "# study_visit: week 2\n"}};
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        char expected[sizeof HEAD TABLE + 100];
        size_t kept = tries[i].old ? (size_t)(strstr(head, tries[i].old) - head) : sizeof head - 1;
        snprintf(expected, sizeof expected, "%.*s%s%s" TABLE, (int)kept, head, tries[i].new,
                 &head[kept + (tries[i].old ? strlen(tries[i].old) : 0)]);
        write_session(fixture);
        chmod(fixture->path, 0640);
        struct program_result result = annotate(fixture, tries[i].option, tries[i].value, NULL, NULL, NULL);
        assert_non_null(strstr(result.out, " changed."));
        assert_ended(&result, 0, NULL);
        assert_content(fixture, expected);
        struct stat status;
        assert_int_equal(stat(fixture->path, &status), 0);
        assert_int_equal(status.st_mode & 0777, 0640);
        result = annotate(fixture, tries[i].option, tries[i].value, NULL, NULL, NULL);
        assert_non_null(strstr(result.out, "says that already"));
        assert_ended(&result, 0, NULL);
    }
    assert_int_equal(count_files(fixture), 1);
}

static void lines_end_as_before_and_repeated_keys_become_one(void **state)
{
    struct fixture *fixture = *state;
    static const char before[] = "# foam-roller-session: 1\r\n#  NOTE : a\r\n# leg: left\r\n# note = c\r\n\r\n";
    temp_file_write(fixture->path, before, sizeof before - 1);
    struct program_result result = annotate(fixture, "--note", "c", NULL, NULL, NULL);
    assert_ended(&result, 3, "was changed by another program");
    static const char table[] = "event,TIME,time_s\r\n";
    char text[200];
    snprintf(text, sizeof text, "%.*s%s", (int)sizeof before - 3, before, table);
    temp_file_write(fixture->path, text, strlen(text));
    result = annotate(fixture, "--note", "c", "--pain-after", "2.5", NULL);
    assert_ended(&result, 0, NULL);
    assert_content(fixture, "# foam-roller-session: 1\r\n# note: c\r\n# leg: left\r\n# pain_after: 2.5\r\n"
                            "event,TIME,time_s\r\n");
}

static void no_text_leaves_its_line(void **state)
{
    struct fixture *fixture = *state;
    static const char *const texts[] = {
        "a\nleg: right", "a\r# leg: right", "\n\n0,0,0", "\x1B[2J\x07",  "\xFF\xC0", "\xE2\x80\xA8# leg: right",
        "\xC2\x85next",  ",,,;;\"\"",       "%s%n",      "# end: rows=1"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        write_session(fixture);
        struct program_result result = annotate(fixture, "--note", texts[i], "--condition", texts[i], NULL);
        assert_ended(&result, 0, NULL);
        char *bytes = temp_file_read(fixture->path, NULL), *table = bytes ? strstr(bytes, "time_s,") : NULL;
        assert_non_null(table);
        assert_string_equal(table, TABLE);
        size_t lines = 0;
        for (const char *byte = bytes; byte < table; byte++) {
            lines += *byte == '\n';
            assert_true((unsigned char)*byte >= ' ' || *byte == '\n');
        }
        assert_int_equal(lines, 8); /* the condition is new */
        free(bytes);
    }
}

static void other_files_are_refused_in_one_line(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *message;
    } tries[] = {{"\x1F\x8B\x08\0", 4, "is compressed: decompress it"},
                 {"\xFD\x37zXZ\0", 6, "is compressed"},
                 {"\x28\xB5\x2F\xFD", 4, "is compressed"},
                 {"\xFF\xFE#\0 \0f\0o\0", 10, "was changed by another program"},
                 {"\"# foam-roller-session: 1\"\n", 27, "was changed by another program"},
                 {"# foam-roller-session: 1;;;\n", 28, "was changed by another program"},
                 {"# foam-roller-session: 2\n", 25, "or is of another version"},
                 {"# foam-roller-session: 1\n# note: a\n", 35, "ends before its table"},
                 {"", 0, "is not a session file"},
                 {"# foam-roller-calibration: 1\n", 29, "is not a session file"}};
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        temp_file_write(fixture->path, tries[i].bytes, tries[i].length);
        struct program_result result = annotate(fixture, "--note", "x", NULL, NULL, NULL);
        assert_ptr_equal(strchr(result.err, '\n'), result.err + result.err_length - 1);
        assert_ended(&result, 3, tries[i].message);
        size_t length;
        char *bytes = temp_file_read(fixture->path, &length);
        assert_int_equal(length, tries[i].length);
        assert_memory_equal(bytes, tries[i].bytes, length);
        free(bytes);
    }
    static const char *const wrong[][3] = {{"--pain-after", "11", "a number from 0 to 10"},
                                           {"--pain-before", "nan", "a number from 0 to 10"},
                                           {"--leg", "both", "left or right"},
                                           {"--start", "middle", "upper or knee"},
                                           {"--thigh-length", "3", "a number from 50 to 1000"}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct program_result result = annotate(fixture, wrong[i][0], wrong[i][1], NULL, NULL, NULL);
        assert_ended(&result, 2, wrong[i][2]);
    }
    temp_dir_join(&fixture->dir, "b.csv.part", fixture->path, sizeof fixture->path);
    write_session(fixture);
    struct program_result result = annotate(fixture, "--note", "x", NULL, NULL, NULL);
    assert_ended(&result, 3, "is still being recorded, or its recording was interrupted");
}

static void a_bad_disk_leaves_the_session_as_it_was(void **state)
{
    struct fixture *fixture = *state;
    static const char *const disks[] = {"DISK_SHIM=full=0",     "DISK_SHIM=full=1", "DISK_SHIM=short,full=3",
                                        "DISK_SHIM=eio=1",      "DISK_SHIM=sync",   "DISK_SHIM=close",
                                        "DISK_SHIM=name,eintr", "DISK_SHIM=gone=1"};
    for (size_t i = 0; i < sizeof disks / sizeof disks[0]; i++) {
        const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, disks[i], NULL};
        write_session(fixture);
        struct program_result result = annotate(fixture, "--note", "after", NULL, NULL, env);
        if (result.out_length > 0)
            fail_msg("%s: %s", disks[i], result.out);
        assert_ended(&result, 5, "It is as it was.");
        assert_content(fixture, HEAD TABLE);
        assert_int_equal(count_files(fixture), 1);
    }
    const char *const env[] = {PRELOAD("disk_shim"), PRELOAD_ASAN, "DISK_SHIM=short,eintr", NULL};
    struct program_result result = annotate(fixture, "--note", "", NULL, NULL, env);
    assert_ended(&result, 0, NULL);
}

/* Kill the program at any time of its run, which takes longer on a busy machine. */
static void a_kill_leaves_the_old_session_or_the_new_one(void **state)
{
    struct fixture *fixture = *state;
    const char *const argv[] = {LOGGER, "annotate", fixture->path, "--subject", "Ben!", NULL};
    struct random random = random_init(1);
    unsigned old = 0;
    write_session(fixture);
    double started_s = now_s();
    struct program_result whole = program_run(argv, NULL, LIMIT_S);
    double run_s = now_s() - started_s;
    assert_ended(&whole, 0, NULL);
    for (unsigned i = 0; i < 40; i++) {
        write_session(fixture);
        struct program program = program_start(argv, NULL);
        usleep((useconds_t)(random_uniform(&random, 0, 1.3) * run_s * 1e6));
        kill(program.pid, SIGKILL);
        struct program_result result = program_wait(&program, LIMIT_S);
        program_result_free(&result);
        char *bytes = temp_file_read(fixture->path, NULL), *name = bytes ? strstr(bytes, "Ben!") : NULL;
        old += name == NULL;
        if (name)
            memcpy(name, "Anna", 4);
        assert_non_null(bytes);
        assert_string_equal(bytes, HEAD TABLE);
        free(bytes);
    }
    printf("figure: killed 40 times at random: the old session %u times, the new one %u times\n", old, 40 - old);
}

static void those_at_the_same_time_lose_nothing(void **state)
{
    struct fixture *fixture = *state;
    static const char *const options[][2] = {{"--note", "n1"},      {"--pain-before", "1"},  {"--pain-after", "2"},
                                             {"--condition", "c1"}, {"--study-visit", "v1"}, {"--start", "upper"}};
    const size_t count = sizeof options / sizeof options[0];
    struct program program[6];
    write_session(fixture);
    for (size_t i = 0; i < count; i++) {
        const char *const argv[] = {LOGGER, "annotate", options[i][0], options[i][1], fixture->path, NULL};
        program[i] = program_start(argv, NULL);
    }
    for (size_t i = 0; i < count; i++) {
        struct program_result result = program_wait(&program[i], LIMIT_S);
        assert_ended(&result, 0, NULL);
    }
    char *bytes = temp_file_read(fixture->path, NULL);
    for (size_t i = 0; i < count; i++) {
        char value[20];
        snprintf(value, sizeof value, ": %s\n", options[i][1]);
        assert_non_null(strstr(bytes, value));
    }
    assert_string_equal(strstr(bytes, "time_s,"), TABLE);
    free(bytes);
}

static void a_link_stays_a_link(void **state)
{
    struct fixture *fixture = *state;
    char link[512];
    struct stat status;
    write_session(fixture);
    temp_dir_join(&fixture->dir, "link.csv", link, sizeof link);
    assert_int_equal(symlink("a.csv", link), 0);
    const char *const argv[] = {LOGGER, "annotate", link, "--note", "", NULL};
    struct program_result result = program_run(argv, NULL, LIMIT_S);
    assert_ended(&result, 0, NULL);
    assert_int_equal(lstat(link, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    char *bytes = temp_file_read(fixture->path, NULL);
    assert_non_null(strstr(bytes, "# note:\n"));
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(each_option_changes_its_line_only),
        LOGGER_TEST(lines_end_as_before_and_repeated_keys_become_one),
        LOGGER_TEST(no_text_leaves_its_line),
        LOGGER_TEST(other_files_are_refused_in_one_line),
        LOGGER_TEST(a_bad_disk_leaves_the_session_as_it_was),
        LOGGER_TEST(a_kill_leaves_the_old_session_or_the_new_one),
        LOGGER_TEST(those_at_the_same_time_lose_nothing),
        LOGGER_TEST(a_link_stays_a_link),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
