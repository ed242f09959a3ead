/* SPDX-License-Identifier: MIT */
#include "fields.h"

#define FIELDS_OPTIONS (CSV_STRICT | CSV_STRICT_FINI)

bool fields_open(struct fields *fields)
{
    *fields = (struct fields){0};
    return csv_init(&fields->parser, FIELDS_OPTIONS) == 0;
}

static void take_field(void *text, size_t length, void *context)
{
    struct fields *fields = context;
    fields->receiver(fields->context, fields->column++, text, length);
}

static void take_row(int terminator, void *context)
{
    (void)terminator;
    (void)context;
}

bool fields_split(struct fields *fields, const char *line, size_t length, fields_receiver *receiver, void *context,
                  size_t *count)
{
    fields->receiver = receiver;
    fields->context = context;
    fields->column = 0;
    bool good = csv_parse(&fields->parser, line, length, take_field, take_row, fields) == length &&
                csv_fini(&fields->parser, take_field, take_row, fields) == 0;
    if (!good) { /* an error leaves the parser inside the field */
        csv_free(&fields->parser);
        csv_init(&fields->parser, FIELDS_OPTIONS);
    }
    *count = fields->column;
    return good;
}

void fields_close(struct fields *fields)
{
    csv_free(&fields->parser);
}
