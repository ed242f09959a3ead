/* SPDX-License-Identifier: MIT */
/* The minimum work of a program that reads a session with libcsv: find the fields and count them. */
#include <csv.h>
#include <stdio.h>

#define CHUNK_BYTES 65536

static void count_field(void *text, size_t length, void *context)
{
    (void)text;
    (void)length;
    (*(size_t *)context)++;
}

static void end_row(int terminator, void *context)
{
    (void)terminator;
    (void)context;
}

int main(int argc, char *argv[])
{
    struct csv_parser parser;
    static char chunk[CHUNK_BYTES];
    size_t fields = 0, got;
    FILE *stream = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (stream == NULL || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        fprintf(stderr, "usage: bare_libcsv FILE.csv\n");
        return 2;
    }
    while ((got = fread(chunk, 1, sizeof chunk, stream)) > 0) {
        if (csv_parse(&parser, chunk, got, count_field, end_row, &fields) != got) {
            fprintf(stderr, "%s: %s\n", argv[1], csv_strerror(csv_error(&parser)));
            return 3;
        }
    }
    csv_fini(&parser, count_field, end_row, &fields);
    csv_free(&parser);
    fclose(stream);
    printf("%zu fields\n", fields);
    return 0;
}
