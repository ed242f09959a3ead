/* SPDX-License-Identifier: MIT */
#include "store/session_index.h"

#include "store/text_hash.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUSY_LIMIT_MS 2000

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS session ("
    "  path TEXT PRIMARY KEY, id TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,"
    "  summary TEXT, error TEXT) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS session_by_id ON session (id);"
    "CREATE TABLE IF NOT EXISTS made_by (analyzer TEXT NOT NULL);";

/* A path must not stand in an address. */
void session_index_make_id(const char *path, char id[SESSION_INDEX_ID_SIZE])
{
    (void)snprintf(id, SESSION_INDEX_ID_SIZE, "%016" PRIx64, text_hash(path));
}

static bool run(sqlite3 *database, const char *sql)
{
    return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* Prepare a statement with up to two texts as parameters; NULL on failure. The texts stay the caller's. */
static sqlite3_stmt *prepare(struct session_index *index, const char *sql, const char *first, const char *second)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(index->database, sql, -1, &statement, NULL) == SQLITE_OK &&
        (!first || sqlite3_bind_text(statement, 1, first, -1, SQLITE_STATIC) == SQLITE_OK) &&
        (!second || sqlite3_bind_text(statement, 2, second, -1, SQLITE_STATIC) == SQLITE_OK))
        return statement;
    sqlite3_finalize(statement);
    return NULL;
}

static bool finish(sqlite3_stmt *statement)
{
    bool ok = statement && sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return ok;
}

static const char *column(sqlite3_stmt *statement, int number)
{
    return (const char *)sqlite3_column_text(statement, number);
}

/* ---- Opening ---- */

/* Empty the index if another version of the analyzer made it. */
static bool check_analyzer(struct session_index *index, const char *analyzer)
{
    sqlite3_stmt *statement = prepare(index, "SELECT 1 FROM made_by WHERE analyzer = ?", analyzer, NULL);
    bool is_same = statement && sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    return is_same || (run(index->database, "DELETE FROM session; DELETE FROM made_by") &&
                       finish(prepare(index, "INSERT INTO made_by VALUES (?)", analyzer, NULL)));
}

static bool open_file(struct session_index *index, const char *path, const char *analyzer)
{
    /* Losing the cache in a power cut costs nothing, so the disk is not waited for. */
    bool ok = sqlite3_open_v2(path, &index->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW,
                              NULL) == SQLITE_OK &&
              sqlite3_busy_timeout(index->database, BUSY_LIMIT_MS) == SQLITE_OK &&
              run(index->database, "PRAGMA synchronous = OFF; PRAGMA trusted_schema = OFF") &&
              run(index->database, schema) && check_analyzer(index, analyzer);
    if (!ok)
        session_index_close(index);
    return ok;
}

bool session_index_open(struct session_index *index, const char *folder, const char *analyzer, struct failure *failure)
{
    char path[PATH_MAX], journal[PATH_MAX];
    *index = (struct session_index){0};
    int length = snprintf(path, sizeof path, "%s/" SESSION_INDEX_FILE, folder);
    int journal_length = snprintf(journal, sizeof journal, "%s/" SESSION_INDEX_FILE "-journal", folder);
    if (length > 0 && (size_t)length < sizeof path && journal_length > 0 && (size_t)journal_length < sizeof journal) {
        if (open_file(index, path, analyzer))
            return true;
        (void)unlink(path); /* damaged, or no database */
        (void)unlink(journal);
        if (open_file(index, path, analyzer))
            return true;
    }
    if (open_file(index, ":memory:", analyzer))
        return true;
    return failure_set(failure, EXIT_STATUS_OUTPUT, "The index of the sessions in %s cannot be made.", folder);
}

void session_index_close(struct session_index *index)
{
    sqlite3_close(index->database);
    index->database = NULL;
}

/* ---- Keeping up with the files ---- */

static bool put(struct session_index *index, const struct session_file *file)
{
    char id[SESSION_INDEX_ID_SIZE];
    session_index_make_id(file->path, id);
    sqlite3_stmt *statement =
        prepare(index, "INSERT OR REPLACE INTO session (path, id, size, mtime_ns) VALUES (?, ?, ?, ?)", file->path, id);
    if (statement) {
        sqlite3_bind_int64(statement, 3, file->size);
        sqlite3_bind_int64(statement, 4, file->mtime_ns);
    }
    return finish(statement);
}

static bool forget(struct session_index *index, const char *path)
{
    return finish(prepare(index, "DELETE FROM session WHERE path = ?", path, NULL));
}

