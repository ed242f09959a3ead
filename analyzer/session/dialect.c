/* SPDX-License-Identifier: MIT */
#include "session/dialect.h"

#include "session/columns.h"
#include "text/letter_case.h"
#include "session/metadata_line.h"
#include "shared/decimal.h"

#include <string.h>

#define SAMPLE_ROWS_MAX 200 /* by then, a time or two has a fraction */
#define NUMBER_SIZE 64      /* no number is longer */
#define NO_COLUMN ((size_t)-1)

bool dialect_parse_number(const struct dialect *dialect, const char *text, size_t length, double *value)
{
    char copy[NUMBER_SIZE];
    if (dialect->decimal_sign == '.')
        return decimal_parse(text, length, value);
    if (length >= sizeof copy || memchr(text, '.', length) != NULL)
        return false;
    memcpy(copy, text, length);
    char *sign = memchr(copy, dialect->decimal_sign, length);
    if (sign != NULL)
        *sign = '.';
    return decimal_parse(copy, length, value);
}

bool dialect_is_missing_word(const char *text, size_t length)
{
    static const char *const words[] = {
        "na",   "nan",  "null", "n/a",     "#n/a", "#nv",
        "-nan", "none", "<na>", "missing", "."}; /* the last two are of Julia; SAS, SPSS and Stata */
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (letter_case_is(text, length, words[k]))
            return true;
    return length == 0;
}

