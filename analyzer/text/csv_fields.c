/* SPDX-License-Identifier: MIT */
#include "text/csv_fields.h"

#define FIELDS_OPTIONS (CSV_STRICT | CSV_STRICT_FINI)

bool csv_fields_open(struct csv_fields *fields)
{
    *fields = (struct csv_fields){0};
    return csv_init(&fields->parser, FIELDS_OPTIONS) == 0;
}

void csv_fields_set_delimiter(struct csv_fields *fields, char delimiter)
{
    csv_set_delim(&fields->parser, (unsigned char)delimiter);
}

char csv_fields_delimiter(struct csv_fields *fields)
{
    return (char)csv_get_delim(&fields->parser);
}

/* libcsv requires a callback for row ends, but each line is one row. */
static void end_row(int terminator, void *context)
{
    (void)terminator;
    (void)context;
}

bool csv_fields_split(struct csv_fields *fields, const char *line, size_t length, csv_fields_receiver *receiver,
                      void *context)
{
    bool ok = csv_parse(&fields->parser, line, length, receiver, end_row, context) == length &&
              csv_fini(&fields->parser, receiver, end_row, context) == 0;
    if (!ok) { /* restart the parser, because an error leaves it inside a field */
        fields->out_of_memory = fields->out_of_memory || csv_error(&fields->parser) == CSV_ENOMEM;
        unsigned char delimiter = csv_get_delim(&fields->parser);
        csv_free(&fields->parser);
        (void)csv_init(&fields->parser, FIELDS_OPTIONS); /* allocates nothing, and fails only for NULL */
        csv_set_delim(&fields->parser, delimiter);
    }
    return ok;
}

void csv_fields_close(struct csv_fields *fields)
{
    csv_free(&fields->parser);
}