/* Compare the sorted list with the sorted rows. With `noted` NULL, nothing is written, and the first difference ends
 * the comparison: reading and writing are separate passes, because a statement must not change what it reads. */
static bool compare(struct session_index *index, const struct session_files *files, bool *is_noted, char **gone,
                    size_t *gone_count)
{
    sqlite3_stmt *rows = prepare(index, "SELECT path, size, mtime_ns FROM session ORDER BY path", NULL, NULL);
    size_t i = 0;
    int step = SQLITE_ERROR;
    bool ok = rows != NULL;
    while (ok && (step = sqlite3_step(rows)) == SQLITE_ROW) {
        const char *path = column(rows, 0);
        while (i < files->count && path && strcmp(files->file[i].path, path) < 0)
            i++;
        bool is_there = path && i < files->count && strcmp(files->file[i].path, path) == 0;
        if (is_there)
            is_noted[i] = sqlite3_column_int64(rows, 1) == files->file[i].size &&
                          sqlite3_column_int64(rows, 2) == files->file[i].mtime_ns;
        else if (path && (gone[*gone_count] = strdup(path)) != NULL)
            (*gone_count)++;
        else
            ok = false;
    }
    sqlite3_finalize(rows);
    return ok && step == SQLITE_DONE;
}

static size_t count_rows(struct session_index *index)
{
    sqlite3_stmt *statement = prepare(index, "SELECT count(*) FROM session", NULL, NULL);
    size_t count = statement && sqlite3_step(statement) == SQLITE_ROW ? (size_t)sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return count;
}

bool session_index_refresh(struct session_index *index, const struct session_files *files, bool *changed)
{
    size_t gone_count = 0;
    bool *is_noted = calloc(files->count + 1, sizeof *is_noted);
    char **gone = calloc(count_rows(index) + 1, sizeof *gone);
    bool ok = is_noted && gone && run(index->database, "BEGIN IMMEDIATE");
    if (ok) {
        ok = compare(index, files, is_noted, gone, &gone_count);
        *changed = gone_count > 0;
        for (size_t i = 0; ok && i < gone_count; i++)
            ok = forget(index, gone[i]);
        for (size_t i = 0; ok && i < files->count; i++)
            if (!is_noted[i]) {
                *changed = true;
                ok = put(index, &files->file[i]);
            }
        ok = run(index->database, ok ? "COMMIT" : "ROLLBACK") && ok;
    }
    for (size_t i = 0; i < gone_count; i++)
        free(gone[i]);
    free(gone);
    free(is_noted);
    return ok;
}

size_t session_index_find_pending(struct session_index *index, char *paths[], size_t max)
{
    sqlite3_stmt *rows = prepare(
        index, "SELECT path FROM session WHERE summary IS NULL AND error IS NULL ORDER BY path DESC", NULL, NULL);
    size_t count = 0;
    while (rows && count < max && sqlite3_step(rows) == SQLITE_ROW)
        if (column(rows, 0) && (paths[count] = strdup(column(rows, 0))) != NULL)
            count++;
    sqlite3_finalize(rows);
    return count;
}

bool session_index_store(struct session_index *index, const char *path, const char *summary, const char *error)
{
    sqlite3_stmt *statement =
        prepare(index, "UPDATE session SET summary = ?, error = ? WHERE path = ?", summary, error);
    if (statement)
        sqlite3_bind_text(statement, 3, path, -1, SQLITE_STATIC);
    return finish(statement);
}

bool session_index_each(struct session_index *index, bool (*each)(void *owner, const struct session_index_row *row),
                        void *owner)
{
    sqlite3_stmt *rows = prepare(index, "SELECT id, path, summary, error FROM session ORDER BY path", NULL, NULL);
    int step = SQLITE_ERROR;
    while (rows && (step = sqlite3_step(rows)) == SQLITE_ROW) {
        struct session_index_row row = {column(rows, 0), column(rows, 1), column(rows, 2), column(rows, 3)};
        if (!row.id || !row.path || !each(owner, &row))
            break;
    }
    sqlite3_finalize(rows);
    return step == SQLITE_DONE;
}

bool session_index_find(struct session_index *index, const char *id, char *path, size_t size)
{
    sqlite3_stmt *rows = prepare(index, "SELECT path FROM session WHERE id = ?", id, NULL);
    int length = rows && sqlite3_step(rows) == SQLITE_ROW ? snprintf(path, size, "%s", column(rows, 0)) : -1;
    sqlite3_finalize(rows);
    return length > 0 && (size_t)length < size;
}
