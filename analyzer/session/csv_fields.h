/* SPDX-License-Identifier: MIT */
/* Splits one line of CSV into fields, by libcsv in strict mode. Each line is parsed by itself, so a stray
 * quote damages one line only. Blanks and quotes around a field are dropped. */
#ifndef CSV_FIELDS_H
#define CSV_FIELDS_H

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>

/* Called for each field. `text` is not terminated and is valid during the call only. */
typedef void csv_fields_receiver(void *text, size_t length, void *context);

struct csv_fields {
    struct csv_parser parser;
    bool out_of_memory; /* in any line since csv_fields_open */
};

/* False when out of memory. */
bool csv_fields_open(struct csv_fields *fields);

/* Pass each field of `line` (without its end) to `receiver`. False after unbalanced quotes, or out of memory
 * (see `out_of_memory`); the fields before that were passed. */
bool csv_fields_split(struct csv_fields *fields, const char *line, size_t length,
                      csv_fields_receiver *receiver, void *context);

void csv_fields_close(struct csv_fields *fields);

#endif
