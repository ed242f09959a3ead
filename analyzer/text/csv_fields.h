/* SPDX-License-Identifier: MIT */
/* Splits a line of CSV into fields, with libcsv in strict mode. Each line is parsed on its own, so a stray
 * quote damages only one line. Blanks and quotes around a field are removed. */
#pragma once

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>

/* Called for each field. `text` is not NUL-terminated and is valid only during the call. */
typedef void csv_fields_receiver(void *text, size_t length, void *context);

struct csv_fields {
    struct csv_parser parser;
    bool out_of_memory; /* memory was missing for any line since csv_fields_open */
};

/* Prepare a parser for fields that a comma separates. False when out of memory. Release with csv_fields_close. */
bool csv_fields_open(struct csv_fields *fields);

/* Split lines at another character from now on. */
void csv_fields_set_delimiter(struct csv_fields *fields, char delimiter);
char csv_fields_delimiter(struct csv_fields *fields);

/* Pass each field of `line` (without line end) to `receiver`. False if quotes are unbalanced or when out of
 * memory (see `out_of_memory`); the fields before the error have been passed. */
bool csv_fields_split(struct csv_fields *fields, const char *line, size_t length, csv_fields_receiver *receiver,
                      void *context);

void csv_fields_close(struct csv_fields *fields);
