/* SPDX-License-Identifier: MIT */
#include "store/places.h"

#include "store/path_format.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_NAME "FoamRoller"
#define PRIVATE_MODE 0700

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value == '/' ? value : NULL; /* the XDG standard says that others do not count */
}

static const char *home(void)
{
    const struct passwd *user = NULL;
    if (!variable("HOME"))
        user = getpwuid(getuid());
    return user ? user->pw_dir : variable("HOME") ? variable("HOME") : "/";
}

/* Make a folder and those above it. */
static bool make_folder(const char *path, mode_t mode)
{
    char part[PATH_MAX];
    (void)snprintf(part, sizeof part, "%s", path);
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, mode) != 0 && errno != EEXIST && errno != EROFS && errno != EACCES)
            return false;
        *slash = '/';
    }
    struct stat info;
    if (mkdir(path, mode) != 0 && (errno != EEXIST || stat(path, &info) != 0 || !S_ISDIR(info.st_mode))) {
        errno = errno == EEXIST ? ENOTDIR : errno;
        return false;
    }
    return true;
}

/* Find the line XDG_DOCUMENTS_DIR="$HOME/Documents" of the desktop's list of folders; else it is the home folder. */
static void find_documents(char out[PATH_MAX])
{
    static const char key[] = "XDG_DOCUMENTS_DIR=\"";
    char list[PATH_MAX], line[PATH_MAX];
    const char *config = variable("XDG_CONFIG_HOME");
    FILE *file = NULL;
    (void)path_format(out, PATH_MAX, "%s", home());
    if (path_format(list, sizeof list, "%s%s/user-dirs.dirs", config ? config : home(), config ? "" : "/.config"))
        file = fopen(list, "r");
    while (file && fgets(line, sizeof line, file)) {
        char *value = line + strlen(key), *end = strncmp(line, key, strlen(key)) == 0 ? strchr(value, '"') : NULL;
        if (!end)
            continue;
        *end = '\0';
        if (strncmp(value, "$HOME", strlen("$HOME")) == 0)
            (void)path_format(out, PATH_MAX, "%s%s", home(), value + strlen("$HOME"));
        else if (*value == '/')
            (void)path_format(out, PATH_MAX, "%s", value);
    }
    if (file)
        fclose(file);
}

static bool find_folder(struct places *places, const char *given, struct failure *failure)
{
    char documents[PATH_MAX], path[PATH_MAX];
    find_documents(documents);
    if (given ? !path_format(path, sizeof path, "%s", given)
              : !path_format(path, sizeof path, "%s/" FOLDER_NAME, documents))
        return failure_set(failure, EXIT_STATUS_USAGE, "The name of the folder for the sessions is too long.");
    char *real = make_folder(path, 0777) ? realpath(path, NULL) : NULL;
    bool ok = real && path_format(places->folder, sizeof places->folder, "%s", real);
    free(real);
    return ok || failure_set(failure, EXIT_STATUS_OUTPUT, "The folder for the sessions, %s, cannot be made: %s.", path,
                             strerror(errno));
}

static bool find_settings(struct places *places, struct failure *failure)
{
    char folder[PATH_MAX];
    const char *config = variable("XDG_CONFIG_HOME");
    if (path_format(folder, sizeof folder, "%s%s/foam-roller", config ? config : home(), config ? "" : "/.config") &&
        path_format(places->settings, sizeof places->settings, "%s/settings.json", folder) &&
        make_folder(folder, PRIVATE_MODE))
        return true;
    return failure_set(failure, EXIT_STATUS_OUTPUT, "The folder for the settings, %s, cannot be made: %s.", folder,
                       strerror(errno));
}

static bool find_runtime(struct places *places, struct failure *failure)
{
    const char *given = variable("XDG_RUNTIME_DIR"), *temporary = variable("TMPDIR");
    struct stat info;
    bool ok = given ? path_format(places->runtime, sizeof places->runtime, "%s/foam-roller", given)
                    : path_format(places->runtime, sizeof places->runtime, "%s/foam-roller-%ld",
                                  temporary ? temporary : "/tmp", (long)getuid());
    /* Below /tmp another user may have made it first. */
    if (ok && make_folder(places->runtime, PRIVATE_MODE) && lstat(places->runtime, &info) == 0 &&
        S_ISDIR(info.st_mode) && info.st_uid == getuid() && (info.st_mode & 077) == 0)
        return true;
    return failure_set(failure, EXIT_STATUS_OUTPUT, "The folder %s cannot be made, or is open to other users.",
                       places->runtime);
}

bool places_find(struct places *places, const char *folder, struct failure *failure)
{
    *places = (struct places){0};
    return find_folder(places, folder, failure) && find_settings(places, failure) && find_runtime(places, failure);
}
