/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "platform/platform.h"
#include "shared/iso_time.h"
#include "wire/vocabulary.h"

#include <string.h>
#include <unistd.h>

static void print_path(struct recording *recording)
{
    const char *path = recording->writer.path;
    char folder[SESSION_WRITER_PATH_SIZE];
    if (*path == '/' || !getcwd(folder, sizeof folder))
        status_line_print_here(&recording->status_line, "Recording to %s.", path);
    else
        status_line_print_here(&recording->status_line, "Recording to %s in %s.", path, folder);
}

static void write_header(void *context, const struct session_header *recorded, int64_t start_host_us)
{
    struct recording *recording = context;
    const struct session_decoder *decoder = &recording->decoder;
    struct session_header header = *recorded;
    if (recording->writer.failed)
        return;
    iso_time_format(header.started, sizeof header.started,
                    platform_wall_clock_us() - (platform_now_us() - start_host_us));
    session_writer_add_header(&recording->writer, &header);
    print_path(recording);
    if (!decoder->device.known)
        status_line_print(
            &recording->status_line,
            "The roller did not identify itself; its readings are recorded with the default calibration.");
    else if (!device_info_is_complete(&decoder->device))
        status_line_print(&recording->status_line,
                          "The roller did not send the calibration of every strip; the default "
                          "calibration is used for the other strips.");
    for (unsigned i = 0; device_info_warning(&decoder->device, i); i++)
        status_line_print(&recording->status_line, "%s", device_info_warning(&decoder->device, i));
    if (decoder->user_radius_mm <= 0 && decoder->device.rolling_radius_mm <= 0) {
        status_line_print_here(&recording->status_line, "The rolling radius was not measured; %.1f mm is assumed.",
                               header.rolling_radius_mm);
        status_line_print_here(&recording->status_line, "Use --rolling-radius MM if you know it.");
    }
}

unsigned recording_landmark(const struct recording *recording)
{
    const char *start = recording->options->annotation.value[ANNOTATION_START];
    bool is_knee = start && strcmp(start, session_start_name(SESSION_START_KNEE)) == 0;
    return is_knee ? SESSION_EVENT_KNEE : SESSION_EVENT_ZERO;
}

void recording_add_event(struct recording *recording, unsigned events, int64_t host_us)
{
    recording->said = (struct recording_said_events){recording->said.events | events, host_us};
}

/* Add what the user has said to its row. What does not fit comes with a later row. */
static void add_said_events(struct recording *recording, struct session_row *row)
{
    static const struct {
        enum session_event event;
        const char *name;
    } names[] = {{SESSION_EVENT_MARK, WIRE_EVENT_MARK},
                 {SESSION_EVENT_ZERO, WIRE_EVENT_ZERO},
                 {SESSION_EVENT_KNEE, WIRE_EVENT_KNEE}};
    struct recording_said_events *said = &recording->said;
    if (said->events == 0 || row->host_us < session_decoder_elapsed_us(&recording->decoder, said->host_us))
        return;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((said->events & names[i].event) && event_queue_append_name(row, names[i].name))
            said->events &= ~(unsigned)names[i].event;
}

/* Follow the roller for the screen and for the events, which show the same. Returns what the row brought (enum
 * live_event). */
static unsigned track(struct recording *recording, const struct session_row *row)
{
    unsigned events = live_tracker_add_row(&recording->tracker, &recording->decoder.header, row);
    recording_events_add_row(recording, events);
    return events;
}

static void write_row(void *context, const struct session_row *received)
{
    struct recording *recording = context;
    const struct options *options = recording->options;
    struct session_row row = *received;
    add_said_events(recording, &row);
    session_writer_add_row(&recording->writer, &row);
    if (recording->status_line.can_redraw || options->events_fd > 0 || options->control_fd > 0)
        recording_screen_add_events(recording, track(recording, &row)); /* tracking is expensive */
}

static void ignore_header(void *context, const struct session_header *header, int64_t start_host_us)
{
    (void)context;
    (void)header;
    (void)start_host_us;
}

static void ignore_row(void *context, const struct session_row *row)
{
    (void)context;
    (void)row;
}

/* While waiting for a leg to begin, check for a press of the button, which starts it. A hold also sets the landmark. */
static void check_button(void *context, const struct session_row *received)
{
    const unsigned landmarks = SESSION_EVENT_ZERO | SESSION_EVENT_KNEE;
    struct recording *recording = context;
    struct recording_phase *phase = &recording->phase;
    struct session_row row = *received;
    add_said_events(recording, &row);
    unsigned events = track(recording, &row), set = session_events_from_names(row.event, strlen(row.event)) & landmarks;
    if (set)
        recording_landmark_set(recording, set);
    recording_landmark_follow(recording, &row);
    /* Another program shows what is set, so with --control a hold does not begin the leg. */
    bool is_start = recording->options->control_fd > 0 ? events & LIVE_MARK : event_queue_has_press(row.event);
    phase->start_requested = phase->start_requested || is_start;
}

struct session_decoder_output recording_rows_output(struct recording *recording)
{
    return recording->phase.waiting
               ? (struct session_decoder_output){.context = recording, .header = ignore_header, .row = check_button}
               : (struct session_decoder_output){.context = recording,
                                                 .header = write_header,
                                                 .row = write_row,
                                                 .next_file = recording_begin_next_file};
}

struct session_decoder_output recording_rows_discard(struct recording *recording)
{
    return (struct session_decoder_output){.context = recording, .header = ignore_header, .row = ignore_row};
}
