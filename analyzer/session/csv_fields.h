/* SPDX-License-Identifier: MIT */
/*
 * One line of CSV into its fields, by libcsv in strict mode. Each line is parsed by itself, so a stray quote
 * spoils that line only. Blanks around a field are dropped, as are the quotes around it.
 */
#ifndef CSV_FIELDS_H
#define CSV_FIELDS_H

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>

/* Gets each field in turn, from libcsv itself. `text` (bytes) is not terminated and is gone after the call.
 */
typedef void csv_fields_receiver(void *text, size_t length, void *context);

struct csv_fields {
    struct csv_parser parser;
    bool out_of_memory; /* of some line since csv_fields_open */
};

/* False when memory is short. */
bool csv_fields_open(struct csv_fields *fields);

/* Hand each field of `line` (without its end) to `receiver`. False when the line's quotes make no sense, or
 * memory is short, which `out_of_memory` keeps; the fields before that were handed over. */
bool csv_fields_split(struct csv_fields *fields, const char *line, size_t length,
                      csv_fields_receiver *receiver, void *context);

void csv_fields_close(struct csv_fields *fields);

#endif