/* Return the length of a thousands separator at the start of `text`; 0 if there is none. */
static size_t separator_length(const char *text, size_t length)
{
    static const char *const separators[] = {",", ".", "'", " ", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x99"};
    for (size_t k = 0; k < sizeof separators / sizeof separators[0]; k++) {
        size_t size = strlen(separators[k]);
        if (size <= length && memcmp(text, separators[k], size) == 0)
            return size;
    }
    return 0;
}

static size_t digits_length(const char *text, size_t length)
{
    size_t digits = 0;
    while (digits < length && text[digits] >= '0' && text[digits] <= '9')
        digits++;
    return digits;
}

/* Whether the text is groups of three digits, the first of one to three and without a leading 0, and then perhaps a
 * fraction. */
static bool is_grouped(const char *text, size_t length, char decimal_sign)
{
    size_t at = length > 0 && (*text == '-' || *text == '+'), groups = 0;
    size_t digits = digits_length(text + at, length - at);
    if (digits < 1 || digits > 3 || text[at] == '0')
        return false;
    for (at += digits; at < length && text[at] != decimal_sign; groups++) {
        size_t separator = separator_length(text + at, length - at);
        if (separator == 0 || digits_length(text + at + separator, length - at - separator) != 3)
            return false;
        at += separator + 3;
    }
    return groups > 0;
}

bool dialect_has_thousands(const struct dialect *dialect, const char *text, size_t length)
{
    return is_grouped(text, length, dialect->decimal_sign);
}

/* Return the length of a dash at the start of `text`: minus, hyphens, en dash, or full-width; 0 if there is none. */
static size_t dash_length(const char *text, size_t length)
{
    static const char *const dashes[] = {"\xE2\x88\x92", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x93",
                                         "\xEF\xBC\x8D"};
    for (size_t k = 0; k < sizeof dashes / sizeof dashes[0]; k++)
        if (length > strlen(dashes[k]) && memcmp(text, dashes[k], strlen(dashes[k])) == 0)
            return strlen(dashes[k]);
    return 0;
}

/* Whether a cell is a number with a minus sign other than "-" before it, as typographers, Nordic locales and
 * accountants write it: a dash, parentheses, or a "-" behind the digits. */
static bool has_other_minus(const char *text, size_t length)
{
    size_t dash = dash_length(text, length);
    if (dash > 0)
        return digits_length(text + dash, length - dash) > 0;
    if (length < 2)
        return false;
    return (text[0] == '(' && text[length - 1] == ')' && digits_length(text + 1, length - 1) > 0) ||
           (text[length - 1] == '-' && digits_length(text, length) > 0);
}

const char *dialect_explain(const struct dialect *dialect, const char *text, size_t length, bool *is_biased)
{
    *is_biased = true;
    if (dialect_has_thousands(dialect, text, length))
        return "take the thousands separators out";
    if (has_other_minus(text, length))
        return "negative numbers begin with a plain \"-\"";
    *is_biased = length > 0 && *text == '#' && text[length - 1] == '#'; /* "###": only wide numbers do not fit */
    if (memchr(text, ':', length) != NULL)
        return "a number of seconds is expected, not hours and minutes";
    if (length > 0 && *text == '#')
        return "a spreadsheet writes this where the column is too narrow, or for an error";
    if (memchr(text, dialect->decimal_sign == '.' ? ',' : '.', length) == NULL)
        return NULL;
    return dialect->decimal_sign == '.' ? "the times have a decimal point" : "the times have a decimal comma";
}

struct header {
    size_t count;
    size_t known_count;              /* columns with a name that a session has */
    size_t time_column, host_column; /* NO_COLUMN = none */
};

/* The rows of the sample. */
struct sample {
    size_t time_column, host_column;
    size_t count;                          /* cells of the current row */
    double first;                          /* value of its first cell; -1 = not a whole number */
    size_t commas, grouped_commas, points; /* times with a decimal sign */
    size_t fractions, fractions_beside;    /* decimal signs in the column of the time, and in the one after it */
};

static void count_name(void *text, size_t length, void *context)
{
    struct header *header = context;
    if (columns_is_known_name(text, length))
        header->known_count++;
    if (letter_case_is(text, length, SESSION_COLUMN_TIME))
        header->time_column = header->count;
    if (letter_case_is(text, length, SESSION_COLUMN_HOST))
        header->host_column = header->count;
    header->count++;
}

/* Find the delimiter that makes most known names of the header row, and leave `fields` set to it. */
static char find_delimiter(struct csv_fields *fields, const char *text, size_t length, struct header *header)
{
    static const char delimiters[] = {',', ';', '\t', '|', ' '};
    char found = ',';
    *header = (struct header){.time_column = NO_COLUMN, .host_column = NO_COLUMN};
    for (size_t k = 0; k < sizeof delimiters; k++) {
        struct header names = {.time_column = NO_COLUMN, .host_column = NO_COLUMN};
        csv_fields_set_delimiter(fields, delimiters[k]);
        if (csv_fields_split(fields, text, length, count_name, &names) && names.known_count > header->known_count) {
            *header = names;
            found = delimiters[k];
        }
    }
    csv_fields_set_delimiter(fields, found);
    return found;
}

static void look_at_cell(void *context_text, size_t length, void *context)
{
    struct sample *sample = context;
    const char *text = context_text;
    size_t column = sample->count++;
    bool has_comma = memchr(text, ',', length) != NULL, has_point = memchr(text, '.', length) != NULL;
    long long number;
    if (column == 0)
        sample->first = decimal_parse_integer(text, length, 0, 1000000000, &number) ? (double)number : -1;
    if (column == sample->time_column)
        sample->fractions += has_comma || has_point;
    if (column == sample->time_column + 1)
        sample->fractions_beside += has_comma || has_point;
    if (column != sample->time_column && column != sample->host_column)
        return;
    sample->commas += has_comma;
    sample->grouped_commas += has_comma && is_grouped(text, length, '.');
    sample->points += has_point && !has_comma;
}

/* Look at the complete rows of `text`. Returns whether all begin with a number that the header row does not name. */
static bool look_at_rows(struct csv_fields *fields, size_t column_count, const char *text, struct sample *sample)
{
    size_t rows = 0, numbered_rows = 0, quoted_rows = 0;
    double previous = -1;
    for (size_t length = 0; rows < SAMPLE_ROWS_MAX; text += length) {
        text += strspn(text, "\r\n");
        length = strcspn(text, "\r\n");
        if (text[length] == '\0') /* the last row may be cut off */
            break;
        if (metadata_line_is_comment(text, length) &&
            !metadata_line_is_damaged_row(fields, text, length, column_count)) /* "#N/A" may stand in the first cell */
            continue;
        sample->count = 0;
        bool has_one_more =
            csv_fields_split(fields, text, length, look_at_cell, sample) && sample->count == column_count + 1;
        bool counts_up = rows == 0 ? sample->first == 0 || sample->first == 1 : sample->first == previous + 1;
        numbered_rows += has_one_more && counts_up;
        quoted_rows += *text == '"';
        previous = sample->first;
        rows++;
    }
    bool time_is_beside = sample->fractions == 0 && sample->fractions_beside > 0;
    return rows > 1 && numbered_rows == rows && (quoted_rows == rows || time_is_beside);
}

struct dialect dialect_find(struct csv_fields *fields, const char *header_text, size_t header_length, const char *rows)
{
    struct dialect dialect = DIALECT_OF_LOGGER;
    struct header header;
    dialect.delimiter = find_delimiter(fields, header_text, header_length, &header);
    if (header.time_column == NO_COLUMN)
        return dialect;
    struct sample sample = {.time_column = header.time_column, .host_column = header.host_column};
    dialect.has_row_names = look_at_rows(fields, header.count, rows, &sample);
    if (dialect.has_row_names) { /* the times stand one cell further on */
        sample = (struct sample){.time_column = header.time_column + 1, .host_column = header.host_column + 1};
        (void)look_at_rows(fields, header.count, rows, &sample);
    }
    /* Between commas, quoted times such as "1,234" have thousands separators, and "0,009984" has a decimal comma. */
    bool commas_are_decimal = dialect.delimiter != ',' || sample.commas > sample.grouped_commas;
    dialect.decimal_sign = sample.commas > sample.points && commas_are_decimal ? ',' : '.';
    return dialect;
}
